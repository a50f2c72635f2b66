"""When a room is open, busy and free: half-open spans of UTC instants."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.school import calendar, settings

from .. import rooms
from ..models import Room
from ..occupied import taken

NEXT_DAYS = 7


class Span(NamedTuple):
    """Some time, as it is and never cut off where a day or the opening ends; `who` is empty where the actor may not
    know."""

    starts: datetime
    ends: datetime
    kind: str = ""
    who: str = ""
    reservation_id: int | None = None
    purpose: str = ""
    leaves: datetime | None = (
        None  # before the end, where some time for tidying up belongs to it
    )
    is_pending: bool = False  # it waits for approval, as far as the actor may know


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
    room: Room
    date: date
    open: list[Span]
    busy: list[Span]
    free: list[Span]


def day(actor: Actor, room_id: int, on: date) -> Day:
    return of_rooms(actor, [rooms.find(actor, room_id)], on)[0]


def of_rooms(actor: Actor, places: Iterable[Room], on: date) -> list[Day]:
    hours, places = opening(on), list(places)
    all_busy = _busy(actor, Span(*calendar.day(on)), [room.id for room in places])
    return [_day(room, on, hours, all_busy.get(room.id, [])) for room in places]


def of_days(actor: Actor, places: Iterable[Room], days: Iterable[date]) -> list[list[Day]]:
    """For each room some days, one after the other; in one query."""
    hours, places = (
        [(on, opening(on), Span(*calendar.day(on))) for on in days],
        list(places),
    )
    whole = Span(hours[0][2].starts, hours[-1][2].ends)
    busy = _busy(actor, whole, [room.id for room in places])
    return [
        [_day(room, on, h, _within(busy.get(room.id, []), day)) for on, h, day in hours]
        for room in places
    ]


def opening(on: date) -> Span:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={"date": "Choose a day between 2000 and 2999"})
    wall = (
        datetime.combine(on, time.fromisoformat(settings.get(name)))
        for name in ("opens", "closes")
    )
    starts, ends = (calendar.instant(each.replace(tzinfo=settings.zone())) for each in wall)
    return Span(starts, ends)


def clashes(
    room: Room, starts: datetime, until: datetime, *, but: int | None = None
) -> list[Clash]:
    """What is in the way in any of the room's spaces, until our tidying up is over; `but` for one reservation's own."""
    asked = taken.between(starts, until) | {"room": room.id, "but": but or 0}
    return [Clash(*row) for row in db.session.execute(taken.CLASHES, asked)]


def held(
    room: Room, starts: datetime, until: datetime, *, but: int | None = None
) -> list[tuple[datetime, datetime]]:
    """The spans that nobody else can have, in any of the room's spaces."""
    return [
        (each.starts_at, each.blocks_until)
        for each in clashes(room, starts, until, but=but)
        if each.is_by_right
    ]


def nearest(
    room: Room, starts: datetime, ends: datetime, *, most: int = 3
) -> list[datetime]:
    """The nearest starts at which this room is free as long; of the same day, or else of the next one that has any."""
    on = calendar.local(starts).date()
    for ahead in range(NEXT_DAYS):
        found = free_starts(room, on + timedelta(days=ahead), ends - starts)
        if found:
            return sorted(sorted(found, key=lambda each: abs(each - starts))[:most])
    return []


def step() -> timedelta:
    """What every start and end is a multiple of, on the school's clock."""
    return timedelta(minutes=settings.get("granularity_minutes"))


def next_step(instant: datetime) -> datetime:
    """Rounded up to a step of the school's clock."""
    wall, grain = calendar.local(instant), step()
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
    at = next_step(clock.now())
    today, tomorrow = (
        opening(calendar.after(calendar.local(at).date(), days)) for days in (0, 1)
    )
    return max(at, today.starts) if at < today.ends else tomorrow.starts


