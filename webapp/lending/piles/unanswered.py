"""Unanswered: what somebody asked for and waits to hear of, while the same goes along as a new loan."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.people.people import Named
from webapp.school import calendar

from ..models import Checkout
from . import loans
from .codes import Line
from .leaving import Leaving


def say(actor: Actor, planned: Sequence[Leaving], person: Named) -> None:
    """What becomes of their own request for what goes along as a new loan: it stays as it is."""
    new = [each for each in planned if each.is_new]
    item_ids = [each.loan.item_id for each in new]
    asked = loans.unanswered(actor, item_ids, person.id) if new else {}
    for each in new:
        if waiting := asked.get(each.loan.item_id):
            for line in each.lines:
                _say_it_stays(line, waiting, is_more=each.is_more)


def _say_it_stays(line: Line, waiting: Checkout, *, is_more: bool) -> None:
    line.unanswered = waiting
    stays = _(
        "Their request from %(first)s to %(last)s stays and waits, unless it is answered or cancelled",
        first=calendar.in_words(waiting.starts_on),
        last=calendar.in_words(waiting.due_on),
    )
    headline = line.headline if is_more else _("Asked for, not answered yet.")
    line.say(line.kind, "wait", headline, f"{line.words}. {stays}")
