"""The day of some rooms as it is drawn: segments for the score of a desktop, start times for a phone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.words import lazy, listed
from webapp.school import calendar, settings

from ..models import Room
from . import availability, open_time, segments, spans
from .availability import Day
from .day_words import PAST, TIDYING, WORDS, words_of
from .segments import COLUMN, Piece, Segment
from .spans import Span

HOUR = timedelta(hours=1)
_start = attrgetter("starts")
KINDS = {"closure": "shut", "maintenance": "shut", "mine": "mine"}  # all others are busy


@dataclass(frozen=True)
class Row:
    """A room's day: its cells, and from when one may come for as long as one wants."""

    room: Room
    segments: list[Segment]
    starts: list[datetime]
    is_free_now: bool
    is_open: bool  # at some time of the day

    @property
    def is_shut(self) -> bool:
        """Whether nothing of the day is open, or all of it is closed for some other reason."""
        return not self.is_open or all(each.kind == "shut" for each in self.segments)


@dataclass(frozen=True)
class Sheet:
    """A day from `opens` to `closes`: as long as the school is `open`, and as far as something is booked beyond it."""

    date: date
    open: list[Span]
    opens: datetime
    closes: datetime
    length: timedelta
    now: datetime | None
    rows: list[Row]

    @property
    def columns(self) -> int:
        """How many columns the day is wide."""
        return segments.columns(self.opens, self.closes)

    @property
    def keeps_time_to_tidy(self) -> bool:
        """Whether some of it is free but for nobody, because the room is tidied up then."""
        return any(
            segment.words == TIDYING for row in self.rows for segment in row.segments
        )

    @property
    def is_over(self) -> bool:
        """Whether it is too late to come for so long."""
        return bool(self.open) and clock.now() > self.open[-1].ends - self.length

    @property
    def closed(self) -> str:
        """That the school is closed all day, and why; empty where it is open."""
        return "" if self.open else open_time.words(self.date)

    @property
    def hours_open(self) -> str:
        """When it is open, where it is: "08:00–12:00 and 14:00–22:00"."""
        return listed(calendar.span(span.starts, span.ends) for span in self.open)

    @property
    def hours(self) -> list[tuple[datetime, int]]:
        """Every bar's label and its columns; the last bar may be short."""
        whole = HOUR // COLUMN
        return [
            (self.opens + COLUMN * at, min(whole, self.columns - at))
            for at in range(0, self.columns, whole)
        ]


def of(actor: Actor, rooms: Iterable[Room], on: date, length: timedelta) -> Sheet:
    """What the actor may see of the rooms' day, and from when they are free for so long."""
    steps, days = availability.open_steps(on), availability.of_rooms(actor, rooms, on)
    reach = _reach(on, days)
    now = clock.now()
    return Sheet(
        date=on,
        open=open_time.spans(on),
        opens=reach.starts,
        closes=reach.ends,
        length=length,
        now=now if reach.starts <= now < reach.ends else None,
        rows=[_row(day, reach, steps, length) for day in days],
    )


def extends(span: Span) -> bool:
    """Whether a day is drawn as far as this: a closure is of no interest while the school is shut anyway."""
    return span.kind != "closure"


def around(on: date) -> tuple[date, date]:
    """Previous day and the day after."""
    return calendar.after(on, -1), calendar.after(on, 1)


def soonest(sheet: Sheet) -> list[Row]:
    """The rooms that are free first come first, those that are full last."""
    return sorted(
        sheet.rows,
        key=lambda row: row.starts[0] if row.starts else sheet.closes + timedelta(days=1),
    )


