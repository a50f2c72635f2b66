"""Closures: shutting rooms for a time, after a look at the bookings this hits and what becomes of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import literal, select, tuple_

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.people import people
from webapp.school import calendar

from .. import access
from ..models import Closure, ClosureRoom, Occupancy, Reservation, Room, RoomSpace
from ..occupied import closed_time, released, spaces
from ..occupied.booking_requests import Wish
from ..occupied.spaces import Place
from ..reservations import booking, changes, notices, reservations
from . import replacement_rooms

LONGEST, MOST = timedelta(days=400), 300


class Choice(NamedTuple):
    """What becomes of a booking as it was seen: move it to a room, cancel it, or leave it and close around it."""

    reservation: int
    version: int
    do: str  # move, cancel or around
    room: int | None = None


@dataclass(frozen=True)
class Hit:
    """A booking in the way; `to` is a room like it that is free then."""

    reservation: Reservation
    to: Room | None


@dataclass(frozen=True)
class Plan:
    """A closure to be."""

    rooms: list[Room]
    starts: datetime
    ends: datetime
    reason: str


def list_all(
    actor: Actor,
    *,
    past: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[tuple[Closure, list[Room]]]:
    """The next first, each with its rooms; or those that are over or were lifted, the latest first. Two queries."""
    access.check_may_close(actor)
    ahead = Closure.lifted_at.is_(None) & (Closure.ends_at > clock.now())
    keys = tuple_(Closure.starts_at, Closure.id)
    found = select(Closure).where(~ahead if past else ahead).limit(limit)
    found = found.order_by(
        *((each.desc() if past else each) for each in (Closure.starts_at, Closure.id))
    )
    if after:
        last = tuple_(literal(after[0], Closure.starts_at.type), literal(after[1]))
        found = found.where(keys < last if past else keys > last)
    closures = db.session.scalars(found).all()
    rooms = _rooms(closure.id for closure in closures)
    return [(closure, rooms[closure.id]) for closure in closures]


def rooms_of(closure: Closure) -> list[Room]:
    """By name."""
    return _rooms([closure.id])[closure.id]


def plan(
    actor: Actor,
    *,
    start_time: datetime,
    end_time: datetime,
    reason: str,
    rooms: Collection[int] = (),
    all_rooms: bool = False,
) -> Plan:
    """What was asked for, understood. NotAllowed but for staff, Invalid at the field that cannot be."""
    access.check_may_close(actor)
    starts, ends = (
        booking.instant("start_time", start_time),
        booking.instant("end_time", end_time),
    )
    if ends <= max(starts, clock.now()):
        raise Invalid(
            fields={"end_time": "Choose an end after the start and in the future"}
        )
    if ends - starts > LONGEST:
        raise Invalid(fields={"end_time": f"At most {LONGEST.days} days at a time"})
    asked = (
        select(Room)
        .where(Room.is_active if all_rooms else Room.id.in_(rooms))
        .order_by(Room.sort_key, Room.id)
    )
    found = list(db.session.scalars(asked))
    if not found or (not all_rooms and len(found) < len(set(rooms))):
        raise Invalid(fields={"rooms": "Choose one room or more"})
    return Plan(found, starts, ends, reason)


def preview(actor: Actor, **asked: Any) -> tuple[Plan, list[Hit]]:
    """The bookings a closure would hit, each with a room it could move to. Four queries, however many."""
    planned = plan(actor, **asked)
    return planned, _hits(planned)


def add(actor: Actor, *, choices: Iterable[Choice] = (), **asked: Any) -> Closure:
    """Close the rooms, and do with each booking in the way what was chosen: all of it or nothing.

    Conflict, with the bookings as they are now, unless the choices are about exactly these.
    """
    planned, chosen = (
        plan(actor, **asked),
        {choice.reservation: choice for choice in choices},
    )
    whose = select(Reservation.student_id).where(Reservation.id.in_(chosen))
    people.lock_all(actor.id, *db.session.scalars(whose))
    targets = [
        choice.room for choice in chosen.values() if choice.do == "move" and choice.room
    ]
    places = spaces.lock_all([*(room.id for room in planned.rooms), *targets])
    hit = {each.id: each for each in _in_the_way(planned, lock=True)}
    if {(each.id, each.version) for each in hit.values()} != {
        (c.reservation, c.version) for c in chosen.values()
    }:
        raise _changed(planned, "The affected bookings have changed")
    for choice in chosen.values():
        _settle(actor, planned, hit[choice.reservation], choice, places)
    closure = _insert(actor, planned)
    mine = {space_id for room in planned.rooms for space_id in places[room.id].space_ids}
    closed_time.fill(mine, planned.starts, planned.ends)
    return closure


def lift(actor: Actor, id: int) -> Closure:
    """Open the rooms again. Conflict if it is over or was lifted before."""
    access.check_may_close(actor)
    places = spaces.lock_all(
        db.session.scalars(select(ClosureRoom.room_id).where(ClosureRoom.closure_id == id))
    )
    asked = (
        select(Closure)
        .where(Closure.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    closure = db.session.scalars(asked).one_or_none()
    if closure is None:
        raise NotFound("Closure not found")
    if closure.lifted_at or closure.ends_at <= clock.now():
        raise Conflict(
            "This closure is already over", facts={"lifted": bool(closure.lifted_at)}
        )
    closure.lifted_at = clock.now()
    db.session.flush()
    closed_time.release(closure)
    released.tell(space_id for place in places.values() for space_id in place.space_ids)
    return closure


def _rooms(ids: Iterable[int]) -> dict[int, list[Room]]:
    rooms: dict[int, list[Room]] = {id: [] for id in ids}
    theirs = select(ClosureRoom.closure_id, Room).join(Room, Room.id == ClosureRoom.room_id)
    for id, room in db.session.execute(
        theirs.where(ClosureRoom.closure_id.in_(rooms)).order_by(Room.sort_key, Room.id)
    ):
        rooms[id].append(room)
    return rooms


def _insert(actor: Actor, planned: Plan) -> Closure:
    closure = Closure(
        starts_at=planned.starts,
        ends_at=planned.ends,
        reason=planned.reason,
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(closure)
    db.session.flush()
    db.session.add_all(
        ClosureRoom(closure_id=closure.id, room_id=room.id) for room in planned.rooms
    )
    db.session.flush()
    return closure


def _settle(
    actor: Actor, planned: Plan, hit: Reservation, choice: Choice, places: dict[int, Place]
) -> None:
    if choice.do == "cancel":
        reservations.give_back(hit, by=actor)
        notices.cancelled(hit, by=actor, because=planned.reason)
    elif choice.do == "move":
        to = places.get(choice.room or 0)
        if to is None or to.room in planned.rooms or not access.may_move(actor, hit):
            raise _changed(planned, f"The booking in {hit.room.name} cannot be moved there")
        cost, why = hit.total_cost_minor, f"Closed: {planned.reason}"
        wish = Wish(
            actor,
            hit.student_id,
            to,
            hit.starts_at,
            hit.ends_at,
            to.room.turnover_minutes,
            hit.notes,
        )
        wish = wish.instead(hit.id, hit.purpose, hit.override_reason or why)
        try:
            booking.check(wish)
        except Conflict as no:
            raise _changed(planned, no.message) from None
        changes.put(
            hit, wish, last_minute=hit.last_minute, because=planned.reason, most=cost
        )


def _in_the_way(planned: Plan, *, lock: bool = False) -> list[Reservation]:
    inside = select(RoomSpace.space_id).where(
        RoomSpace.room_id.in_([room.id for room in planned.rooms])
    )
    held = select(Occupancy.reservation_id).where(
        Occupancy.live,
        Occupancy.starts_at < planned.ends,
        Occupancy.blocks_until > planned.starts,
    )
    asked = (
        select(Reservation)
        .where(
            Reservation.id.in_(held.where(Occupancy.space_id.in_(inside))),
            Reservation.ends_at > planned.starts,
        )
        .where(~Reservation.is_unanswered)
        .order_by(Reservation.id)
        .limit(MOST + 1)
    )
    if lock:
        asked = asked.with_for_update(of=Reservation).execution_options(
            populate_existing=True
        )
    found = list(db.session.scalars(asked))
    if len(found) > MOST:
        raise Invalid(
            fields={
                "end_time": f"More than {MOST} bookings are in the way: close a shorter time"
            }
        )
    return found


def _hits(planned: Plan) -> list[Hit]:
    found = sorted(_in_the_way(planned), key=lambda each: (each.starts_at, each.id))
    to = replacement_rooms.of(
        [each for each in found if each.starts_at > clock.now()], planned.rooms
    )
    return [Hit(each, to.get(each.id)) for each in found]


def _changed(planned: Plan, words: str) -> Conflict:
    now = [
        {
            "reservation": each.id,
            "version": each.version,
            "room": each.room_id,
            "start_time": calendar.local(each.starts_at).isoformat(),
        }
        for each in _in_the_way(planned)
    ]
    return Conflict(
        f"{words}: please look again, nothing is closed yet", facts={"bookings": now}
    )
