"""A room's week as it is drawn, and months as heat: how much of each day's opening hours is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.school import calendar

from ..models import Room
from . import availability, day_sheet
from .availability import Day, Span

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
    days = availability.of_days(
        actor, [room], [monday + timedelta(days=n) for n in range(WEEK)]
    )[0]
    hours = availability.opening(monday)
    opens, closes = _reach(hours, days)
    first = hours.starts + timedelta(minutes=opens - _minute(hours.starts, monday))
    return Week(
        room, first, max(0, closes - opens), [_column(day, opens, closes) for day in days]
    )


def month(actor: Actor, rooms: Iterable[Room], on: date) -> list[list[Full | None]]:
    """The weeks of the month that has this day, Monday first; None beside its ends. One query for all the rooms."""
    first = _within_reach(on).replace(day=1)
    days = [first + timedelta(days=n) for n in range((_next(first) - first).days)]
    found = availability.of_days(actor, rooms, days)
    cells: list[Full | None] = [None] * first.weekday()
    cells += [_full(on, [of_room[n] for of_room in found]) for n, on in enumerate(days)]
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
    spans = [
        (day.date, span) for day in days for span in day.busy if day_sheet.extends(span)
    ]
    earliest = min([opens, *(max(0, _minute(span.starts, on)) for on, span in spans)])
    latest = max(
        [closes, *(min(DAY, _minute(span.leaves or span.ends, on)) for on, span in spans)]
    )
    return max(0, opens + (earliest - opens) // 60 * 60), min(
        DAY, closes - (closes - latest) // 60 * 60
    )


def _column(day: Day, opens: int, closes: int) -> Column:
    pieces = (
        piece for span in day.busy for piece in day_sheet.drawn(span) if piece[0] != "rest"
    )
    still = any(span.ends > clock.now() + availability.step() for span in day.free)
    blocks = (_block(piece, day.date, opens, closes) for piece in pieces)
    return Column(
        day.date,
        [block for block in blocks if block.at < closes - opens and block.lasts > 0],
        still,
    )


def _block(piece: day_sheet.Piece, on: date, opens: int, closes: int) -> Block:
    """Its times are what it stands for, even where only a part of them is drawn."""
    kind, starts, ends, words, id = piece
    at, until = max(0, _minute(starts, on) - opens), min(closes, _minute(ends, on)) - opens
    return Block(kind, starts, ends, at, max(until - at, 5) if until > 0 else 0, words, id)


def _full(on: date, days: Iterable[Day]) -> Full:
    open_, free = timedelta(), timedelta()
    for day in days:
        open_ += sum((span.ends - span.starts for span in day.open), timedelta())
        free += sum((span.ends - span.starts for span in day.free), timedelta())
    return Full(on, round(100 * (open_ - free) / open_) if open_ else None)


def _minute(at: datetime, on: date) -> int:
    """Of the day, as the school's clock shows it; before it begins and after it ends, the minutes go on."""
    wall = calendar.local(at)
    return (wall.date() - on).days * DAY + wall.hour * 60 + wall.minute
