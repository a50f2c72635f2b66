"""A room's week as it is drawn, and months as heat: how much of each day's opening hours is taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar, open_days

from ..models import Room
from . import availability, open_time
from .availability import Day
from .day_sheet import drawn, extends, free_time, shut
from .day_words import WORDS
from .segments import Piece
from .spans import Span

WEEK, DAY = 7, 24 * 60  # days, minutes
SHADES = 4
_start = attrgetter("starts")
SHORTEST = 5  # minutes that are drawn of anything, so that it can be seen


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
    """A day of the week: what is taken, and what is still to come and free to book."""

    date: date
    blocks: list[Block]
    free: list[Piece]

    @property
    def is_bookable(self) -> bool:
        """Whether something of it can be booked."""
        return bool(self.free)


@dataclass(frozen=True)
class Week:
    """A room's week, each day drawn from when it `opens` for so many minutes."""

    room: Room
    opens: datetime
    minutes: int
    columns: list[Column]

    @property
    def hours(self) -> list[datetime]:
        """When each hour that is drawn begins."""
        return [self.opens + timedelta(hours=n) for n in range(-(-self.minutes // 60))]

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.columns[0].date - timedelta(days=WEEK)

    @property
    def after(self) -> date:
        """A day of the week after."""
        return self.columns[0].date + timedelta(days=WEEK)


@dataclass(frozen=True)
class Full:
    """How full a day is: `percent` of the time it is open, None if it is not; `shade` is 0 to 4."""

    date: date
    percent: int | None

    @property
    def shade(self) -> int:
        """How dark the day is drawn."""
        return -(-(self.percent or 0) * SHADES // 100)


def week(actor: Actor, room: Room, on: date) -> Week:
    """The week that has this day, in one query."""
    first_day = calendar.first_of_week(_within_reach(on))
    dates = [first_day + timedelta(days=n) for n in range(WEEK)]
    (days,) = availability.of_days(actor, [room], dates)
    opens, closes = _reach(days)
    first = open_days.at(first_day, opens)
    columns = [_column(day, opens, closes) for day in days]
    return Week(room, first, max(0, closes - opens), columns)


def month(actor: Actor, rooms: Iterable[Room], on: date) -> list[list[Full | None]]:
    """The weeks of the month that has this day; None beside its ends. One query for all the rooms."""
    first = _within_reach(on).replace(day=1)
    dates = [first + timedelta(days=n) for n in range((_next(first) - first).days)]
    by_room = availability.of_days(actor, rooms, dates)
    full = [_full(on, [days[n] for days in by_room]) for n, on in enumerate(dates)]
    return _weeks([None] * (first - calendar.first_of_week(first)).days + full)


def _weeks(cells: list[Full | None]) -> list[list[Full | None]]:
    """Cut into weeks, of which the last one is filled up."""
    cells += [None] * (-len(cells) % WEEK)
    return [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)]


def months_around(on: date) -> tuple[date, date]:
    """The first days of the month before and of the month after."""
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), _next(first)


def _next(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def _within_reach(on: date) -> date:
    """Weeks and months at the ends of time have no neighbours."""
    if not 2001 <= on.year < 2999:
        raise Invalid(fields={"date": _("Choose a day between 2001 and 2998")})
    return on


def _reach(days: Sequence[Day]) -> tuple[int, int]:
    """The opening hours and, in whole ones, whatever is booked before and after them on any of the days."""
    spans = [_minutes(day, span) for day in days for span in day.busy if extends(span)]
    opens, closes = _opening_minutes([day.date for day in days], is_used=bool(spans))
    earliest = min((starts for starts, _ in spans), default=opens)
    latest = max((leaves for _, leaves in spans), default=closes)
    earlier, later = _whole_hours(opens - earliest), _whole_hours(latest - closes)
    return max(0, opens - earlier), min(DAY, closes + later)


def _opening_minutes(dates: Sequence[date], *, is_used: bool) -> tuple[int, int]:
    """From which until which minute the school is open on some of the days, or would be on the first."""
    open_ = [on for on in dates if open_time.spans(on)] or dates[:1]
    reaches = [(on, open_time.reach(on, is_used=is_used)) for on in open_]
    opens = min(_minute(reach.starts, on) for on, reach in reaches)
    return opens, max(_minute(reach.ends, on) for on, reach in reaches)


def _whole_hours(minutes: int) -> int:
    """Rounded up; nothing where there is nothing to add."""
    return max(0, -(-minutes // 60) * 60)


def _minutes(day: Day, span: Span) -> tuple[int, int]:
    """From which until which minute of the day it is taken."""
    starts, leaves = span.starts, span.leaves or span.ends
    return max(0, _minute(starts, day.date)), min(DAY, _minute(leaves, day.date))


def _column(day: Day, opens: int, closes: int) -> Column:
    reach = Span(open_days.at(day.date, opens), open_days.at(day.date, closes))
    pieces = sorted(_pieces(day, reach), key=_start)
    blocks = [_block(piece, day.date, opens, closes) for piece in pieces]
    shown = [block for block in blocks if block.at < closes - opens and block.lasts > 0]
    return Column(day.date, shown, list(_free(day)))


def _free(day: Day) -> Iterator[Piece]:
    """What can be booked of the day, from step to step."""
    steps = availability.open_steps(day.date)
    for span in day.free:
        yield from (piece for piece in free_time(day, span, steps) if piece.kind == "free")


def _pieces(day: Day, reach: Span) -> Iterator[Piece]:
    """What is taken, and when the school is closed while it is open on other days."""
    for span in day.busy:
        yield from (piece for piece in drawn(span) if piece.kind != "rest")
    if day.room.is_active:
        for span in shut(day, reach):
            yield Piece("shut", span.starts, span.ends, WORDS["closure"])


def _block(piece: Piece, on: date, opens: int, closes: int) -> Block:
    """Its times are what it stands for, even where only a part of them is drawn."""
    at = max(0, _minute(piece.starts, on) - opens)
    until = min(closes, _minute(piece.ends, on)) - opens
    return Block(
        kind=piece.kind,
        starts=piece.starts,
        ends=piece.ends,
        at=at,
        lasts=max(until - at, SHORTEST) if until > 0 else 0,
        words=piece.words,
        reservation_id=piece.reservation_id,
    )


def _full(on: date, days: Iterable[Day]) -> Full:
    days = list(days)
    open_ = _length(span for day in days for span in day.open)
    free = _length(span for day in days for span in day.free)
    if not open_:
        return Full(on, None)
    return Full(on, round(100 * (open_ - free) / open_))


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((span.ends - span.starts for span in spans), timedelta())


def _minute(at: datetime, on: date) -> int:
    """Of the day, as the school's clock shows it; before it begins and after it ends, the minutes go on."""
    wall = calendar.local(at)
    return (wall.date() - on).days * DAY + wall.hour * 60 + wall.minute
