"""A zone's rules as calendars carry them: a VTIMEZONE that recurs where the zone has rules, and else lists changes."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

from . import zones
from .zones import Change

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AHEAD = 30  # years in which a rule must hold to be one: in so many, its day has fallen on every date it can
YEARS = 3  # at least, of a rule that ended


@lru_cache(maxsize=100)  # the same for every e-mail and every calendar of a year
def timezone(zone: ZoneInfo, first: int, last: int) -> str:
    """The zone's rules from the year before the first one to the year after the last.

    A change that comes every year by one rule is told as that rule, for desktop calendars read nothing else; where
    the zone has none, every change stands for itself.
    """
    begin, known = (
        datetime(first - 1, 1, 1, tzinfo=UTC),
        datetime(last + 2, 1, 1, tzinfo=UTC),
    )
    until = datetime(last + AHEAD, 1, 1, tzinfo=UTC)
    found = list(zones.changes(zone, begin, until))
    told = Timezone()
    told.add("tzid", zone.key)
    if not found or found[0].at.year >= first:
        told.add_component(_observance([zones.as_it_is(zone, begin)]))
    runs = [run for kind in _kinds(found) for run in _runs(kind)]
    for run in sorted(runs, key=lambda run: run[0].at):
        if run[0].at < known:
            told.add_component(
                _observance(
                    run, last=run[-1].at if run[-1].at.year < until.year - 1 else None
                )
            )
    return str(told.to_ical().decode())


def _kinds(found: Sequence[Change]) -> Iterator[list[Change]]:
    """Those that are alike: the same two offsets, in the same month."""

    def kind(change: Change) -> tuple[Any, ...]:
        return (
            change.before,
            change.offset,
            change.name,
            change.is_daylight,
            change.wall.month,
            change.wall.time(),
        )

    for _, alike in groupby(
        sorted(found, key=lambda change: (*kind(change), change.at)), key=kind
    ):
        yield list(alike)


def _runs(alike: Sequence[Change]) -> Iterator[list[Change]]:
    """Parted so that each part is one change, or comes every year by one rule, the longest first."""
    rest = list(alike)
    while rest:
        size = next((n for n in range(len(rest), YEARS - 1, -1) if _rule(rest[:n])), 1)
        yield rest[:size]
        rest = rest[size:]


def _rule(run: Sequence[Change]) -> dict[str, Any] | None:
    """What is true of all of them, one a year: the last Sunday of a month, its second, or the one from the 8th on."""
    walls = [change.wall for change in run]
    first, days = walls[0], [wall.day for wall in walls]
    is_yearly = all(wall.year == first.year + n for n, wall in enumerate(walls))
    if len(run) < YEARS or not is_yearly or len({wall.weekday() for wall in walls}) > 1:
        return None
    lengths = [monthrange(wall.year, wall.month)[1] for wall in walls]
    day, rule = WEEKDAYS[first.weekday()], {"freq": "yearly", "bymonth": first.month}
    nth = {(each - 1) // 7 + 1 for each in days}
    if all(length - each < 7 for length, each in zip(lengths, days, strict=True)):
        return rule | {"byday": f"-1{day}"}
    if len(nth) == 1:
        return rule | {"byday": f"{nth.pop()}{day}"}
    if max(days) - min(days) == 6:
        return rule | {"byday": day, "bymonthday": list(range(min(days), max(days) + 1))}
    return None


def _observance(run: Sequence[Change], last: datetime | None = None) -> Component:
    """What the clocks show from a change on, or from one every year, until the last one if there is one."""
    first = run[0]
    told = TimezoneDaylight() if first.is_daylight else TimezoneStandard()
    told.add("dtstart", first.wall)
    told.add("tzoffsetfrom", first.before)
    told.add("tzoffsetto", first.offset)
    told.add("tzname", first.name)
    if rule := _rule(run):
        told.add("rrule", rule | ({"until": last} if last else {}))
    return told
