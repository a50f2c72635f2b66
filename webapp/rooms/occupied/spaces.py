"""Spaces: what rooms are made of, and what everybody locks before looking whether a time is free."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Row, bindparam, insert, select, update

from webapp.core.db import Base, db
from webapp.core.errors import NotFound
from webapp.core.words import _

from ..models import Reservation, Room, RoomSpace, Space

ONE = (
    select(Room, Space.id)
    .join(RoomSpace, RoomSpace.room_id == Room.id)
    .join(Space, Space.id == RoomSpace.space_id)
    .where(Room.id == bindparam("room"))
    .order_by(Space.id)
    .with_for_update(of=(Room, RoomSpace, Space))
    .execution_options(populate_existing=True)
)
HOLD = insert(Base.metadata.tables["occupancy"])


class Place(NamedTuple):
    """A room and the spaces it takes, by id."""

    room: Room
    space_ids: list[int]


def lock(room_id: int) -> Place:
    """The room, then its spaces by id, in one statement, read anew. NotFound if there is no such room."""
    rows = _one(room_id) or _one(room_id)
    if not rows:
        raise NotFound(_("Room not found"))
    return Place(rows[0][0], [space_id for _, space_id in rows])


def lock_all(room_ids: Iterable[int]) -> dict[int, Place]:
    """Several rooms by id, then all their spaces by id. Those there are."""
    ids = sorted(set(room_ids))
    rooms = (
        select(Room)
        .where(Room.id.in_(ids))
        .order_by(Room.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    places = {room.id: Place(room, []) for room in db.session.scalars(rooms)}
    parts = (
        select(RoomSpace.room_id, Space.id)
        .join(Space)
        .where(RoomSpace.room_id.in_(ids))
        .order_by(Space.id)
        .with_for_update(of=Space)
    )
    for room_id, space_id in db.session.execute(parts):
        places[room_id].space_ids.append(space_id)
    return places


def ids_of(places: Mapping[int, Place]) -> list[int]:
    """The spaces of all of them, for `released.tell`."""
    return [space_id for place in places.values() for space_id in place.space_ids]


def make(room: Room) -> int:
    """A space of the room's own; its id."""
    space = Space(name=room.name)
    db.session.add(space)
    db.session.flush()
    db.session.add(RoomSpace(room_id=room.id, space_id=space.id))
    db.session.flush()
    return space.id


def rename(space_ids: Iterable[int], former: str, name: str) -> None:
    """A room's own space goes by the room's name."""
    own = update(Space).where(Space.id.in_(list(space_ids)), Space.name == former)
    if name != former:
        db.session.execute(own.values(name=name))


def hold(reservation: Reservation, space_ids: Iterable[int]) -> None:
    """One occupancy a space, tidying up included, by space id."""
    db.session.flush()
    occupancy = {
        "kind": "reservation",
        "reservation_id": reservation.id,
        "live": True,
        "starts_at": reservation.starts_at,
        "blocks_until": reservation.blocks_until,
    }
    rows = [occupancy | {"space_id": space_id} for space_id in sorted(space_ids)]
    db.session.connection().execute(HOLD, rows)


def _one(room_id: int) -> Sequence[Row[Room, int]]:
    """Nothing comes back where somebody replaced the room's spaces while we waited: then ask again."""
    return db.session.execute(ONE, {"room": room_id}).all()