def picked(starts: list[datetime], most: int = 6) -> list[datetime]:
    """Few enough for a phone: the next two, then whole hours spread over the rest of the day."""
    zone = settings.zone()  # once, not for each of a day's starts
    whole_hours = [at for at in starts[2:] if at.astimezone(zone).minute == 0]
    later = whole_hours or starts[2:]
    wanted = most - 2
    if len(later) > wanted:
        later = [later[n * (len(later) - 1) // (wanted - 1)] for n in range(wanted)]
    return starts[:2] + later


def _reach(on: date, days: Iterable[Day]) -> Span:
    """The opening hours, and as many whole ones before and after them, within the day, as what is booked takes."""
    far = [span for day in days for span in day.busy if extends(span)]
    hours = open_time.reach(on, is_used=bool(far))
    earliest = min([hours.starts, *(span.starts for span in far)])
    latest = max([hours.ends, *(span.leaves or span.ends for span in far)])
    return _in_whole_hours(hours, earliest, latest, Span(*calendar.day(on)))


def _in_whole_hours(hours: Span, earliest: datetime, latest: datetime, day: Span) -> Span:
    """The hours and as many whole ones around them as it takes, within the day."""
    starts = hours.starts + (earliest - hours.starts) // HOUR * HOUR
    ends = hours.ends - (hours.ends - latest) // HOUR * HOUR
    return Span(max(starts, day.starts), min(ends, day.ends))


def _row(
    day: Day,
    reach: Span,
    steps: list[datetime],
    length: timedelta,
) -> Row:
    starts: list[datetime] = []
    if day.open:
        taken = [(span.starts, span.ends) for span in day.busy]
        starts = availability.fitting(day.room, day.open, taken, length)
    soon = clock.now() + availability.step()
    return Row(
        room=day.room,
        segments=segments.of(_pieces(day, reach, steps), reach),
        starts=starts,
        is_free_now=bool(starts) and starts[0] <= soon,
        is_open=bool(day.open),
    )


def _pieces(day: Day, reach: Span, steps: list[datetime]) -> Iterator[Piece]:
    """All of a room's day in order: what is taken, what is free, and when the school is closed."""
    if not day.room.is_active:
        yield Piece("shut", reach.starts, reach.ends, lazy("Not in use"))
        return
    whole = [*day.busy, *day.free, *shut(day, reach)]
    for span in sorted(whole, key=_start):
        if span.kind == "shut":
            yield Piece("shut", span.starts, span.ends, WORDS["closure"])
        elif span.kind:
            yield from drawn(span)
        else:
            yield from free_time(day, span, steps)


def shut(day: Day, reach: Span) -> list[Span]:
    """What is drawn of a day while the school is closed, and is not taken."""
    return [
        span._replace(kind="shut")
        for closed in spans.gaps(reach, day.open)
        for span in spans.gaps(closed, spans.overlapping(day.busy, closed))
    ]


def drawn(span: Span) -> Iterator[Piece]:
    """Taken time, and the time to tidy up after it."""
    leaves = span.leaves or span.ends
    yield Piece(
        kind=_kind(span, leaves),
        starts=span.starts,
        ends=leaves,
        words=words_of(span),
        reservation_id=span.reservation_id,
    )
    if leaves < span.ends:
        yield Piece("rest", leaves, span.ends, TIDYING)


def _kind(span: Span, leaves: datetime) -> str:
    """How taken time looks."""
    if span.is_pending:
        return "pend"
    kind = KINDS.get(span.kind, "busy")
    if kind == "busy" and leaves <= clock.now():
        return "past"
    return kind


def free_time(day: Day, span: Span, steps: list[datetime]) -> Iterator[Piece]:
    """What can be booked of it, from step to step, still to come and with time to tidy up before the next one."""
    now = clock.now()
    first = bisect_left(steps, max(span.starts, now))
    last = bisect_right(steps, span.ends - _tidying(day, span)) - 1
    if first < last:
        yield from _bookable(span, steps[first], steps[last])
    else:
        words = PAST if span.ends <= now else lazy("Too short to book")
        yield Piece("rest", span.starts, span.ends, words)


def _bookable(free: Span, starts: datetime, ends: datetime) -> Iterator[Piece]:
    """What can be booked of free time, with what is over before it and left to tidy up after it."""
    if starts > free.starts:
        yield Piece("rest", free.starts, starts, PAST)
    yield Piece("free", starts, ends)
    if ends < free.ends:
        yield Piece("rest", ends, free.ends, TIDYING)


def _tidying(day: Day, free: Span) -> timedelta:
    """The time to tidy up before whoever comes next; none where nobody comes so soon."""
    tidying = timedelta(minutes=day.room.turnover_minutes)
    comes = any(free.ends <= span.starts < free.ends + tidying for span in day.busy)
    return tidying if comes else timedelta()
