"""Where bookings can go that lose their room: to rooms like it, each of them free then, no two to the same one."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core.db import db

from ..models import Occupancy, Reservation, Room, RoomSpace
from ..times import availability

Busy = dict[int, list[tuple[datetime, datetime]]]  # by space


def for_bookings(
    homeless: Collection[Reservation], closed: Collection[Room]
) -> dict[int, Room]:
    """A room by reservation id, for those there is one for. Two queries, however many."""
    if not homeless:
        return {}
    rooms = _rooms()
    shut = {space_id for room in closed for space_id in rooms.get(room, set())}
    open_rooms = {room: spaces for room, spaces in rooms.items() if not spaces & shut}
    busy, replacements = _busy(homeless), dict[int, Room]()
    for lost in homeless:
        room = next(_free(lost, open_rooms, busy), None)
        if room:
            replacements[lost.id] = room
            _take(rooms[room], busy, lost.starts_at, _until(lost, room))
    return replacements


def _rooms() -> dict[Room, set[int]]:
    """All that are in use by name, with their spaces."""
    rooms: dict[Room, set[int]] = {}
    query = select(Room, RoomSpace.space_id).join(RoomSpace).where(Room.is_active)
    for room, space_id in db.session.execute(query):
        rooms.setdefault(room, set()).add(space_id)
    return dict(sorted(rooms.items(), key=lambda each: (each[0].sort_key, each[0].id)))


def _free(lost: Reservation, rooms: dict[Room, set[int]], busy: Busy) -> Iterator[Room]:
    """Large enough and free then, those most like the one it loses first."""
    for room in sorted(rooms, key=availability.likeness(lost.room)):
        is_large_enough = room.capacity >= lost.room.capacity
        if is_large_enough and _is_free(
            rooms[room], busy, lost.starts_at, _until(lost, room)
        ):
            yield room


def _take(space_ids: set[int], busy: Busy, starts: datetime, until: datetime) -> None:
    for space_id in space_ids:
        busy.setdefault(space_id, []).append((starts, until))


def _until(lost: Reservation, room: Room) -> datetime:
    """When that room would be tidied up after it."""
    return lost.ends_at + timedelta(minutes=room.turnover_minutes)


def _busy(homeless: Collection[Reservation]) -> Busy:
    first = min(row.starts_at for row in homeless)
    last = max(row.ends_at for row in homeless)
    query = select(Occupancy.space_id, Occupancy.starts_at, Occupancy.blocks_until).where(
        Occupancy.live,
        Occupancy.starts_at < last + timedelta(days=1),
        Occupancy.blocks_until > first,
    )
    busy: Busy = {}
    for space_id, starts, until in db.session.execute(query):
        busy.setdefault(space_id, []).append((starts, until))
    return busy


def _is_free(space_ids: set[int], busy: Busy, starts: datetime, until: datetime) -> bool:
    return not any(
        taken_from < until and taken_until > starts
        for space_id in space_ids
        for taken_from, taken_until in busy.get(space_id, ())
    )
