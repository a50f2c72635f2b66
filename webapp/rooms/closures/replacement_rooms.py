"""Where bookings can go that lose their room: to rooms like it, each of them free then, no two to the same one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core.db import db

from ..models import Occupancy, Reservation, Room, RoomSpace
from ..times import availability

Busy = dict[int, list[tuple[datetime, datetime]]]


def of(homeless: Collection[Reservation], closed: Collection[Room]) -> dict[int, Room]:
    """A room by reservation id, for those there is one for. Two queries, however many."""
    if not homeless:
        return {}
    rooms: dict[Room, set[int]] = {}
    for room, space_id in db.session.execute(
        select(Room, RoomSpace.space_id).join(RoomSpace).where(Room.is_active)
    ):
        rooms.setdefault(room, set()).add(space_id)
    shut = {space_id for room in closed for space_id in rooms.get(room, set())}
    open_rooms = sorted(
        (room for room in rooms if not rooms[room] & shut),
        key=lambda room: (room.sort_key, room.id),
    )
    busy, found = _busy(homeless), dict[int, Room]()
    for lost in homeless:
        for room in sorted(open_rooms, key=availability.likeness(lost.room)):
            until = lost.ends_at + timedelta(minutes=room.turnover_minutes)
            if room.capacity >= lost.room.capacity and _is_free(
                rooms[room], busy, lost.starts_at, until
            ):
                found[lost.id] = room
                for space_id in rooms[room]:
                    busy.setdefault(space_id, []).append((lost.starts_at, until))
                break
    return found


def _busy(homeless: Collection[Reservation]) -> Busy:
    first, last = (
        min(each.starts_at for each in homeless),
        max(each.ends_at for each in homeless),
    )
    rows = select(Occupancy.space_id, Occupancy.starts_at, Occupancy.blocks_until).where(
        Occupancy.live,
        Occupancy.starts_at < last + timedelta(days=1),
        Occupancy.blocks_until > first,
    )
    busy: Busy = {}
    for space_id, starts, until in db.session.execute(rows):
        busy.setdefault(space_id, []).append((starts, until))
    return busy


def _is_free(space_ids: set[int], busy: Busy, starts: datetime, until: datetime) -> bool:
    return not any(
        a < until and b > starts
        for space_id in space_ids
        for a, b in busy.get(space_id, ())
    )
