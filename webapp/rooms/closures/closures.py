"""Closures: shutting rooms for a time, after a look at the bookings this hits and what becomes of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, lazy
from webapp.people import people

from .. import access
from ..models import Closure, ClosureRoom, Reservation, Room
from ..occupied import closed_time, released, spaces
from ..occupied.spaces import Place
from . import closure_choices, closure_plans
from .closure_choices import Choice
from .closure_plans import ClosureRequest, Hit, Plan


def list_all(
    actor: Actor,
    *,
    past: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[tuple[Closure, list[Room]]]:
    """The next first, each with its rooms; or those that are over or were lifted, the latest first. Two queries."""
    access.check_may_close(actor)
    is_ahead = Closure.lifted_at.is_(None) & (Closure.ends_at > clock.now())
    query = select(Closure).where(~is_ahead if past else is_ahead).limit(limit)
    query = rows.by_time(query, Closure.starts_at, Closure.id, after, latest_first=past)
    closures = db.session.scalars(query).all()
    rooms = _rooms(closure.id for closure in closures)
    return [(closure, rooms[closure.id]) for closure in closures]


def rooms_of(closure: Closure) -> list[Room]:
    """By name."""
    return _rooms([closure.id])[closure.id]


def preview(actor: Actor, **request: Unpack[ClosureRequest]) -> tuple[Plan, list[Hit]]:
    """The bookings a closure would hit, each with a room it could move to. Four queries, however many."""
    planned = closure_plans.plan(actor, **request)
    return planned, closure_plans.hits(planned)


def add(
    actor: Actor, *, choices: Iterable[Choice] = (), **request: Unpack[ClosureRequest]
) -> Closure:
    """Close the rooms, and do with each booking in the way what was chosen: all of it or nothing.

    Conflict, with the bookings as they are now, unless the choices are about exactly these.
    """
    planned = closure_plans.plan(actor, **request)
    chosen = {choice.reservation: choice for choice in choices}
    places = _lock(actor, planned, chosen)
    hit = _lock_hit(planned, chosen)
    for id, choice in chosen.items():
        closure_choices.carry_out(actor, planned, hit[id], choice, places)
    closure = _insert(actor, planned)
    shut = {room.id: places[room.id] for room in planned.rooms}
    closed_time.fill(set(spaces.ids_of(shut)), planned.starts, planned.ends)
    return closure


def lift(actor: Actor, id: int) -> Closure:
    """Open the rooms again. Conflict if it is over or was lifted before."""
    access.check_may_close(actor)
    rooms = select(ClosureRoom.room_id).where(ClosureRoom.closure_id == id)
    places = spaces.lock_all(db.session.scalars(rooms))
    query = select(Closure).where(Closure.id == id)
    closure = rows.find(query, _("Closure not found"), lock=True)
    if closure.lifted_at or closure.ends_at <= clock.now():
        raise Conflict(
            _("This closure is already over"), facts={"lifted": bool(closure.lifted_at)}
        )
    closure.lifted_at = clock.now()
    db.session.flush()
    closed_time.release(closure)
    released.tell(spaces.ids_of(places))
    return closure


def _rooms(ids: Iterable[int]) -> dict[int, list[Room]]:
    rooms: dict[int, list[Room]] = {id: [] for id in ids}
    query = (
        select(ClosureRoom.closure_id, Room)
        .join(Room, Room.id == ClosureRoom.room_id)
        .where(ClosureRoom.closure_id.in_(rooms))
        .order_by(Room.sort_key, Room.id)
    )
    for id, room in db.session.execute(query):
        rooms[id].append(room)
    return rooms


def _lock(actor: Actor, planned: Plan, chosen: dict[int, Choice]) -> dict[int, Place]:
    """Whose the bookings are, then the rooms that are shut and those where bookings go."""
    whose = select(Reservation.student_id).where(Reservation.id.in_(chosen))
    people.lock_all(actor.id, *db.session.scalars(whose))
    targets = [
        choice.room for choice in chosen.values() if choice.do == "move" and choice.room
    ]
    return spaces.lock_all([*(room.id for room in planned.rooms), *targets])


def _lock_hit(planned: Plan, chosen: dict[int, Choice]) -> dict[int, Reservation]:
    """The bookings in the way, by id. Conflict unless exactly these were seen, in the versions they have."""
    hit = {row.id: row for row in closure_plans.in_the_way(planned, lock=True)}
    seen = {(choice.reservation, choice.version) for choice in chosen.values()}
    if seen != {(row.id, row.version) for row in hit.values()}:
        raise closure_plans.changed(planned, lazy("The affected bookings have changed"))
    return hit


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
