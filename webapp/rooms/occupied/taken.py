"""What holds rooms' time between two instants: statements built once, for every day and every booking asks them."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from ..models import PEOPLE, Closure, Occupancy, Reservation, RoomSpace, Space

LONGEST = timedelta(
    days=2
)  # of a reservation, tidying up included; what is no reservation may last for weeks

_other = aliased(Occupancy)
_starts, _ends, _nearby = (
    bindparam(name, type_=Occupancy.starts_at.type) for name in ("starts", "ends", "nearby")
)
_lasting = (
    _other.kind != "reservation",
    _other.blocks_until > _starts,
    _other.starts_at < _ends,
)
_since = select(func.min(_other.starts_at)).where(*_lasting).scalar_subquery()
_OVERLAPPING = (
    Occupancy.live.is_(True),
    Occupancy.starts_at >= case((_since < _nearby, _since), else_=_nearby),
    Occupancy.starts_at < _ends,
    Occupancy.blocks_until > _starts,
)

BY_RIGHT = (
    Reservation.id.is_(None) | ~Reservation.is_unanswered
)  # what nobody answered in time is free again

BUSY = (
    select(
        RoomSpace.room_id,
        Occupancy.kind,
        Occupancy.reservation_id,
        Occupancy.starts_at,
        Occupancy.blocks_until,
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
    .where(
        *_OVERLAPPING, BY_RIGHT, RoomSpace.room_id.in_(bindparam("rooms", expanding=True))
    )
    .order_by(Occupancy.starts_at, Occupancy.id)
)
CLASHES = (
    select(
        func.coalesce(Reservation.stored_status, Occupancy.kind),
        Occupancy.starts_at,
        Occupancy.blocks_until,
        Space.name,
        BY_RIGHT,
    )
    .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
    .join(Space, Space.id == Occupancy.space_id)
    .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
    .where(RoomSpace.room_id == bindparam("room"), *_OVERLAPPING)
    .where(
        Occupancy.reservation_id.is_distinct_from(bindparam("but"))
    )  # closures have none, and are in the way
    .order_by(Occupancy.starts_at, Occupancy.space_id)
)
HOLDING = (
    select(RoomSpace.room_id, Occupancy.starts_at)
    .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
    .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
    .where(*_OVERLAPPING, BY_RIGHT)
)


def between(starts: datetime, ends: datetime) -> dict[str, datetime]:
    """What the statements ask with. Of the past only so much is read as can reach it, however long the book is."""
    return {"starts": starts, "ends": ends, "nearby": starts - LONGEST}
