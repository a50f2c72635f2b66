"""Spans of days that the school names: closed days and terms; they look at no database."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from . import calendar

DAY = timedelta(days=1)


class Closed(NamedTuple):
    """Closed days: from the first to the last, both closed."""

    name: str
    starts_on: date
    ends_on: date
    yearly: bool

    def covers(self, on: date) -> bool:
        """Whether the school is closed that day; every year for some."""
        return self.span(on) is not None

    def span(self, on: date) -> tuple[date, date] | None:
        """The first and the last of those that have this day; None where none do."""
        spans = self._spans(on.year)
        return next((each for each in spans if each[0] <= on <= each[1]), None)

    def days(self, year: int) -> Iterator[date]:
        """Those of a year."""
        for starts, ends in self._spans(year):
            first, last = max(starts, date(year, 1, 1)), min(ends, date(year, 12, 31))
            for ahead in range((last - first).days + 1):
                yield first + ahead * DAY

    def _spans(self, year: int) -> Iterator[tuple[date, date]]:
        """From when until when, as far as it may reach into a year."""
        if not self.yearly:
            yield self.starts_on, self.ends_on
            return
        lasts = (self.ends_on - self.starts_on).days
        for begun_in in (year - 1, year):
            if starts := _in_year(self.starts_on, begun_in):
                yield starts, calendar.after(starts, lasts)


class TermDays(NamedTuple):
    """A term from its first day to its last; what is lent in it is back by `return_by`."""

    name: str
    starts_on: date
    ends_on: date
    return_by: date


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; 29 February is 1 March where there is none."""
    if not date.min.year <= year <= date.max.year:
        return None
    if (day.month, day.day) == (2, 29):
        return date(year, 2, 28) + DAY
    return day.replace(year=year)
