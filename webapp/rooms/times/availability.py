"""When a room is open, busy and free: half-open spans of UTC instants."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar, settings

from .. import rooms
from ..models import Room
from ..occupied import taken
from . import busy_spans, open_time, spans
from .spans import Span

NEXT_DAYS = 7
SOONEST_WITHIN = 60  # days


class Clash(NamedTuple):
    """What is in the way, and of which space: a reservation by its status, or what else it is.

    Not by right: a request nobody answered in time, which ends as soon as somebody books the time.
    """

    held_by: str
    starts_at: datetime
    blocks_until: datetime
    space: str
    is_by_right: bool = True


@dataclass(frozen=True)
class Day:
    """A room's day: when it is open, what takes its time, and what of the opening hours is free."""

    room: Room
    date: date
    open: list[Span]
    busy: list[Span]
    free: list[Span]


def day(actor: Actor, room_id: int, on: date) -> Day:
    """A room's day as the actor may see it. NotFound if there is no such room."""
    return of_rooms(actor, [rooms.find(actor, room_id)], on)[0]


def of_rooms(actor: Actor, places: Iterable[Room], on: date) -> list[Day]:
    """The same day of some rooms, in one query."""
    return [days[0] for days in of_days(actor, places, [on])]


def of_days(actor: Actor, places: Iterable[Room], days: Iterable[date]) -> list[list[Day]]:
    """For each room some days, one after the other; in one query."""
    places = list(places)
    hours = [(on, open_time.spans(on), Span(*calendar.day(on))) for on in days]
    whole = Span(hours[0][2].starts, hours[-1][2].ends)
    busy = busy_spans.by_room(actor, whole, [room.id for room in places])
    return [
        [
            _day(room, on, open_, spans.overlapping(busy.get(room.id, []), day))
            for on, open_, day in hours
        ]
        for room in places
    ]


def clashes(
    room: Room, starts: datetime, until: datetime, *, but: int | None = None
) -> list[Clash]:
    """What is in the way in any of the room's spaces, until our tidying up is over; `but` for one reservation's own."""
    values = taken.between(starts, until) | {"room": room.id, "but": but or 0}
    return rows.made(Clash, taken.CLASHES, values)


def occupied(
    room: Room, starts: datetime, until: datetime, *, but: int | None = None
) -> list[tuple[datetime, datetime]]:
    """The spans that nobody else can have, in any of the room's spaces."""
    return [
        (clash.starts_at, clash.blocks_until)
        for clash in clashes(room, starts, until, but=but)
        if clash.is_by_right
    ]


def nearest(
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    most: int = 3,
    besides: Sequence[tuple[datetime, datetime]] = (),
) -> list[datetime]:
    """The nearest starts at which this room is free as long; of the same day, or else of the next one that has any.

    What would overlap one of the spans `besides`, in whatever room, is left out.
    """
    on, length = calendar.local(starts).date(), ends - starts
    for ahead in range(NEXT_DAYS):
        free = [
            at
            for at in free_starts(room, on + timedelta(days=ahead), length)
            if not any(at < until and since < at + length for since, until in besides)
        ]
        if free:
            by_distance = sorted(free, key=lambda at: abs(at - starts))
            return sorted(by_distance[:most])
    return []


def step() -> timedelta:
    """What every start and end is a multiple of, on the school's clock."""
    return timedelta(minutes=settings.get("granularity_minutes"))


def next_step(instant: datetime) -> datetime:
    """Rounded up to a step of the school's clock."""
    wall = calendar.local(instant)
    grain = step()
    past = (
        timedelta(
            hours=wall.hour,
            minutes=wall.minute,
            seconds=wall.second,
            microseconds=wall.microsecond,
        )
        % grain
    )
    return instant + (grain - past if past else past)


def soonest() -> datetime:
    """The next step at which the school is open."""
    return opening_from(clock.now())


