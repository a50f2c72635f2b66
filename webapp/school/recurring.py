"""The dates of a series, and what its time on the wall is on each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from webapp.core import dates, zones
from webapp.core.errors import Invalid
from webapp.core.words import _, listed

from . import calendar, settings, words

MOST, LONGEST, AHEAD = 200, timedelta(days=366), timedelta(days=2 * 366)
MIDNIGHT = "24:00"  # at the end of a day
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
        """As people read it: "Every Monday and Friday, 14:00–15:30"."""
        days = listed(dates.WEEKDAYS[day] for day in self.weekdays)
        facts = {"days": days, "start": self.start, "end": self.end}
        if self.every_weeks == 1:
            return _("Every %(days)s, %(start)s–%(end)s", **facts)
        return _(
            "Every %(weeks)s weeks on %(days)s, %(start)s–%(end)s",
            weeks=self.every_weeks,
            **facts,
        )

    @property
    def mask(self) -> int:
        """Its weekdays as a number, a bit for each; Monday's is 1."""
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
    """A pattern as its input describes it; without weekdays it is the first date's own.

    Invalid, at its field, for what is too long, too often, off the steps, or over already.
    """
    check_times(start, end)
    _check_ends(first_date, last_date, count)
    days = tuple(sorted({WEEKDAYS.index(day) for day in weekdays}))
    days = days or (first_date.weekday(),)
    first_date = _first_of(days, first_date)
    until = _until(first_date, last_date)
    whole = Pattern(
        days,
        every_weeks,
        start,
        end,
        first_date,
        until,
    )
    booked = _counted(list(dates_of(whole)), count)
    return replace(whole, first_on=booked[0], last_on=booked[-1])


def check_times(start: str, end: str) -> None:
    """Invalid, at its field, off the school's steps or the wrong way round."""
    step = settings.get("granularity_minutes")
    for name, wall in (("start", start), ("end", end)):
        problem = calendar.off_step(int(wall[:2]) * 60 + int(wall[3:]), step)
        if problem:
            raise Invalid(fields={name: problem})
    if end <= start:
        raise Invalid(fields={"end": _("Choose an end after the start")})


def dates_of(pattern: Pattern) -> Iterator[date]:
    """Every date of the pattern, in order; weeks are counted from the one the first date is in."""
    monday = pattern.first_on - timedelta(days=pattern.first_on.weekday())
    while monday <= pattern.last_on:
        for day in pattern.weekdays:
            on = monday + timedelta(days=day)
            if pattern.first_on <= on <= pattern.last_on:
                yield on
        monday += timedelta(weeks=pattern.every_weeks)


def slot(on: date, start: str, end: str) -> Slot:
    """Of a time that comes twice, the first. Where one is left out, the same words as a single booking gets."""
    walls = [_wall(on, at) for at in (start, end)]
    starts, ends = (
        wall.replace(tzinfo=settings.zone(), fold=0).astimezone(UTC) for wall in walls
    )
    length = walls[1] - walls[0]
    problem = _left_out(walls)
    if problem:
        return Slot(starts, max(ends, starts + length), problem=problem)
    return Slot(starts, ends, _clock_change(starts, ends, length))


def ends_at(wall: datetime) -> str:
    """The time of day at which something ends on the school's clock; midnight is at the end of the day before."""
    shown = f"{wall:%H:%M}"
    return MIDNIGHT if shown == "00:00" else shown


def _wall(on: date, at: str) -> datetime:
    if at == MIDNIGHT:
        return datetime.combine(calendar.after(on, 1), time())
    return datetime.combine(on, time.fromisoformat(at))


def _left_out(walls: Iterable[datetime]) -> str:
    """Why one of these times does not exist; empty where all do."""
    for wall in walls:
        try:
            calendar.instant(wall)
        except ValueError as error:
            return str(error)
    return ""


def _clock_change(starts: datetime, ends: datetime, length: timedelta) -> str:
    """What a clock change makes of a time; empty where there is none."""
    if ends - starts != length:
        return _("The clocks change: it lasts %(time)s", time=words.lasting(ends - starts))
    if any(zones.comes_twice(calendar.local(at)) for at in (starts, ends)):
        return _("The clocks change: it is %(span)s", span=calendar.span(starts, ends))
    return ""


def _check_ends(first_date: date, last_date: date | None, count: int | None) -> None:
    """Invalid where it begins too late or is over, or where its end is said twice or not at all."""
    today = calendar.today()
    if not today <= first_date <= today + AHEAD:
        raise Invalid(fields={"first_date": _("Choose a day within the next two years")})
    if (last_date is None) == (count is None):
        raise Invalid(
            fields={"last_date": _("Give either a last date or a number of times")}
        )


def _first_of(days: Iterable[int], start: date) -> date:
    """The first of these weekdays from a date on."""
    return start + timedelta(days=min((day - start.weekday()) % 7 for day in days))


def _until(first_date: date, last_date: date | None) -> date:
    """The last date, or as long as a series may be."""
    latest = first_date + LONGEST
    until = last_date or latest
    if until < first_date:
        raise Invalid(fields={"last_date": _("Choose a day after the first")})
    if until > latest:
        raise Invalid(
            fields={
                "last_date": _(
                    "At most a year: until %(latest)s",
                    latest=dates.written(latest, "%-d %B %Y"),
                )
            }
        )
    return until


def _counted(days: list[date], count: int | None) -> list[date]:
    """As many of the days as are asked for, if not all. Invalid where they are too few, none or too many."""
    if count and len(days) < count:
        raise Invalid(
            fields={"count": _("At most a year: that is %(count)s times", count=len(days))}
        )
    booked = days[:count]
    if not booked:
        raise Invalid(
            fields={"last_date": _("None of these weekdays falls between the two dates")}
        )
    if len(booked) > MOST:
        limit = _(
            "These are %(count)s dates; at most %(most)s can be booked at once",
            count=len(booked),
            most=MOST,
        )
        raise Invalid(fields={"last_date": limit})
    return booked
