"""Rooms made of others: a hall and its halves take the same spaces, so booking the one blocks the other."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, select
from sqlalchemy.orm import aliased

from webapp.core import clock, dates
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar

from .models import Occupancy, Reservation, Room, RoomSpace
from .occupied import spaces
from .occupied.spaces import Place

FEWEST = 2


def of(rooms: Iterable[Room]) -> dict[int, list[Room]]:
    """What each of these rooms is made of, by name; nothing where it is a space of its own. One query."""
    query = select(Room, RoomSpace.space_id)
    query = query.join(RoomSpace, RoomSpace.room_id == Room.id)
    taken: dict[Room, set[int]] = {}
    for room, space_id in db.session.execute(query):
        taken.setdefault(room, set()).add(space_id)
    by_name = sorted(taken, key=lambda room: (room.sort_key, room.id))
    return {
        whole.id: [part for part in by_name if taken[part] < taken.get(whole, set())]
        for whole in rooms
    }


def join(room: Room, part_ids: Collection[int]) -> None:
    """A new room takes the spaces of its parts; without any, one of its own. Invalid for fewer than two parts."""
    if part_ids:
        _take(room, _spaces_of(room, part_ids, spaces.lock_all(part_ids)))
    else:
        spaces.make(room)


def change(room: Room, part_ids: Collection[int], places: dict[int, Place]) -> None:
    """The room, locked with its parts in `places`, is made of others from now on; its bookings to come move along.

    Conflict where another room is made of it, where it is closed or held, or where a part is taken at such a time.
    """
    before = set(places[room.id].space_ids)
    if not part_ids and len(before) == 1:
        return
    after = _spaces_of(room, part_ids, places) if part_ids else set()
    if after == before:
        return
    if len(before) == 1:
        _check_part_of_nothing(room, before)
    db.session.execute(delete(RoomSpace).where(RoomSpace.room_id == room.id))
    if after:
        _take(room, after)
    else:
        after = {spaces.make(room)}
    _move_along(room, before, after)


def _take(room: Room, space_ids: set[int]) -> None:
    db.session.add_all(RoomSpace(room_id=room.id, space_id=id) for id in sorted(space_ids))
    db.session.flush()


def _spaces_of(room: Room, part_ids: Collection[int], places: dict[int, Place]) -> set[int]:
    """All the spaces of its parts. Invalid for fewer than two, for itself, and for rooms that do not exist."""
    if len(set(part_ids)) < FEWEST:
        raise Invalid(fields={"parts": _("Choose at least two rooms, or none")})
    if room.id in part_ids or set(part_ids) - places.keys():
        raise Invalid(fields={"parts": _("Choose other rooms")})
    return {space_id for id in part_ids for space_id in places[id].space_ids}


def _check_part_of_nothing(room: Room, space_ids: set[int]) -> None:
    """Conflict where another room is made of it."""
    query = select(Room).join(RoomSpace, RoomSpace.room_id == Room.id)
    query = query.where(RoomSpace.space_id.in_(space_ids), Room.id != room.id)
    whole = db.session.scalars(query.limit(1)).first()
    if whole:
        raise Conflict(
            _(
                "%(whole)s is made of %(room)s: change that first",
                whole=whole.name,
                room=room.name,
            ),
            facts={"room": whole.id},
        )


def _move_along(room: Room, before: set[int], after: set[int]) -> None:
    """What is to come holds the new spaces; what is over stays where it was."""
    if len(before) == 1:
        _check_not_held(room, before)
    reservation_ids = _booked_ahead(room)
    _check_free(room, reservation_ids, after)
    is_theirs = Occupancy.reservation_id.in_(reservation_ids)
    db.session.execute(delete(Occupancy).where(is_theirs))
    query = select(Reservation).where(Reservation.id.in_(reservation_ids))
    for reservation in db.session.scalars(query.order_by(Reservation.id)):
        spaces.hold(reservation, after)


def _is_ahead() -> ColumnElement[bool]:
    """What still takes time."""
    return and_(
        Occupancy.live.is_(True),
        Occupancy.blocks_until > clock.now(),
    )


def _check_not_held(room: Room, space_ids: set[int]) -> None:
    """Conflict where its spaces are closed or held by what is no reservation, which cannot move along."""
    query = select(Occupancy.id).where(
        Occupancy.space_id.in_(space_ids), _is_ahead(), Occupancy.reservation_id.is_(None)
    )
    if db.session.scalar(query.limit(1)):
        raise Conflict(
            _(
                "%(room)s is closed or held at times to come: end that first",
                room=room.name,
            ),
            facts={"room": room.id},
            see=["closures"],
        )


def _booked_ahead(room: Room) -> list[int]:
    """The ids of the room's reservations that are not over."""
    query = select(Occupancy.reservation_id).join(Reservation)
    query = query.where(Reservation.room_id == room.id, _is_ahead())
    return [id for id in db.session.scalars(query.distinct()) if id]


def _check_free(room: Room, reservation_ids: list[int], space_ids: set[int]) -> None:
    """Conflict where somebody else has one of the spaces while one of the reservations is."""
    at = db.session.scalar(_first_clash(reservation_ids, space_ids))
    if at:
        wall = calendar.local(at)
        words = _(
            "%(room)s is booked at a time when one of its parts is taken: %(at)s. Move one of the two first",
            room=room.name,
            at=dates.written(wall, "%-d %B, %H:%M", f"{wall:%H:%M}"),
        )
        raise Conflict(words, facts={"start_time": wall.isoformat()})


def _first_clash(reservation_ids: list[int], space_ids: set[int]) -> Select[datetime]:
    """When the first of what others have in these spaces begins while one of the reservations is."""
    other, moving = aliased(Occupancy), aliased(Occupancy)
    overlap = and_(
        other.starts_at < moving.blocks_until,
        other.blocks_until > moving.starts_at,
    )
    query = select(other.starts_at).join(moving, overlap)
    query = query.where(
        moving.reservation_id.in_(reservation_ids),
        moving.live,
        other.live,
        other.space_id.in_(space_ids),
        other.reservation_id.is_(None) | other.reservation_id.not_in(reservation_ids),
    )
    return query.order_by(other.starts_at).limit(1)
