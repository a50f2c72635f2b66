"""When the school is open: its hours and its most visits by weekday, its closed days, and its terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    String,
    cast,
    null,
    select,
    union_all,
)

from webapp.core import versions
from webapp.core.db import db
from webapp.core.words import _

from . import calendar, settings
from .day_spans import Closed, TermDays
from .models import ClosedDays, OpeningHours, Term, VisitLimit

MINUTES = 1440  # of a day
FURTHEST = 732  # days that are looked through for an open one: two years
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Hours(NamedTuple):
    """A span of opening hours, in minutes of the school's clock; 1440 is midnight at the end of the day."""

    starts: int
    ends: int

    @property
    def words(self) -> str:
        """As people read it: "08:00–12:30"."""
        return f"{clock(self.starts)}–{clock(self.ends)}"


@dataclass(frozen=True)
class OpenDays:
    """All that is decided about when the school is open; it looks at no database."""

    weekdays: Mapping[int, tuple[Hours, ...]]  # Monday is 0
    closed: tuple[Closed, ...] = ()
    terms: tuple[TermDays, ...] = ()  # by their first day; no two overlap
    most_visits: Mapping[int, int] = field(default_factory=dict)  # where there is a limit

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
        return bool(self.weekdays.get(on.weekday())) and (
            on not in self._closed_days(on.year)
        )

    def until_day(self, on: date) -> date:
        """The day itself if it is open, else the one before it that is; itself where there is none for two years."""
        return next(self._earlier(on), on)

    def from_day(self, on: date) -> date:
        """The day itself if it is open, else the next one that is; itself where there is none for two years."""
        return next(self._later(on), on)

    def after(self, on: date, count: int) -> date:
        """The open day so many after a day, which is not counted: of 0, the day itself or the next that is open.

        Where the school stays closed for two years, the days are counted as if it was open on all of them.
        """
        if count < 1:
            return self.from_day(on)
        later = self._later(calendar.after(on, 1))
        return next(islice(later, count - 1, None), calendar.after(on, count))

    def before(self, on: date, count: int) -> date:
        """The open day so many before a day, which is not counted: of 0, the day itself or the last that was open."""
        if count < 1 or on == date.min:
            return self.until_day(on)
        earlier = self._earlier(on - DAY)
        days = min(count, (on - date.min).days)
        return next(islice(earlier, count - 1, None), on - days * DAY)

    def count(self, first: date, last: date) -> int:
        """How many days from the first to the last are open, both counted."""
        span = range(max(0, (last - first).days + 1))
        return sum(self.is_open(first + ahead * DAY) for ahead in span)

    def term_of(self, on: date) -> TermDays | None:
        """The term that has this day; None on holidays, and where no term is entered."""
        return next(
            (term for term in self.terms if term.starts_on <= on <= term.ends_on), None
        )

    def term_to_return_in(self, starts: date) -> tuple[TermDays, date] | None:
        """The term by whose end a loan that begins then is back, and the last open day for it, `return_by` or before.

        It is the first term that has such a day from the beginning on. None where no term does.
        """
        for term in self.terms:
            if starts <= term.return_by:
                last = self.until_day(term.return_by)
                if starts <= last:
                    return term, last
        return None

    def _later(self, on: date) -> Iterator[date]:
        """The open days from one on, until the school is closed for two years, or until the end of time."""
        missing = FURTHEST
        while missing:
            if self.is_open(on):
                missing = FURTHEST
                yield on
            if on == date.max:
                return
            on += DAY
            missing -= 1

    def _earlier(self, on: date) -> Iterator[date]:
        """The same back in time."""
        missing = FURTHEST
        while missing:
            if self.is_open(on):
                missing = FURTHEST
                yield on
            if on == date.min:
                return
            on -= DAY
            missing -= 1

    def _closed_days(self, year: int) -> frozenset[date]:
        """The closed days of a year, worked out once: lists of days ask about thousands."""
        if year not in self._by_year:
            self._by_year[year] = frozenset(
                day for each in self.closed for day in each.days(year)
            )
        return self._by_year[year]

    @cached_property
    def _by_year(self) -> dict[int, frozenset[date]]:
        return {}


def now_decided() -> OpenDays:
    """What is decided; it is looked up once a session, and read in one query."""
    read_once = db.session().info
    if "open_days" not in read_once:
        read_once["open_days"] = versions.kept("opening", "all", _read)
    decided: OpenDays = read_once["open_days"]
    return decided


def forget() -> None:
    """Read it again: somebody may have changed it."""
    db.session().info.pop("open_days", None)


def why_closed(on: date) -> str:
    """In a sentence that the school is closed that day, and why."""
    closing, day = now_decided().closing(on), calendar.in_words(on)
    if closing:
        return _("The school is closed on %(day)s: %(name)s", day=day, name=closing.name)
    return _("The school is closed on %(day)s", day=day)


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


def _read() -> OpenDays:
    rows = db.session.execute(ALL).all()
    closed, terms = [], []
    for row in rows:
        if row.return_by:
            terms.append(TermDays(row.name, row.starts_on, row.ends_on, row.return_by))
        elif row.name is not None:
            closed.append(Closed(row.name, row.starts_on, row.ends_on, row.yearly))
    most_visits = {row.weekday: row.most for row in rows if row.most is not None}
    spans = (row[:3] for row in rows if row.from_minute is not None)
    return OpenDays(_weekdays(spans), tuple(closed), tuple(terms), most_visits)


def _weekdays(spans: Iterable[Sequence[int]]) -> dict[int, tuple[Hours, ...]]:
    """The spans of each weekday, each given with it, in minutes."""
    weekdays: dict[int, tuple[Hours, ...]] = {}
    for weekday, starts, ends in spans:
        weekdays[weekday] = (*weekdays.get(weekday, ()), Hours(starts, ends))
    return weekdays


ALL = union_all(
    select(
        OpeningHours.weekday,
        OpeningHours.from_minute,
        OpeningHours.until_minute,
        cast(null(), String).label("name"),
        cast(null(), Date).label("starts_on"),
        cast(null(), Date).label("ends_on"),
        cast(null(), Boolean).label("yearly"),
        cast(null(), Date).label("return_by"),
        cast(null(), Integer).label("most"),
    ),
    select(
        cast(null(), Integer),
        cast(null(), Integer),
        cast(null(), Integer),
        ClosedDays.name,
        ClosedDays.starts_on,
        ClosedDays.ends_on,
        ClosedDays.yearly,
        cast(null(), Date),
        cast(null(), Integer),
    ),
    select(
        cast(null(), Integer),
        cast(null(), Integer),
        cast(null(), Integer),
        Term.name,
        Term.starts_on,
        Term.ends_on,
        cast(null(), Boolean),
        Term.return_by,
        cast(null(), Integer),
    ),
    select(
        VisitLimit.weekday,
        cast(null(), Integer),
        cast(null(), Integer),
        cast(null(), String),
        cast(null(), Date),
        cast(null(), Date),
        cast(null(), Boolean),
        cast(null(), Date),
        VisitLimit.most,
    ),
).order_by("from_minute", "starts_on")
