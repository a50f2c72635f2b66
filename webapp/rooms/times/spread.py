"""A room's week as it is drawn, and months as heat: how much of each day's opening hours is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.school import calendar

from ..models import Room
from . import availability
from .availability import Day
from .day_sheet import drawn, extends
from .segments import Piece
from .spans import Span

WEEK, DAY = 7, 24 * 60  # days, minutes
SHADES = 4


@dataclass(frozen=True)
class Block:
    """Taken time; `at` and `lasts` are minutes of the school's clock, after the beginning of what is drawn of a day."""

    kind: str
    starts: datetime
    ends: datetime
    at: int
    lasts: int
    words: str
    reservation_id: int | None


@dataclass(frozen=True)
class Column:
    """A day of the week; `is_bookable` where something of it is still to come and free."""

    date: date
    blocks: list[Block]
    is_bookable: bool


@dataclass(frozen=True)
class Week:
    room: Room
    opens: datetime
    minutes: int
    columns: list[Column]

    @property
    def hours(self) -> list[datetime]:
        return [self.opens + timedelta(hours=n) for n in range(-(-self.minutes // 60))]

    @property
    def before(self) -> date:
        return self.columns[0].date - timedelta(days=WEEK)

    @property
    def after(self) -> date:
        return self.columns[0].date + timedelta(days=WEEK)


@dataclass(frozen=True)
class Full:
    """How full a day is: `percent` of the time it is open, None if it is not; `shade` is 0 to 4."""

    date: date
    percent: int | None

    @property
    def shade(self) -> int:
        return -(-(self.percent or 0) * SHADES // 100)


def week(actor: Actor, room: Room, on: date) -> Week:
    """The week from Monday to Sunday that has this day, in one query."""
    monday = _within_reach(on) - timedelta(days=on.weekday())
    dates = [monday + timedelta(days=n) for n in range(WEEK)]
    days = availability.of_days(actor, [room], dates)[0]
    hours = availability.opening(monday)
    opens, closes = _reach(hours, days)
    first = hours.starts + timedelta(minutes=opens - _minute(hours.starts, monday))
    columns = [_column(day, opens, closes) for day in days]
    return Week(room, first, max(0, closes - opens), columns)


def month(actor: Actor, rooms: Iterable[Room], on: date) -> list[list[Full | None]]:
    """The weeks of the month that has this day, Monday first; None beside its ends. One query for all the rooms."""
    first = _within_reach(on).replace(day=1)
    dates = [first + timedelta(days=n) for n in range((_next(first) - first).days)]
    by_room = availability.of_days(actor, rooms, dates)
    full = [_full(on, [days[n] for days in by_room]) for n, on in enumerate(dates)]
    return _weeks([None] * first.weekday() + full)


def _weeks(cells: list[Full | None]) -> list[list[Full | None]]:
    """Cut into weeks, of which the last one is filled up."""
    cells += [None] * (-len(cells) % WEEK)
    return [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)]


def months_around(on: date) -> tuple[date, date]:
    """The first days of the month before and of the month after."""
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), _next(first)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _within_reach(on: date) -> date:
    """Weeks and months at the ends of time have no neighbours."""
    if not 2001 <= on.year < 2999:
        raise Invalid(fields={"date": "Choose a day between 2001 and 2998"})
    return on


def _reach(hours: Span, days: Iterable[Day]) -> tuple[int, int]:
    """The opening hours and, in whole ones, whatever is booked before and after them on any of the days."""
    on = calendar.local(hours.starts).date()
    opens, closes = _minute(hours.starts, on), _minute(hours.ends, on)
    spans = [_minutes(day, span) for day in days for span in day.busy if extends(span)]
    earliest = min([opens, *(starts for starts, _ in spans)])
    latest = max([closes, *(leaves for _, leaves in spans)])
    first = opens + (earliest - opens) // 60 * 60
    last = closes - (closes - latest) // 60 * 60
    return max(0, first), min(DAY, last)


def _minutes(day: Day, span: Span) -> tuple[int, int]:
    """From which until which minute of the day it is taken."""
    starts, leaves = span.starts, span.leaves or span.ends
    return max(0, _minute(starts, day.date)), min(DAY, _minute(leaves, day.date))


def _column(day: Day, opens: int, closes: int) -> Column:
    blocks = [
        _block(piece, day.date, opens, closes)
        for span in day.busy
        for piece in drawn(span)
        if piece.kind != "rest"
    ]
    shown = [block for block in blocks if block.at < closes - opens and block.lasts > 0]
    is_bookable = any(span.ends > clock.now() + availability.step() for span in day.free)
    return Column(day.date, shown, is_bookable)


def _block(piece: Piece, on: date, opens: int, closes: int) -> Block:
    """Its times are what it stands for, even where only a part of them is drawn."""
    kind, starts, ends, words, id = piece
    at, until = max(0, _minute(starts, on) - opens), min(closes, _minute(ends, on)) - opens
    return Block(kind, starts, ends, at, max(until - at, 5) if until > 0 else 0, words, id)


def _full(on: date, days: Iterable[Day]) -> Full:
    days = list(days)
    open_ = _length(span for day in days for span in day.open)
    free = _length(span for day in days for span in day.free)
    return Full(on, round(100 * (open_ - free) / open_) if open_ else None)


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((span.ends - span.starts for span in spans), timedelta())


def _minute(at: datetime, on: date) -> int:
    """Of the day, as the school's clock shows it; before it begins and after it ends, the minutes go on."""
    wall = calendar.local(at)
    return (wall.date() - on).days * DAY + wall.hour * 60 + wall.minute
