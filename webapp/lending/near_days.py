"""Near days: the first days of the same length on which something can be had that cannot on those asked for."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from webapp.school import open_days

from . import due_days


class Bounds(NamedTuple):
    """The last day on which somebody may begin, and for how many days they may have it, if something says so."""

    last_first: date | None = None
    longest: int | None = None


def first(
    changes: Iterable[date],
    starts: date,
    due: date,
    is_enough: Callable[[date, date], bool],
    bounds: Bounds,
) -> tuple[date, date] | None:
    """The first open day after `starts`, and the last, from which on there is enough until the same end or for as long.

    `changes` are the days from which on there may be more. None if never, or not within the bounds.
    """
    decided = open_days.now_decided()
    for day in map(decided.from_day, sorted(day for day in changes if day > starts)):
        if bounds.last_first and day > bounds.last_first:
            return None
        wished = due if day <= due else day + (due - starts)
        if bounds.longest:
            wished = min(wished, due_days.latest(day, bounds.longest).day)
        end = due_days.settle(day, wished).day
        if is_enough(day, end):
            return day, end
    return None
