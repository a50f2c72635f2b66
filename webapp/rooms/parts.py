"""Rooms made of others: a hall and its halves take the same spaces, so booking the one blocks the other."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.school import calendar

from .models import Occupancy, Reservation, Room, RoomSpace
from .occupied import spaces
from .occupied.spaces import Place

FEWEST = 2


def of(rooms: Iterable[Room]) -> dict[int, list[Room]]:
    """What each of these rooms is made of, by name; nothing where it is a space of its own. One query."""
    taken: dict[Room, set[int]] = {}
    rows = db.session.execute(
        select(Room, RoomSpace.space_id).join(RoomSpace, RoomSpace.room_id == Room.id)
    )
    for room, space_id in rows:
        taken.setdefault(room, set()).add(space_id)
    by_name = sorted(taken, key=lambda room: (room.sort_key, room.id))
    return {
        whole.id: [part for part in by_name if taken[part] < taken.get(whole, set())]
        for whole in rooms
    }


def join(room: Room, part_ids: Collection[int]) -> None:
    """A new room takes the spaces of its parts; without any, one of its own. Invalid for fewer than two parts."""
    if part_ids:
        found = _spaces_of(room, part_ids, spaces.lock_all(part_ids))
        db.session.add_all(RoomSpace(room_id=room.id, space_id=id) for id in sorted(found))
        db.session.flush()
    else:
        spaces.make(room)


def change(room: Room, part_ids: Collection[int], places: dict[int, Place]) -> None:
    """The room, locked with its parts in `places`, is made of others from now on; its bookings to come move along.

    Conflict where another room is made of it, where it is closed or held, or where a part is taken at such a time.
    """
    before = set(places[room.id].space_ids)
    if not part_ids and len(before) == 1:
        return
    wanted = _spaces_of(room, part_ids, places) if part_ids else set()
    if wanted == before:
        return
    if len(before) == 1:
        _check_part_of_nothing(room, before)
    db.session.execute(delete(RoomSpace).where(RoomSpace.room_id == room.id))
    if wanted:
        db.session.add_all(RoomSpace(room_id=room.id, space_id=id) for id in sorted(wanted))
        db.session.flush()
    else:
        wanted = {spaces.make(room)}
    _move_along(room, before, wanted)


def _spaces_of(room: Room, part_ids: Collection[int], places: dict[int, Place]) -> set[int]:
    if len(set(part_ids)) < FEWEST:
        raise Invalid(fields={"parts": "Choose at least two rooms, or none"})
    if room.id in part_ids or set(part_ids) - places.keys():
        raise Invalid(fields={"parts": "Choose other rooms"})
    return {space_id for id in part_ids for space_id in places[id].space_ids}


def _check_part_of_nothing(room: Room, taken: set[int]) -> None:
    others = select(Room).join(RoomSpace, RoomSpace.room_id == Room.id)
    whole = db.session.scalars(
        others.where(RoomSpace.space_id.in_(taken), Room.id != room.id).limit(1)
    ).first()
    if whole:
        raise Conflict(
            f"{whole.name} is made of {room.name}: change that first",
            facts={"room": whole.id},
        )


def _move_along(room: Room, before: set[int], after: set[int]) -> None:
    """What is to come holds the new spaces; what is over stays where it was."""
    ahead = Occupancy.live.is_(True) & (Occupancy.blocks_until > clock.now())
    if len(before) == 1 and db.session.scalar(
        select(Occupancy.id)
        .where(Occupancy.space_id.in_(before), ahead, Occupancy.reservation_id.is_(None))
        .limit(1)
    ):
        raise Conflict(
            f"{room.name} is closed or held at times to come: end that first",
            facts={"room": room.id},
        )
    mine = (
        select(Occupancy.reservation_id)
        .join(Reservation)
        .where(Reservation.room_id == room.id, ahead)
    )
    ids = [id for id in db.session.scalars(mine.distinct()) if id]
    _check_free(room, ids, after)
    db.session.execute(delete(Occupancy).where(Occupancy.reservation_id.in_(ids)))
    for reservation in db.session.scalars(
        select(Reservation).where(Reservation.id.in_(ids)).order_by(Reservation.id)
    ):
        spaces.hold(reservation, after)


def _check_free(room: Room, ids: list[int], wanted: set[int]) -> None:
    other, mine = aliased(Occupancy), aliased(Occupancy)
    found = (
        select(other.starts_at)
        .join(
            mine,
            (other.starts_at < mine.blocks_until) & (other.blocks_until > mine.starts_at),
        )
        .where(
            mine.reservation_id.in_(ids), mine.live, other.live, other.space_id.in_(wanted)
        )
        .where(other.reservation_id.is_(None) | other.reservation_id.not_in(ids))
        .order_by(other.starts_at)
        .limit(1)
    )
    at = db.session.scalar(found)
    if at:
        told = f"{calendar.local(at):%-d %B, %H:%M}"
        words = f"{room.name} is booked at a time when one of its parts is taken: {told}. Move one of the two first"
        raise Conflict(words, facts={"start_time": calendar.local(at).isoformat()})
