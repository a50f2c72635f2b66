"""An item's days as its page shows them: five weeks, a line a week, each day with how many are free."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from webapp.core.words import _, ngettext
from webapp.school import calendar

from .availability import Shelf

WEEKS = 5


class Day(NamedTuple):
    """A day on the sheet; nothing is said of how many were free on one that is over."""

    date: date
    free: int | None
    state: str  # past, none, part, ok
    place: str  # in the dates that are asked about: first, in, last, only, or none


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
    """The weeks from this Monday on, and what there is to say of them."""

    weeks: list[list[Day]]
    sentence: str  # the same in words


def until(today: date) -> date:
    """The day after the last on the sheet."""
    return calendar.after(today, WEEKS * 7 - today.weekday())


def of(shelf: Shelf, owned: int, dates: Dates | None) -> DaySheet:
    """The days of an item; those of the `dates` are marked."""
    today = calendar.today()
    ahead = (until(today) - today).days
    free = shelf.days(today, ahead)
    days = [
        Day(calendar.after(today, -n), None, "past", "")
        for n in range(today.weekday(), 0, -1)
    ]
    for n, pieces in enumerate(free):
        day = calendar.after(today, n)
        place = dates.place(day) if dates else ""
        days.append(Day(day, pieces, _state(pieces, owned), place))
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return DaySheet(weeks, _told(today, free))


def _state(free: int, owned: int) -> str:
    """Most free, some, or none."""
    if not free:
        return "none"
    return "ok" if free * 2 > owned else "part"


def _told(today: date, free: list[int]) -> str:
    """When some can be had and when not, from today on."""
    last = calendar.in_words(calendar.after(today, len(free) - 1))
    if min(free):
        return ngettext(
            "%(num)s or more is free on every day until %(last)s.",
            "%(num)s or more are free on every day until %(last)s.",
            min(free),
            last=last,
        )
    if not max(free):
        return _("None is free until %(last)s.", last=last)
    gap = free.index(0)
    if not gap:
        first = next(n for n, pieces in enumerate(free) if pieces)
        day = calendar.in_words(calendar.after(today, first))
        return _("None is free before %(day)s.", day=day)
    end = next((n for n in range(gap, len(free)) if free[n]), len(free)) - 1
    first_day, last_day = (calendar.in_words(calendar.after(today, n)) for n in (gap, end))
    if gap == end:
        return _("None is free on %(day)s.", day=first_day)
    return _("None is free from %(first)s to %(last)s.", first=first_day, last=last_day)