def steps(hours: Span) -> list[datetime]:
    """Every moment at which one may come or go, the closing included."""
    at, grain = calendar.local(hours.starts), step()
    past = timedelta(minutes=at.hour * 60 + at.minute) % grain
    first = hours.starts + (grain - past if past else past)
    return [first + grain * i for i in range(max(0, (hours.ends - first) // grain + 1))]


def free_starts(
    room: Room, on: date, length: timedelta, *, but: int | None = None
) -> list[datetime]:
    """When somebody may still come that day to stay so long, `but` for a reservation that would go."""
    hours, tidy = opening(on), timedelta(minutes=room.turnover_minutes)
    return fitting(
        room, hours, held(room, hours.starts, hours.ends + tidy, but=but), length
    )


def fitting(
    room: Room, hours: Span, held: Iterable[tuple[datetime, datetime]], length: timedelta
) -> list[datetime]:
    """The starts, still to come, from which so long and the tidying up after it overlap nothing held."""
    ahead, now, whole = (
        deque(sorted(held)),
        clock.now(),
        length + timedelta(minutes=room.turnover_minutes),
    )
    found = []
    for at in steps(hours):
        while ahead and ahead[0][1] <= at:
            ahead.popleft()
        if (
            at >= now
            and at + length <= hours.ends
            and not (ahead and ahead[0][0] < at + whole)
        ):
            found.append(at)
    return found


def equivalent(
    room: Room, starts: datetime, ends: datetime, *, most: int = 2
) -> list[Room]:
    """Other rooms that are free then and hold as many people; the most alike first. Two queries, however many rooms."""
    others = db.session.scalars(
        select(Room)
        .where(Room.id != room.id, Room.is_active, Room.capacity >= room.capacity)
        .order_by(Room.sort_key, Room.id)
    ).all()
    alike = sorted(others, key=likeness(room))
    longest = max((other.turnover_minutes for other in others), default=0)
    held = taken.between(starts, ends + timedelta(minutes=longest))
    begins: dict[int, list[datetime]] = {}
    for room_id, at in db.session.execute(taken.HOLDING, held):
        begins.setdefault(room_id, []).append(at)
    return [
        other
        for other in alike
        if not any(
            at < ends + timedelta(minutes=other.turnover_minutes)
            for at in begins.get(other.id, ())
        )
    ][:most]


def likeness(room: Room) -> Callable[[Room], tuple[bool, bool, int]]:
    """What sorts other rooms, the most alike first."""
    return lambda other: (
        other.equipment != room.equipment,
        other.group_id != room.group_id,
        abs(other.hourly_rate_minor - room.hourly_rate_minor),
    )


def gaps(within: Span, taken: Iterable[Span]) -> list[Span]:
    """What none of these, which are by start, takes of some time."""
    found, at = [], within.starts
    for span in taken:
        if (until := min(span.starts, within.ends)) > at:
            found.append(Span(at, until))
        at = max(at, span.ends)
    return [*found, Span(at, within.ends)] if at < within.ends else found


def _busy(actor: Actor, within: Span, room_ids: list[int]) -> dict[int, list[Span]]:
    """By room, by start. What holds several of its spaces is there once."""
    rows = db.session.execute(
        taken.BUSY, taken.between(within.starts, within.ends) | {"rooms": room_ids}
    )
    found: dict[int, list[Span]] = {}
    seen = set()
    for (
        room_id,
        kind,
        id,
        starts,
        until,
        student_id,
        purpose,
        leaves,
        status,
        name,
        reason,
    ) in rows:
        one = room_id, id or kind, starts, until
        if one in seen:
            continue
        seen.add(one)
        known = actor.is_staff or student_id == actor.id
        span = Span(
            starts,
            until,
            "mine" if student_id == actor.id else "busy" if student_id else kind,
            (name or "") if known else "",
            id if known else None,
            reason or (purpose or "" if known else ""),
            leaves or until,
            known and status == "pending",
        )
        found.setdefault(room_id, []).append(span)
    return found


def _within(spans: Iterable[Span], day: Span) -> list[Span]:
    return [span for span in spans if span.starts < day.ends and span.ends > day.starts]


def _day(room: Room, on: date, hours: Span, busy: list[Span]) -> Day:
    if not room.is_active:
        return Day(room, on, [], busy, [])
    return Day(room, on, [hours], busy, gaps(hours, busy))
