"""When the school is open: its hours by weekday, and its closed days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Boolean, Date, Integer, String, cast, null, select, union_all

from webapp.core.db import db

from . import calendar, settings
from .models import ClosedDays, OpeningHours

MINUTES = 24 * 60
FURTHEST = 2 * 366  # days that are looked through for an open one
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Hours(NamedTuple):
    """A span of opening hours, in minutes of the school's clock; 1440 is midnight at the end of the day."""

    starts: int
    ends: int

    @property
    def words(self) -> str:
        """As people read it: "08:00–12:30"."""
        return f"{clock(self.starts)}–{clock(self.ends)}"


class Closed(NamedTuple):
    """Closed days: from the first to the last, both closed."""

    name: str
    starts_on: date
    ends_on: date
    yearly: bool

    def covers(self, on: date) -> bool:
        """Whether the school is closed that day; every year for some."""
        if not self.yearly:
            return self.starts_on <= on <= self.ends_on
        lasts = self.ends_on - self.starts_on
        return any(
            starts <= on <= calendar.after(starts, lasts.days)
            for year in {on.year, max(on.year - 1, date.min.year)}
            if (starts := _in_year(self.starts_on, year))
        )


@dataclass(frozen=True)
class OpenDays:
    """All that is decided about when the school is open; it looks at no database."""

    weekdays: Mapping[int, tuple[Hours, ...]]  # Monday is 0
    closed: tuple[Closed, ...] = ()

    def hours(self, on: date) -> tuple[Hours, ...]:
        """The spans of a day at which it is open, in order; none on closed days."""
        if self.closing(on):
            return ()
        return self.weekdays.get(on.weekday(), ())

    def usual_hours(self, on: date) -> tuple[Hours, ...]:
        """The hours of its weekday, or those of the next one that has any: how a closed day would look."""
        week = [self.weekdays.get((on.weekday() + ahead) % 7, ()) for ahead in range(7)]
        return next(filter(None, week), (Hours(0, MINUTES),))

    def closing(self, on: date) -> Closed | None:
        """The closed days that have this one; None where only its weekday decides."""
        return next((each for each in self.closed if each.covers(on)), None)

    def is_open(self, on: date) -> bool:
        """Whether it is open at some time of the day."""
        return bool(self.hours(on))

    def until_day(self, on: date) -> date:
        """The day itself if it is open, else the one before it that is; itself where there is none for two years."""
        days = min(FURTHEST, (on - date.min).days + 1)
        earlier = (on - ago * DAY for ago in range(days))
        return next(filter(self.is_open, earlier), on)


def now_decided() -> OpenDays:
    """What is decided; it is read once a session, in one query."""
    read_once = db.session().info
    if "open_days" not in read_once:
        read_once["open_days"] = _read()
    decided: OpenDays = read_once["open_days"]
    return decided


def forget() -> None:
    """Read it again: somebody may have changed it."""
    db.session().info.pop("open_days", None)


def clock(minute: int) -> str:
    """A minute of the day as the clock shows it: 510 is "08:30", 1440 "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def at(on: date, minute: int) -> datetime:
    """The instant of a minute of a day on the school's clock; where the clocks leave it out, that of their change."""
    day = calendar.after(on, minute // MINUTES)
    wall = datetime.combine(day, time(minute // 60 % 24, minute % 60))
    left_out = 0
    while not _exists(wall):
        wall -= MINUTE
        left_out = 1  # the change is a minute after the last one that there is
    return wall.replace(tzinfo=settings.zone()).astimezone(UTC) + left_out * MINUTE


def _exists(wall: datetime) -> bool:
    """Whether the school's clock ever shows it."""
    instant = wall.replace(tzinfo=settings.zone()).astimezone(UTC)
    return calendar.local(instant).replace(tzinfo=None) == wall


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; 29 February is 1 March where there is none."""
    if not date.min.year <= year <= date.max.year:
        return None
    if (day.month, day.day) == (2, 29):
        return date(year, 2, 28) + DAY
    return day.replace(year=year)


def _read() -> OpenDays:
    weekdays: dict[int, tuple[Hours, ...]] = {}
    closed = []
    for row in db.session.execute(HOURS_AND_CLOSED_DAYS):
        if row.weekday is None:
            closed.append(Closed(row.name, row.starts_on, row.ends_on, row.yearly))
        else:
            span = Hours(row.from_minute, row.until_minute)
            weekdays[row.weekday] = (*weekdays.get(row.weekday, ()), span)
    return OpenDays(weekdays, tuple(closed))


HOURS_AND_CLOSED_DAYS = union_all(
    select(
        OpeningHours.weekday,
        OpeningHours.from_minute,
        OpeningHours.until_minute,
        cast(null(), String).label("name"),
        cast(null(), Date).label("starts_on"),
        cast(null(), Date).label("ends_on"),
        cast(null(), Boolean).label("yearly"),
    ),
    select(
        cast(null(), Integer),
        cast(null(), Integer),
        cast(null(), Integer),
        ClosedDays.name,
        ClosedDays.starts_on,
        ClosedDays.ends_on,
        ClosedDays.yearly,
    ),
).order_by("from_minute", "starts_on")
