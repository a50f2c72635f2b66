"""Time zones by the rules this program is pinned to, and when their clocks change.

Python would ask the machine's rules first, which are as old as the machine, and differ from one to the next.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, reset_tzpath

import tzdata

VERSION = str(tzdata.IANA_VERSION)  # of the rules in use, such as 2026f
reset_tzpath(to=())  # for the whole process, whoever asks: what is left is the package
ZoneInfo.clear_cache()

NOTHING, SECOND = timedelta(), timedelta(seconds=1)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Change(NamedTuple):
    """The clocks change: at this instant, from this offset to that one, and what the time is called then."""

    at: datetime
    before: timedelta
    offset: timedelta
    name: str
    is_daylight: bool

    @property
    def wall(self) -> datetime:
        """As the clock showed it that was still right, as the RFC has it."""
        return (self.at + self.before).replace(tzinfo=None)


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    """Every change of the clocks between two instants, to the second."""
    at, offset = begin, _offset(zone, begin)
    while at < end:
        low, high = (
            at,
            at + WEEK,
        )  # no zone changes its clocks and changes them back within one
        at, before, offset = high, offset, _offset(zone, high)
        if offset != before:
            while high - low > SECOND:
                middle = low + (high - low) // 2
                low, high = (
                    (middle, high) if _offset(zone, middle) == before else (low, middle)
                )
            yield _change(zone, high.replace(microsecond=0), before)


def comes_twice(wall: datetime) -> bool:
    """Whether the clocks show this time, which has its zone, at another instant too: they are set back then."""
    if not _change_near(wall.tzinfo, wall.date()):
        return False
    return bool(wall.fold) or wall.utcoffset() != wall.replace(fold=1).utcoffset()


@lru_cache(4096)
def _change_near(zone: tzinfo | None, day: date) -> bool:
    """Whether the clocks change that day, or close to it: asked once a day, not for each of a page's times."""
    noon = datetime.combine(day, time(12), zone)
    return (noon - DAY).utcoffset() != (noon + DAY).utcoffset()


def offset_name(wall: datetime) -> str:
    """How far a time is from UTC: UTC+2, UTC-3:30."""
    minutes = (wall.utcoffset() or NOTHING) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def as_it_is(zone: ZoneInfo, at: datetime) -> Change:
    """What the clocks show at an instant, as if they had just been set to it."""
    return _change(zone, at, _offset(zone, at))


def _change(zone: ZoneInfo, at: datetime, before: timedelta) -> Change:
    local = at.astimezone(zone)
    return Change(
        at,
        before,
        local.utcoffset() or NOTHING,
        local.tzname() or zone.key,
        bool(local.dst()),
    )


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or NOTHING
