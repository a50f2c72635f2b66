"""Places: where a thing is that is not on its shelf, and until when, in words for the desk."""

from webapp.core.words import _, ngettext
from webapp.school import calendar, desk_hours
from webapp.stock.ledger.projection import STATE_WORDS

from ..models import Checkout
from .codes import Line


def say_where(line: Line) -> None:
    """Answer that a unit is neither on the shelf nor set aside, and what would do."""
    unit = line.unit
    assert unit is not None  # only what has a tag is looked for
    state = unit.state
    if state == "outside":
        words = _("If this is it, choose Found on its loan, or receive it")
        line.say("gone", "alert", _("Not here any more by the books."), words)
    else:
        words = _(
            "It is %(state)s at %(place)s", state=_(STATE_WORDS[state]), place=line.place
        )
        line.say("away", "alert", _("Not on the shelf."), words)


def late_words(loan: Checkout) -> str:
    """How late it is, or until when it may be kept."""
    if loan.due_at:
        return desk_hours.due_back(loan.due_on, loan.due_at)
    late = (calendar.today() - loan.due_on).days
    if late > 0:
        return ngettext("%(num)s day late", "%(num)s days late", late)
    return _("until %(day)s", day=calendar.in_words(loan.due_on))
