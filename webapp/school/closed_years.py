"""Closed years: each year to come keeps a day on which the school is open."""

from datetime import date, timedelta

from . import calendar
from .open_days import OpenDays

AHEAD = 10  # years for which closed days can be entered


def first(decided: OpenDays) -> int | None:
    """This year, or the first to come, of which no day is open; None where all have one."""
    this = calendar.today().year
    years = range(this, min(this + AHEAD, date.max.year) + 1)
    return next((year for year in years if not _has_open_day(decided, year)), None)


def _has_open_day(decided: OpenDays, year: int) -> bool:
    days = (date(year, 1, 1) + timedelta(days=ahead) for ahead in range(365))
    return any(map(decided.is_open, days))
