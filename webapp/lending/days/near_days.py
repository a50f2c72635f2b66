"""Near days: the first days of the same length on which something can be had that cannot on those asked for."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from webapp.school import calendar, open_days

from . import due_days
from .visits import ANY_DAY, Room

AROUND = 21  # days around a full one that are looked through


class Bounds(NamedTuple):
    """The last day on which somebody may begin, for how many days they may have it, and from which day on they may
    begin, if something says so; and whether there is room for them at the desk.
    """

    last_first: date | None = None
    longest: int | None = None
    first: date | None = None
    room: Room = ANY_DAY


def first(
    changes: Iterable[date],
    starts: date,
    due: date,
    is_enough: Callable[[date, date], bool],
    bounds: Bounds,
) -> tuple[date, date] | None:
    """The first open day after `starts`, and the last, from which on there is enough until the same end or for as long.

    `changes` are the days from which on there may be more. Both have room at the desk. None if never, or not within the
    bounds.
    """
    decided, room = open_days.now_decided(), bounds.room
    for change in sorted(day for day in changes if day > starts):
        day = room.from_day(decided, change)
        if bounds.last_first and day > bounds.last_first:
            return None
        end = _end(day, due if day <= due else day + (due - starts), bounds)
        if not room.full(day, end) and is_enough(day, end):
            return day, end
    return None


def _end(first: date, wished: date, bounds: Bounds) -> date:
    """The day on which it would be due, a wished one or as near to it as may be."""
    room = bounds.room
    if bounds.longest:
        wished = min(wished, due_days.latest(first, bounds.longest, room).day)
    end = due_days.settle(first, wished, room).day
    return room.until_day(open_days.now_decided(), first, end)


def with_room(
    starts: date, due: date, is_enough: Callable[[date, date], bool], bounds: Bounds
) -> tuple[date, date] | None:
    """The days nearest to these on which there is room at the desk, and enough; one that has room stays as it is.

    None if there are none for a while.
    """
    for first in _near(starts, bounds.room):
        if not _may_begin(first, bounds):
            continue
        for end in _near(max(due, first), bounds.room):
            if end >= first and _may_end(first, end, bounds) and is_enough(first, end):
                return first, end
    return None


def _near(day: date, room: Room) -> Iterator[date]:
    """A day that has room, or else those around it that have, the nearest first and of two the later one."""
    if not room.is_full(day):
        yield day
        return
    for ahead in range(1, AROUND + 1):
        near = calendar.after(day, ahead), calendar.after(day, -ahead)
        yield from (each for each in near if not room.is_full(each))


def _may_begin(first: date, bounds: Bounds) -> bool:
    if not open_days.now_decided().is_open(first) and first != calendar.today():
        return False
    earliest, latest = bounds.first or calendar.today(), bounds.last_first or date.max
    return earliest <= first <= latest


def _may_end(first: date, end: date, bounds: Bounds) -> bool:
    if due_days.settle(first, end).is_moved:
        return False
    longest = bounds.longest
    return not longest or end <= due_days.latest(first, longest, bounds.room).day
