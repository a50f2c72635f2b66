"""Closed years: what is closed every year leaves each year a day on which the school is open."""

from dataclasses import replace
from datetime import date, timedelta

from . import calendar
from .open_days import OpenDays

AHEAD = 10  # years for which closed days can be entered


def first(decided: OpenDays) -> int | None:
    """This year, or the first to come, of which no day is open by what repeats; None where all have one.

    What is closed once does not count: after it the school opens again.
    """
    decided = replace(decided, closed=tuple(each for each in decided.closed if each.yearly))
    this = calendar.today().year
    years = range(this, min(this + AHEAD, date.max.year) + 1)
    return next((year for year in years if not _has_open_day(decided, year)), None)


def _has_open_day(decided: OpenDays, year: int) -> bool:
    days = (date(year, 1, 1) + timedelta(days=ahead) for ahead in range(365))
    return any(map(decided.is_open, days))
