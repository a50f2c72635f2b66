"""A zone's rules as calendars carry them: a VTIMEZONE that recurs where the zone has rules, and else lists changes."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

from . import zones
from .zones import Change

Rule = dict[str, str | int | list[int]]  # RRULE, a value a part
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AHEAD = 30  # years in which a rule must hold to be one: in so many, its day has fallen on every date it can
YEARS = 3  # at least, of a rule that ended


@lru_cache(maxsize=100)  # the same for every e-mail and every calendar of a year
def timezone(zone: ZoneInfo, first: int, last: int) -> str:
    """The zone's rules from the year before the first one to the year after the last.

    A change that comes every year by one rule is told as that rule, for desktop calendars read nothing else; where
    the zone has none, every change stands for itself.
    """
    begin, end, until = (_new_year(year) for year in (first - 1, last + 2, last + AHEAD))
    changes = list(zones.changes(zone, begin, until))
    component = Timezone()
    component.add("tzid", zone.key)
    if not changes or changes[0].at.year >= first:
        component.add_component(_observance([zones.as_it_is(zone, begin)]))
    for run in _all_runs(changes, end):
        component.add_component(_observance(run, _last(run, until)))
    return str(component.to_ical().decode())


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _all_runs(changes: Sequence[Change], end: datetime) -> list[list[Change]]:
    """The runs of every kind of change that begin before `end`, in their order."""
    runs = [run for alike in _kinds(changes) for run in _runs(alike) if run[0].at < end]
    return sorted(runs, key=lambda run: run[0].at)


def _last(run: Sequence[Change], until: datetime) -> datetime | None:
    """When a run ended; None for one that goes on as far as anybody looked."""
    last = run[-1].at
    return last if last.year < until.year - 1 else None


def _kinds(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Those that are alike: the same two offsets, in the same month."""

    def kind(change: Change) -> tuple[timedelta, timedelta, str, bool, int, time]:
        return (
            change.before,
            change.offset,
            change.name,
            change.is_daylight,
            change.wall.month,
            change.wall.time(),
        )

    for _, alike in groupby(
        sorted(changes, key=lambda change: (*kind(change), change.at)), key=kind
    ):
        yield list(alike)


def _runs(alike: Sequence[Change]) -> Iterator[list[Change]]:
    """Parted so that each part is one change, or comes every year by one rule, the longest first."""
    rest = list(alike)
    while rest:
        size = next((n for n in range(len(rest), YEARS - 1, -1) if _rule(rest[:n])), 1)
        yield rest[:size]
        rest = rest[size:]


def _rule(run: Sequence[Change]) -> Rule | None:
    """What is true of all of them, one a year on the same weekday; None if they follow no rule."""
    walls = [change.wall for change in run]
    days = _days_of_month(walls) if _is_yearly(walls) else None
    return days and {"freq": "yearly", "bymonth": walls[0].month, **days}


def _days_of_month(walls: Sequence[datetime]) -> Rule | None:
    """The last Sunday of a month, its second, or the one from the 8th on."""
    weekday = WEEKDAYS[walls[0].weekday()]
    if all(_days_left(wall) < 7 for wall in walls):
        return {"byday": f"-1{weekday}"}
    days = {wall.day for wall in walls}
    first, last = min(days), max(days)
    if (first - 1) // 7 == (last - 1) // 7:
        return {"byday": f"{(first - 1) // 7 + 1}{weekday}"}
    if last - first == 6:
        return {"byday": weekday, "bymonthday": list(range(first, last + 1))}
    return None


def _is_yearly(walls: Sequence[datetime]) -> bool:
    """Whether there are enough of them for a rule, one in each year, on the same weekday."""
    first = walls[0]
    return (
        len(walls) >= YEARS
        and all(wall.year == first.year + n for n, wall in enumerate(walls))
        and all(wall.weekday() == first.weekday() for wall in walls)
    )


def _days_left(wall: datetime) -> int:
    """In its month, after this day."""
    return monthrange(wall.year, wall.month)[1] - wall.day


def _observance(run: Sequence[Change], last: datetime | None = None) -> Component:
    """What the clocks show from a change on, or from one every year, until the last one if there is one."""
    first = run[0]
    component = TimezoneDaylight() if first.is_daylight else TimezoneStandard()
    component.add("dtstart", first.wall)
    component.add("tzoffsetfrom", first.before)
    component.add("tzoffsetto", first.offset)
    component.add("tzname", first.name)
    if rule := _rule(run):
        component.add("rrule", rule | ({"until": last} if last else {}))
    return component
