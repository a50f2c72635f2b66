"""The kinds of e-mails about the school itself: all that are in templates/school/mail, with made-up facts."""

from datetime import timedelta

from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import _, lazy

from . import calendar, words
from .day_spans import Closed
from .effects.parties import Told


def _open_days() -> Facts:
    first = calendar.today() + timedelta(20)
    closed = Closed(_("Holidays"), first, first + timedelta(6), yearly=False)
    later = words.written(first + timedelta(7), "%a %-d %b")
    told = Told(
        _("Violin 3/4"), words.written(first, "%a %-d %b"), _("due on %(day)s", day=later)
    )
    return {"told": [told], "closings": [closed]}


GROUPS = (
    Group(
        lazy("The school"),
        (Kind("school.open_days", lazy("Open days have changed"), _open_days),),
    ),
)
