"""The day of some rooms as it is drawn: segments for the score of a desktop, start times for a phone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.school import calendar

from ..models import Room
from . import availability
from .availability import Day, Span

COLUMN, HOUR = timedelta(minutes=5), timedelta(hours=1)
BUSY = "Busy"
TIDYING = "Tidying up"
WORDS = {
    "closure": "Closed",
    "maintenance": "Maintenance",
    "lesson": "Lesson",
    "hold": "Held",
}


class Segment(NamedTuple):
    """A cell of the score; `kind` is free, mine, pend, busy, past, shut or rest. Its times are what it stands for, even
    where only a part of them is on the sheet."""

    kind: str
    starts: datetime
    ends: datetime
    columns: int
    words: str = ""
    reservation_id: int | None = None


@dataclass(frozen=True)
class Row:
    room: Room
    segments: list[Segment]
    starts: list[datetime]
    is_free_now: bool

    @property
    def is_shut(self) -> bool:
        return all(each.kind == "shut" for each in self.segments)


@dataclass(frozen=True)
class Sheet:
    """A day from `opens` to `closes`: as long as the school is `open`, and as far as something is booked beyond it."""

    date: date
    open: Span
    opens: datetime
    closes: datetime
    length: timedelta
    now: datetime | None
    rows: list[Row]

    @property
    def columns(self) -> int:
        return _columns(self.opens, self.closes)

    @property
    def keeps_time_to_tidy(self) -> bool:
        """Whether some of it is free but for nobody, because the room is tidied up then."""
        return any(each.words == TIDYING for row in self.rows for each in row.segments)

    @property
    def is_over(self) -> bool:
        """Whether it is too late to come for so long."""
        return clock.now() > self.open.ends - self.length

    @property
    def hours(self) -> list[tuple[datetime, int]]:
        """Every bar's label and its columns; the last bar may be short."""
        whole, every = HOUR // COLUMN, range(0, self.columns, HOUR // COLUMN)
        return [(self.opens + COLUMN * at, min(whole, self.columns - at)) for at in every]


def of(actor: Actor, rooms: Iterable[Room], on: date, length: timedelta) -> Sheet:
    """What the actor may see of the rooms' day, and from when they are free for so long."""
    hours, now = availability.opening(on), clock.now()
    steps, days = availability.steps(hours), availability.of_rooms(actor, rooms, on)
    reach = _reach(
        hours, Span(*calendar.day(on)), [span for day in days for span in day.busy]
    )
    rows = [_row(day, hours, reach, steps, length) for day in days]
    inside = now if reach.starts <= now < reach.ends else None
    return Sheet(on, hours, reach.starts, reach.ends, length, inside, rows)


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
    later = [at for at in starts[2:] if calendar.local(at).minute == 0] or starts[2:]
    wanted = most - 2
    spread = (
        later
        if len(later) <= wanted
        else [later[i * (len(later) - 1) // (wanted - 1)] for i in range(wanted)]
    )
    return starts[:2] + spread


def _reach(hours: Span, day: Span, busy: Iterable[Span]) -> Span:
    """The opening hours, and as many whole ones before and after them, within the day, as what is booked takes."""
    taken = [(span.starts, span.leaves or span.ends) for span in busy if extends(span)]
    earliest = min([hours.starts, *(starts for starts, _ in taken)])
    latest = max([hours.ends, *(leaves for _, leaves in taken)])
    starts = hours.starts + (earliest - hours.starts) // HOUR * HOUR
    ends = hours.ends - (hours.ends - latest) // HOUR * HOUR
    return Span(max(starts, day.starts), min(ends, day.ends))


def _row(
    day: Day, hours: Span, reach: Span, steps: list[datetime], length: timedelta
) -> Row:
    taken = [(span.starts, span.ends) for span in day.busy]
    fits = availability.fitting(day.room, hours, taken, length) if day.open else []
    soon = clock.now() + availability.step()
    return Row(
        day.room, _segments(day, hours, reach, steps), fits, bool(fits) and fits[0] <= soon
    )


def _segments(day: Day, hours: Span, reach: Span, steps: list[datetime]) -> list[Segment]:
    """The pieces in whole columns, each beginning where the one before ended."""
    segments, at = [], reach.starts
    for kind, starts, ends, words, id in _pieces(day, hours, reach, steps):
        until = reach.starts + -((reach.starts - min(ends, reach.ends)) // COLUMN) * COLUMN
        if until > at:
            segments.append(Segment(kind, starts, ends, _columns(at, until), words, id))
            at = until
    return list(_merged(segments))


def _merged(segments: list[Segment]) -> Iterator[Segment]:
    """Who may not know whose time it is sees it as one: where the next begins tells them nothing."""
    for (kind, words, id), alike in groupby(
        segments, lambda each: (each.kind, each.words, each.reservation_id)
    ):
        run = list(alike)
        if kind in ("busy", "past") and words == BUSY and not id:
            yield run[0]._replace(
                ends=run[-1].ends, columns=sum(each.columns for each in run)
            )
        else:
            yield from run


Piece = tuple[str, datetime, datetime, str, int | None]


def _pieces(day: Day, hours: Span, reach: Span, steps: list[datetime]) -> Iterator[Piece]:
    if not day.open:
        yield "shut", reach.starts, reach.ends, "Not in use", None
        return
    beyond = [Span(reach.starts, hours.starts), Span(hours.ends, reach.ends)]
    shut = [
        span._replace(kind="shut")
        for around in beyond
        for span in availability.gaps(around, day.busy)
    ]
    for span in sorted([*day.busy, *day.free, *shut], key=lambda span: span.starts):
        if span.kind == "shut":
            yield "shut", span.starts, span.ends, WORDS["closure"], None
        else:
            yield from drawn(span) if span.kind else _free(day, span, steps)


def drawn(span: Span) -> Iterator[Piece]:
    """Taken time, and the time to tidy up after it."""
    leaves = span.leaves or span.ends
    kind = {"closure": "shut", "maintenance": "shut", "mine": "mine"}.get(span.kind, "busy")
    words = "You" if kind == "mine" else span.who or WORDS.get(span.kind, BUSY)
    kind = "pend" if span.is_pending else kind
    kind = "past" if kind == "busy" and leaves <= clock.now() else kind
    words = f"{words}, {span.purpose}" if span.purpose not in ("", "practice") else words
    words = f"{words}, waiting" if span.is_pending else words
    yield kind, span.starts, leaves, words, span.reservation_id
    if leaves < span.ends:
        yield "rest", leaves, span.ends, TIDYING, None


def _free(day: Day, span: Span, steps: list[datetime]) -> Iterator[Piece]:
    """What can be booked of it, from step to step, still to come and with time to tidy up before the next one."""
    tidy = timedelta(minutes=day.room.turnover_minutes)
    if not any(span.ends <= each.starts < span.ends + tidy for each in day.busy):
        tidy = timedelta()
    first = bisect_left(steps, max(span.starts, clock.now()))
    last = bisect_right(steps, span.ends - tidy) - 1
    if first >= last:
        yield (
            "rest",
            span.starts,
            span.ends,
            "Past" if span.ends <= clock.now() else "Too short to book",
            None,
        )
        return
    if steps[first] > span.starts:
        yield "rest", span.starts, steps[first], "Past", None
    yield "free", steps[first], steps[last], "", None
    if steps[last] < span.ends:
        yield "rest", steps[last], span.ends, TIDYING, None


def _columns(starts: datetime, ends: datetime) -> int:
    return (ends - starts) // COLUMN
