"""The dates of a series, and what its time on the wall is on each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from webapp.core import zones
from webapp.core.errors import Invalid

from . import calendar, settings, words

MOST, LONGEST, AHEAD = 200, timedelta(days=366), timedelta(days=2 * 366)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Pattern:
    """From when until when on the school's clock, on which weekdays, every how many weeks, and between which dates."""

    weekdays: tuple[int, ...]
    every_weeks: int
    start: str
    end: str
    first_on: date
    last_on: date

    @property
    def words(self) -> str:
        named = [NAMES[day] for day in self.weekdays]
        days = ", ".join(named[:-1]) + " and " + named[-1] if named[1:] else named[0]
        weeks = "Every " if self.every_weeks == 1 else f"Every {self.every_weeks} weeks on "
        return f"{weeks}{days}, {self.start}–{self.end}"

    @property
    def mask(self) -> int:
        return sum(1 << day for day in self.weekdays)


@dataclass(frozen=True)
class Slot:
    """A wall time as the instants it is on a date; the note says where a clock change has a hand in it.

    The problem, where it has one of the two times left out: then nothing can be booked, and the instants are near it.
    """

    starts: datetime
    ends: datetime
    note: str = ""
    problem: str = ""


def pattern(
    *,
    weekdays: Sequence[str],
    every_weeks: int,
    start: str,
    end: str,
    first_date: date,
    last_date: date | None,
    count: int | None,
) -> Pattern:
    """As it was asked for. Invalid, at its field, for what is too long, too often, off the steps, or over already.

    Without weekdays it is the first date's own.
    """
    check_times(start, end)
    today = calendar.today()
    if not today <= first_date <= today + AHEAD:
        raise Invalid(fields={"first_date": "Choose a day within the next two years"})
    if (last_date is None) == (count is None):
        raise Invalid(fields={"last_date": "Give either a last date or a number of times"})
    days = tuple(sorted({WEEKDAYS.index(each) for each in weekdays})) or (
        first_date.weekday(),
    )
    first_date += timedelta(days=min((day - first_date.weekday()) % 7 for day in days))
    until = last_date or first_date + LONGEST
    if until < first_date:
        raise Invalid(fields={"last_date": "Choose a day after the first"})
    if until > first_date + LONGEST:
        limit = f"At most a year: until {first_date + LONGEST:%-d %B %Y}"
        raise Invalid(fields={"last_date": limit})
    found = list(dates(Pattern(days, every_weeks, start, end, first_date, until)))
    if count and len(found) < count:
        raise Invalid(fields={"count": f"At most a year: that is {len(found)} times"})
    found = found[:count]
    if not found:
        raise Invalid(
            fields={"last_date": "None of these weekdays falls between the two dates"}
        )
    if len(found) > MOST:
        raise Invalid(
            fields={
                "last_date": f"These are {len(found)} dates; at most {MOST} can be booked at once"
            }
        )
    return Pattern(days, every_weeks, start, end, found[0], found[-1])


def check_times(start: str, end: str) -> None:
    """Invalid, at its field, off the school's steps or the wrong way round."""
    step = settings.get("granularity_minutes")
    for name, wall in (("start", start), ("end", end)):
        if words := calendar.off_step(int(wall[:2]) * 60 + int(wall[3:]), step):
            raise Invalid(fields={name: words})
    if end <= start:
        raise Invalid(fields={"end": "Choose an end after the start"})


def dates(asked: Pattern) -> Iterator[date]:
    """Every date of the pattern, in order; weeks are counted from the one the first date is in."""
    monday = asked.first_on - timedelta(days=asked.first_on.weekday())
    while monday <= asked.last_on:
        for day in asked.weekdays:
            on = monday + timedelta(days=day)
            if asked.first_on <= on <= asked.last_on:
                yield on
        monday += timedelta(weeks=asked.every_weeks)


def slot(on: date, start: str, end: str) -> Slot:
    """Of a time that comes twice, the first. Where one is left out, the same words as a single booking gets."""
    walls = [datetime.combine(on, time.fromisoformat(each)) for each in (start, end)]
    starts, ends = (
        each.replace(tzinfo=settings.zone(), fold=0).astimezone(UTC) for each in walls
    )
    length = walls[1] - walls[0]
    for wall in walls:
        try:
            calendar.instant(wall)
        except ValueError as error:
            return Slot(starts, max(ends, starts + length), problem=str(error))
    if ends - starts != length:
        return Slot(
            starts, ends, f"The clocks change: it lasts {words.lasting(ends - starts)}"
        )
    if any(zones.comes_twice(calendar.local(at)) for at in (starts, ends)):
        return Slot(starts, ends, f"The clocks change: it is {calendar.span(starts, ends)}")
    return Slot(starts, ends)