def opening_from(instant: datetime) -> datetime:
    """The first step from an instant on at which the school is open; the instant's own where none is known."""
    at = next_step(instant)
    on = calendar.local(at).date()
    for ahead in range(SOONEST_WITHIN):
        for span in open_time.spans(calendar.after(on, ahead)):
            if at < span.ends:
                return max(at, span.starts)
    return at


def open_steps(on: date) -> list[datetime]:
    """Every moment of a day at which one may come or go while the school is open."""
    return list(dict.fromkeys(at for span in open_time.spans(on) for at in steps(span)))


def steps(hours: Span) -> list[datetime]:
    """Every moment of some hours at which one may come or go, the last one included."""
    wall = calendar.local(hours.starts)
    grain = step()
    past = timedelta(minutes=wall.hour * 60 + wall.minute) % grain
    return list(_every(grain, hours.starts + (grain - past if past else past), hours.ends))


@lru_cache(64)
def _every(grain: timedelta, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """The moments from the first to the last, a grain apart: the same for all rooms of a day."""
    count = (last - first) // grain + 1
    return tuple(first + grain * n for n in range(max(0, count)))


def free_starts(
    room: Room, on: date, length: timedelta, *, but: int | None = None
) -> list[datetime]:
    """When somebody may still come that day to stay so long, `but` for a reservation that would go."""
    open_, tidying = open_time.spans(on), timedelta(minutes=room.turnover_minutes)
    if not open_:
        return []
    busy = occupied(room, open_[0].starts, open_[-1].ends + tidying, but=but)
    return fitting(room, open_, busy, length)


def fitting(
    room: Room,
    open_: Iterable[Span],
    occupied: Iterable[tuple[datetime, datetime]],
    length: timedelta,
) -> list[datetime]:
    """The starts, still to come and within one of the spans that are open, from which so long and the tidying up after
    it overlap nothing held."""
    now, tidying, held = clock.now(), timedelta(minutes=room.turnover_minutes), [*occupied]
    starts: list[datetime] = []
    for span in open_:
        moments = steps(span)
        ahead = moments[bisect_left(moments, now) :]
        starts += spans.fits(ahead, held, length, tidying, span.ends)
    return starts


def equivalent(
    room: Room, starts: datetime, ends: datetime, *, most: int = 2
) -> list[Room]:
    """Other rooms that are free then and hold as many people; the most alike first. Two queries, however many rooms."""
    query = select(Room).where(
        Room.id != room.id, Room.is_active, Room.capacity >= room.capacity
    )
    others = db.session.scalars(query.order_by(Room.sort_key, Room.id)).all()
    longest = max((other.turnover_minutes for other in others), default=0)
    begins = _beginnings(starts, ends + timedelta(minutes=longest))
    free = [
        other
        for other in sorted(others, key=likeness(room))
        if not _begins_before(begins.get(other.id, ()), other, ends)
    ]
    return free[:most]


def likeness(room: Room) -> Callable[[Room], tuple[bool, bool, int]]:
    """What sorts other rooms, the most alike first."""
    return lambda other: (
        other.equipment != room.equipment,
        other.group_id != room.group_id,
        abs(other.hourly_rate_minor - room.hourly_rate_minor),
    )


def _begins_before(begins: Iterable[datetime], room: Room, ends: datetime) -> bool:
    """Whether anything begins before the room is tidied up again."""
    return any(at < ends + timedelta(minutes=room.turnover_minutes) for at in begins)


def _beginnings(starts: datetime, ends: datetime) -> dict[int, list[datetime]]:
    """By room, when each thing begins that takes some of this time."""
    begins: dict[int, list[datetime]] = {}
    for room_id, at in db.session.execute(taken.HOLDING, taken.between(starts, ends)):
        begins.setdefault(room_id, []).append(at)
    return begins


def _day(room: Room, on: date, open_: list[Span], busy: list[Span]) -> Day:
    if not room.is_active:
        return Day(room, on, [], busy, [])
    free = [gap for span in open_ for gap in spans.gaps(span, busy)]
    return Day(room, on, open_, busy, free)
