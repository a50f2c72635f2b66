"""When a room is open, busy and free: half-open spans of UTC instants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import aliased, contains_eager

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.school import calendar, settings

from .. import rooms
from ..closures.models import Closure
from ..models import PEOPLE, Occupancy, Reservation, Room, RoomSpace

NEXT_DAYS = 7
LONGEST = timedelta(days=2)  # of a reservation, tidying up included; what is no reservation may last for weeks


@dataclass(frozen=True)
class Span:
    """Some time; `who` is empty where the actor may not know."""

    starts: datetime
    ends: datetime
    kind: str = ""
    who: str = ""
    reservation_id: int | None = None
    purpose: str = ""
    leaves: datetime | None = None  # before the end, where some time for tidying up belongs to it
    is_pending: bool = False  # it waits for approval, as far as the actor may know


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
    all_busy = _busy(actor, hours, [room.id for room in places])
    return [_day(room, on, hours, all_busy.get(room.id, [])) for room in places]


def of_days(actor: Actor, places: Iterable[Room], days: Iterable[date]) -> list[list[Day]]:
    """For each room some days, one after the other; in one query."""
    hours, places = [(on, opening(on)) for on in days], list(places)
    whole = Span(hours[0][1].starts, hours[-1][1].ends)
    busy = _busy(actor, whole, [room.id for room in places])
    return [[_day(room, on, h, _within(busy.get(room.id, []), h)) for on, h in hours] for room in places]


def opening(on: date) -> Span:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={"date": "Choose a day between 2000 and 2999"})
    wall = (datetime.combine(on, time.fromisoformat(settings.get(name))) for name in ("opens", "closes"))
    starts, ends = (calendar.instant(each.replace(tzinfo=settings.zone())) for each in wall)
    return Span(starts, ends)


def clashes(room: Room, starts: datetime, until: datetime, *, but: int | None = None) -> list[Occupancy]:
    """What is in the way in any of the room's spaces, until our tidying up is over; `but` for one reservation's own."""
    found = (
        select(Occupancy)
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .join(Occupancy.space)
        .options(contains_eager(Occupancy.space))
        .where(RoomSpace.room_id == room.id, *_between(starts, until))
        .order_by(Occupancy.starts_at, Occupancy.space_id)
    )
    if but:
        found = found.where(Occupancy.reservation_id.is_distinct_from(but))
    return list(db.session.scalars(found))


def nearest(room: Room, starts: datetime, ends: datetime, *, most: int = 3) -> list[datetime]:
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


def steps(hours: Span) -> list[datetime]:
    """Every moment at which one may come or go, the closing included."""
    at, grain = calendar.local(hours.starts), step()
    past = timedelta(minutes=at.hour * 60 + at.minute) % grain
    first = hours.starts + (grain - past if past else past)
    return [first + grain * i for i in range(max(0, (hours.ends - first) // grain + 1))]


def free_starts(room: Room, on: date, length: timedelta, *, but: int | None = None) -> list[datetime]:
    """When somebody may still come that day to stay so long, `but` for a reservation that would go."""
    hours, tidy = opening(on), timedelta(minutes=room.turnover_minutes)
    taken = [(held.starts_at, held.blocks_until) for held in clashes(room, hours.starts, hours.ends + tidy, but=but)]
    return fitting(room, hours, taken, length)


def fitting(room: Room, hours: Span, taken: Iterable[tuple[datetime, datetime]], length: timedelta) -> list[datetime]:
    """The starts, still to come, from which so long and the tidying up after it overlap nothing taken."""
    taken, now, whole = list(taken), clock.now(), length + timedelta(minutes=room.turnover_minutes)
    return [
        at
        for at in steps(hours)
        if at >= now and at + length <= hours.ends and not any(a < at + whole and b > at for a, b in taken)
    ]


def equivalent(room: Room, starts: datetime, ends: datetime, *, most: int = 2) -> list[Room]:
    """Other rooms that are free then and hold as many people; the most alike first. Two queries, however many rooms."""
    others = db.session.scalars(
        select(Room).where(Room.id != room.id, Room.is_active, Room.capacity >= room.capacity).order_by(Room.name)
    ).all()
    alike = sorted(others, key=likeness(room))
    longest = max((other.turnover_minutes for other in others), default=0)
    held = (
        select(RoomSpace.room_id, Occupancy.starts_at)
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .where(*_between(starts, ends + timedelta(minutes=longest)))
    )
    begins: dict[int, list[datetime]] = {}
    for room_id, at in db.session.execute(held):
        begins.setdefault(room_id, []).append(at)
    return [
        other
        for other in alike
        if not any(at < ends + timedelta(minutes=other.turnover_minutes) for at in begins.get(other.id, ()))
    ][:most]


def likeness(room: Room) -> Callable[[Room], tuple[bool, bool, int]]:
    """What sorts other rooms, the most alike first."""
    return lambda other: (
        other.equipment != room.equipment,
        other.group_id != room.group_id,
        abs(other.hourly_rate_minor - room.hourly_rate_minor),
    )


def _between(starts: datetime, ends: datetime) -> list[ColumnElement[bool]]:
    """What overlaps that time. Of the past only so much is read as can reach it, however long the book is."""
    other, nearby = aliased(Occupancy), literal(starts - LONGEST, Occupancy.starts_at.type)
    lasting = (other.kind != "reservation", other.blocks_until > starts, other.starts_at < ends)
    since = select(func.min(other.starts_at)).where(*lasting).scalar_subquery()
    return [
        Occupancy.live.is_(True),
        Occupancy.starts_at >= case((since < nearby, since), else_=nearby),
        Occupancy.starts_at < ends,
        Occupancy.blocks_until > starts,
    ]


def _busy(actor: Actor, hours: Span, room_ids: list[int]) -> dict[int, list[Span]]:
    """By room. What holds several of its spaces is there once."""
    rows = db.session.execute(
        select(
            RoomSpace.room_id,
            Occupancy,
            Reservation.student_id,
            Reservation.purpose,
            Reservation.ends_at,
            Reservation.stored_status,
            PEOPLE.c.name,
            Closure.reason,
        )
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == Reservation.student_id)
        .outerjoin(Closure, Closure.id == Occupancy.closure_id)
        .where(*_between(hours.starts, hours.ends), RoomSpace.room_id.in_(room_ids))
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    found: dict[int, list[Span]] = {}
    seen = set()
    for room_id, held, student_id, purpose, leaves, status, name, reason in rows:
        one = room_id, held.reservation_id or held.kind, held.starts_at, held.blocks_until
        if one in seen:
            continue
        seen.add(one)
        known = actor.is_staff or student_id == actor.id
        span = Span(
            max(held.starts_at, hours.starts),
            min(held.blocks_until, hours.ends),
            "mine" if student_id == actor.id else "busy" if student_id else held.kind,
            (name or "") if known else "",
            held.reservation_id if known else None,
            reason or (purpose or "" if known else ""),
            min(leaves or held.blocks_until, hours.ends),
            known and status == "pending",
        )
        found.setdefault(room_id, []).append(span)
    return found


def _within(spans: Iterable[Span], hours: Span) -> list[Span]:
    return [
        replace(
            span,
            starts=max(span.starts, hours.starts),
            ends=min(span.ends, hours.ends),
            leaves=span.leaves and min(span.leaves, hours.ends),
        )
        for span in spans
        if span.starts < hours.ends and span.ends > hours.starts
    ]


def _day(room: Room, on: date, hours: Span, busy: list[Span]) -> Day:
    if not room.is_active:
        return Day(room, on, [], busy, [])
    free, at = [], hours.starts
    for span in busy:
        if span.starts > at:
            free.append(Span(at, span.starts))
        at = max(at, span.ends)
    if at < hours.ends:
        free.append(Span(at, hours.ends))
    return Day(room, on, [hours], busy, free)
