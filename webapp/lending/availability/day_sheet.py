"""An item's days as its page shows them: five weeks, a line a week, each day with how many are free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from webapp.core.words import _, ngettext
from webapp.school import calendar, desk_hours, open_days

from ..days.visits import ANY_DAY, Room
from .availability import Shelf

WEEKS = 5


class Day(NamedTuple):
    """A day on the sheet; nothing is said of how many were free on one that is over."""

    date: date
    free: int | None
    state: str  # past, shut, none, part, ok
    place: str  # in the dates that are asked about: first, in, last, only, or none
    is_full: bool = False  # whether nobody more can come to the desk on it


class Dates(NamedTuple):
    """From the first day of a loan to the day it is due."""

    first: date
    last: date

    def place(self, day: date) -> str:
        """Where a day is in them."""
        if not self.first <= day <= self.last:
            return ""
        ends = ("first",) * (day == self.first) + ("last",) * (day == self.last)
        return "only" if len(ends) == 2 else ends[0] if ends else "in"


@dataclass(frozen=True)
class DaySheet:
    """The weeks from this one on, and what there is to say of them."""

    weeks: list[list[Day]]
    sentence: str  # the same in words
    hours: str = (
        ""  # of the desk on the first and the last of the dates that are asked about
    )

    @property
    def is_full(self) -> bool:
        """Whether nobody more can come to the desk on any of the days."""
        return any(day.is_full for week in self.weeks for day in week)


def until(today: date) -> date:
    """The day after the last on the sheet."""
    return calendar.after(calendar.first_of_week(today), WEEKS * 7)


def of(shelf: Shelf, owned: int, dates: Dates | None, room: Room = ANY_DAY) -> DaySheet:
    """The days of an item; those of the `dates` are marked, and those on which there is no room at the desk."""
    today = calendar.today()
    free = shelf.days(today, (until(today) - today).days)
    days = [*_past(today), *_ahead(today, free, owned, dates, room)]
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return DaySheet(weeks, _sentence(today, free), desk_hours.of_days(dates or ()))


def _past(today: date) -> list[Day]:
    """The days of this week that are over."""
    return [
        Day(calendar.after(today, -ago), None, "past", "")
        for ago in range((today - calendar.first_of_week(today)).days, 0, -1)
    ]


def _ahead(
    today: date, free: list[int], owned: int, dates: Dates | None, room: Room
) -> Iterator[Day]:
    """Today and the days after it."""
    decided = open_days.now_decided()
    for ahead, pieces in enumerate(free):
        day = calendar.after(today, ahead)
        place = dates.place(day) if dates else ""
        is_open = decided.is_open(day)
        state = _state(pieces, owned) if is_open else "shut"
        yield Day(day, pieces, state, place, is_open and room.is_full(day))


def _state(free: int, owned: int) -> str:
    """Most free, some, or none."""
    if not free:
        return "none"
    return "ok" if free * 2 > owned else "part"


def _sentence(today: date, free: list[int]) -> str:
    """When some can be had and when not, from today on."""
    if 0 in free:
        return _when_none(today, free)
    return ngettext(
        "%(num)s or more is free on every day until %(last)s.",
        "%(num)s or more are free on every day until %(last)s.",
        min(free),
        last=_in_words(today, len(free) - 1),
    )


def _when_none(today: date, free: list[int]) -> str:
    """The first days on which none can be had."""
    gap = free.index(0)
    later = (ahead for ahead in range(gap, len(free)) if free[ahead])
    end = next(later, len(free))
    first, last = _in_words(today, gap), _in_words(today, end - 1)
    if gap == 0 and end == len(free):
        return _("None is free from today to %(last)s.", last=last)
    if gap == 0:
        return _("None is free before %(day)s.", day=_in_words(today, end))
    if first == last:
        return _("None is free on %(day)s.", day=first)
    return _("None is free from %(first)s to %(last)s.", first=first, last=last)


def _in_words(today: date, ahead: int) -> str:
    return calendar.in_words(calendar.after(today, ahead))
