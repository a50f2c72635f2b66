"""When a rule holds, and the days, weeks and months that quotas count by: spans of the school's clock as instants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from webapp.school import calendar, settings

from ..models import RoomRule

Window = tuple[datetime, datetime]


def wall(on: date, at: str | None, *, last: bool = False) -> datetime:
    """A clock time of a day, else midnight; of a repeated one the first or the last, of a skipped the next."""
    time_of_day = time.fromisoformat(at) if at else time()
    clock = datetime.combine(on, time_of_day, settings.zone())
    first = clock.replace(fold=0).astimezone(UTC)
    if not last:
        return first
    return max(first, clock.replace(fold=1).astimezone(UTC))


def days(starts: datetime, ends: datetime) -> Iterator[date]:
    """The school's days that a span touches."""
    on = calendar.local(starts).date()
    last = calendar.local(ends - timedelta(microseconds=1)).date()
    while on <= last:
        yield on
        on += timedelta(days=1)


def window(rule: RoomRule, on: date) -> Window | None:
    """When the rule holds on that day, if it does."""
    is_within = (rule.starts_on or on) <= on <= (rule.ends_on or on)
    if not is_within or not rule.weekdays >> on.weekday() & 1:
        return None
    starts = wall(on, rule.from_time)
    if rule.until_time:
        return starts, wall(on, rule.until_time, last=True)
    return starts, calendar.day(on)[1]


def holding(rule: RoomRule, starts: datetime, ends: datetime) -> Iterator[Window]:
    """The parts of a span in which the rule holds."""
    for on in days(starts, ends):
        band = window(rule, on)
        if band and band[0] < ends and starts < band[1]:
            yield max(starts, band[0]), min(ends, band[1])


def period(kind: str, on: date) -> Window:
    """The day, the week as the school counts it, or the month that a day belongs to."""
    first, after = on, on + timedelta(days=1)
    if kind == "month":
        first = on.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    elif kind == "week":
        first = calendar.first_of_week(on)
        after = first + timedelta(days=7)
    return calendar.day(first)[0], calendar.day(after)[0]


def periods(kind: str, starts: datetime, ends: datetime) -> list[Window]:
    """Those that a span touches, in order."""
    return sorted({period(kind, on) for on in days(starts, ends)})


def minutes(starts: datetime, ends: datetime, within: Window | None = None) -> int:
    """The whole minutes that pass, or those of them within a window."""
    if within:
        starts = max(starts, within[0])
        ends = min(ends, within[1])
    return max(0, (ends - starts) // timedelta(minutes=1))
