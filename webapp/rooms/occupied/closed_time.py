"""The time closures hold: all of theirs that nobody else has, and what is given up meanwhile."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.db import db

from ..models import Closure, ClosureRoom, Occupancy, Reservation, RoomSpace

Piece = tuple[datetime, datetime]

Occupied = tuple[set[int], datetime, datetime]  # spaces by id, from when, until when

_own, _shared = aliased(RoomSpace), aliased(RoomSpace)
REASONS = (
    select(Reservation.id, Closure.reason)
    .join(_own, _own.room_id == Reservation.room_id)
    .join(_shared, _shared.space_id == _own.space_id)
    .join(ClosureRoom, ClosureRoom.room_id == _shared.room_id)
    .join(Closure, Closure.id == ClosureRoom.closure_id)
    .where(
        Closure.starts_at < Reservation.ends_at,
        Closure.ends_at > Reservation.starts_at,
        Closure.lifted_at.is_(None),
    )
    .order_by(Closure.id)
)


def fill(space_ids: Collection[int], starts: datetime, ends: datetime) -> None:
    """Between these instants, whatever is free in the spaces while a closure goes on, is closed from now on."""
    closed = db.session.execute(_closed(space_ids, starts, ends)).all()
    taken = _taken([space_id for _, space_id in closed], starts, ends) if closed else {}
    for closure, space_id in closed:
        in_space = taken.setdefault(space_id, [])
        first, last = max(closure.starts_at, starts), min(closure.ends_at, ends)
        for piece in list(_gaps(first, last, in_space)):
            if _hold(closure, space_id, piece):
                in_space.append(piece)


def occupied_by(reservation: Reservation) -> Occupied:
    """The spaces a reservation has, from when and until when: what to fill once it gives them up."""
    query = select(Occupancy.space_id).where(Occupancy.reservation_id == reservation.id)
    return set(db.session.scalars(query)), reservation.starts_at, reservation.blocks_until


def reasons(reservation_ids: Iterable[int]) -> dict[int, str]:
    """Why the room is closed, for those of these reservations that a closure was laid around. One query."""
    query = REASONS.where(Reservation.id.in_(list(reservation_ids)))
    return rows.pairs(query)


def release(closure: Closure) -> None:
    """Nothing of it is held any more; what another closure covers stays closed."""
    query = select(Occupancy).where(Occupancy.closure_id == closure.id, Occupancy.live)
    pieces = db.session.scalars(query).all()
    for piece in pieces:
        piece.live = False
    db.session.flush()
    fill({piece.space_id for piece in pieces}, closure.starts_at, closure.ends_at)


def _closed(
    space_ids: Collection[int], starts: datetime, ends: datetime
) -> Select[Closure, int]:
    """The closures that shut some of these spaces then, with each space they shut."""
    return (
        select(Closure, RoomSpace.space_id)
        .join(ClosureRoom, ClosureRoom.closure_id == Closure.id)
        .join(RoomSpace, RoomSpace.room_id == ClosureRoom.room_id)
        .where(
            Closure.lifted_at.is_(None),
            Closure.starts_at < ends,
            Closure.ends_at > starts,
            RoomSpace.space_id.in_(space_ids),
        )
        .order_by(Closure.starts_at, Closure.id, RoomSpace.space_id)
        .distinct()
    )


def _taken(
    space_ids: Collection[int], starts: datetime, ends: datetime
) -> dict[int, list[Piece]]:
    rows = select(Occupancy.space_id, Occupancy.starts_at, Occupancy.blocks_until).where(
        Occupancy.space_id.in_(space_ids),
        Occupancy.live,
        Occupancy.starts_at < ends,
        Occupancy.blocks_until > starts,
    )
    by_space: dict[int, list[Piece]] = {}
    for space_id, begins, until in db.session.execute(rows):
        by_space.setdefault(space_id, []).append((begins, until))
    return by_space


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
