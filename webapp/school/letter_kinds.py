"""The kinds of e-mails about the school itself: all that are in templates/school/mail, with made-up facts."""

from datetime import timedelta

from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import _, lazy

from . import calendar, words
from .day_spans import Closed
from .effects.parties import Hit, Told


def _open_days() -> Facts:
    first = calendar.today() + timedelta(20)
    closed = Closed(_("Holidays"), first, first + timedelta(6), yearly=False)
    day = first + timedelta(7)
    thing = _("Violin 3/4")
    told = Told(
        Hit("due", 1, person=1, name="", thing=thing, was=first, becomes=day),
        1,
        day,
        thing,
        words.written(first, "%a %-d %b"),
        _("due on %(day)s", day=words.written(day, "%a %-d %b")),
    )
    return {"told": [told], "closings": [closed]}


GROUPS = (
    Group(
        lazy("The school"),
        (Kind("school.open_days", lazy("Open days have changed"), _open_days),),
    ),
)
