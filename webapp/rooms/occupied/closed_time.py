"""The time closures hold: all of theirs that nobody else has, and what is given up meanwhile."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from webapp.core.db import db

from ..models import Closure, ClosureRoom, Occupancy, Reservation, RoomSpace

Piece = tuple[datetime, datetime]

Held = tuple[set[int], datetime, datetime]  # spaces by id, from when, until when


def fill(space_ids: Collection[int], starts: datetime, ends: datetime) -> None:
    """Between these instants, whatever is free in the spaces while a closure goes on, is closed from now on."""
    asked = (
        select(Closure, RoomSpace.space_id)
        .join(ClosureRoom, ClosureRoom.closure_id == Closure.id)
        .join(RoomSpace, RoomSpace.room_id == ClosureRoom.room_id)
        .where(
            Closure.lifted_at.is_(None), Closure.starts_at < ends, Closure.ends_at > starts
        )
        .where(RoomSpace.space_id.in_(space_ids))
        .order_by(Closure.starts_at, Closure.id, RoomSpace.space_id)
        .distinct()
    )
    closed = db.session.execute(asked).all()
    taken = _taken([space_id for _, space_id in closed], starts, ends) if closed else {}
    for closure, space_id in closed:
        mine = taken.setdefault(space_id, [])
        for piece in list(
            _gaps(max(closure.starts_at, starts), min(closure.ends_at, ends), mine)
        ):
            if _hold(closure, space_id, piece):
                mine.append(piece)


def held(reservation: Reservation) -> Held:
    """The spaces a reservation has, from when and until when: what to fill once it gives them up."""
    asked = select(Occupancy.space_id).where(Occupancy.reservation_id == reservation.id)
    return set(db.session.scalars(asked)), reservation.starts_at, reservation.blocks_until


def over(reservation_ids: Iterable[int]) -> dict[int, str]:
    """Why the room is closed, for those of these reservations that a closure was laid around. One query."""
    mine, same = aliased(RoomSpace), aliased(RoomSpace)
    found = (
        select(Reservation.id, Closure.reason)
        .join(mine, mine.room_id == Reservation.room_id)
        .join(same, same.space_id == mine.space_id)
        .join(ClosureRoom, ClosureRoom.room_id == same.room_id)
        .join(Closure, Closure.id == ClosureRoom.closure_id)
        .where(
            Closure.starts_at < Reservation.ends_at, Closure.ends_at > Reservation.starts_at
        )
        .where(Closure.lifted_at.is_(None), Reservation.id.in_(list(reservation_ids)))
    )
    return {id: reason for id, reason in db.session.execute(found.order_by(Closure.id))}


def release(closure: Closure) -> None:
    """Nothing of it is held any more; what another closure covers stays closed."""
    mine = db.session.scalars(
        select(Occupancy).where(Occupancy.closure_id == closure.id, Occupancy.live)
    ).all()
    for each in mine:
        each.live = False
    db.session.flush()
    fill({each.space_id for each in mine}, closure.starts_at, closure.ends_at)


def _taken(
    space_ids: Collection[int], starts: datetime, ends: datetime
) -> dict[int, list[Piece]]:
    rows = select(Occupancy.space_id, Occupancy.starts_at, Occupancy.blocks_until).where(
        Occupancy.space_id.in_(space_ids),
        Occupancy.live,
        Occupancy.starts_at < ends,
        Occupancy.blocks_until > starts,
    )
    found: dict[int, list[Piece]] = {}
    for space_id, begins, until in db.session.execute(rows):
        found.setdefault(space_id, []).append((begins, until))
    return found


def _gaps(starts: datetime, ends: datetime, taken: Iterable[Piece]) -> Iterator[Piece]:
    at = starts
    for begins, until in sorted(taken):
        if at < begins < ends:
            yield at, begins
        at = max(at, until)
    if at < ends:
        yield at, ends


def _hold(closure: Closure, space_id: int, piece: Piece) -> bool:
    """False if somebody books it in this very moment: then the closure goes around it."""
    starts, ends = piece
    shut = Occupancy(
        kind="closure",
        closure_id=closure.id,
        space_id=space_id,
        starts_at=starts,
        blocks_until=ends,
    )
    try:
        with db.session.begin_nested():
            db.session.add(shut)
            db.session.flush()
    except IntegrityError:
        return False
    return True
