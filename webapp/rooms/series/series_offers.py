"""What could be booked instead on dates of a series that do not fit: the nearest times, and rooms that are alike."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core import money
from webapp.core.db import db
from webapp.core.errors import Offer
from webapp.school import calendar, settings
from webapp.school.recurring import slot

from ..models import Room, RoomSpace
from ..occupied.busy import Busy
from ..occupied.spaces import Place
from ..rates.pricing import Tariff
from ..times import availability
from .series_lines import Line

TIMES, ROOMS, LOOKED_AT = 2, 2, 6


def places() -> dict[int, Place]:
    """Every room with its spaces, by id, in one query."""
    found: dict[int, Place] = {}
    asked = select(Room, RoomSpace.space_id).join(RoomSpace, RoomSpace.room_id == Room.id)
    for room, space_id in db.session.execute(
        asked.order_by(Room.sort_key, Room.id, RoomSpace.space_id)
    ):
        found.setdefault(room.id, Place(room, [])).space_ids.append(space_id)
    return found


def add(
    lines: Sequence[Line],
    everywhere: dict[int, Place],
    busy: Busy,
    tariff: Tariff,
    *,
    but: Collection[int] = (),
) -> None:
    """Each bad line gets its offers; one query, if there is any."""
    bad = [
        line
        for line in lines
        if line.status in ("taken", "closed", "past", "overlap") or line.slot.problem
    ]
    for line in bad:
        line.offers += _times(line, busy, tariff) if line.status != "skipped" else []
    elsewhere = [
        line
        for line in bad
        if line.status not in ("past", "skipped") and not line.slot.problem
    ]
    alike = {line.room.id: _alike(line.room, everywhere) for line in elsewhere}
    space_ids = {
        id for found in alike.values() for place in found for id in place.space_ids
    }
    tidy = timedelta(
        minutes=max(
            (place.room.turnover_minutes for place in everywhere.values()), default=0
        )
    )
    others = Busy(
        space_ids,
        [(line.slot.starts, line.slot.ends + tidy) for line in elsewhere],
        but=but,
    )
    for line in elsewhere:
        line.offers += _rooms(line, alike[line.room.id], others, tariff)


def _times(line: Line, busy: Busy, tariff: Tariff) -> list[Offer]:
    """The nearest of the same day, in the same room."""
    hours, length = availability.opening(line.want.on), line.slot.ends - line.slot.starts
    tidy = timedelta(minutes=line.room.turnover_minutes)
    taken = [
        (held.starts, held.until)
        for held in busy.at(line.place.space_ids, hours.starts, hours.ends + tidy)
    ]
    fits = (
        availability.fitting(line.room, hours, taken, length) if line.room.is_active else []
    )
    nearest = sorted(fits, key=lambda at: abs(at - line.slot.starts))[:TIMES]
    return [
        _offer(line, tariff, line.room, at, at + length)
        for at in sorted(nearest)
        if _is_plain(line, at, at + length)
    ]


def _rooms(line: Line, alike: list[Place], others: Busy, tariff: Tariff) -> list[Offer]:
    hours = availability.opening(line.want.on)
    if not hours.starts <= line.slot.starts < line.slot.ends <= hours.ends:
        return []
    free = [
        place.room
        for place in alike
        if not others.at(place.space_ids, *_whole(line, place.room))
    ][:ROOMS]
    return [
        _offer(line, tariff, room, line.slot.starts, line.slot.ends, elsewhere=True)
        for room in free
    ]


def _whole(line: Line, room: Room) -> tuple[datetime, datetime]:
    """With the time it would take to tidy up there."""
    return line.slot.starts, line.slot.ends + timedelta(minutes=room.turnover_minutes)


def _alike(room: Room, everywhere: dict[int, Place]) -> list[Place]:
    likeness = availability.likeness(room)
    others = [
        place
        for place in everywhere.values()
        if place.room.id != room.id and place.room.is_active
    ]
    fitting = (place for place in others if place.room.capacity >= room.capacity)
    return sorted(fitting, key=lambda place: likeness(place.room))[:LOOKED_AT]


def _offer(
    line: Line,
    tariff: Tariff,
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    elsewhere: bool = False,
) -> Offer:
    cost, on = tariff.price(room, starts, ends).cost_minor, line.want.on.isoformat()
    price = f", {money.told(cost, settings.currency())}" if cost else ""
    if elsewhere:
        return Offer(f"{room.name} at the same time{price}", {"date": on, "room": room.id})
    start, end = (f"{calendar.local(at):%H:%M}" for at in (starts, ends))
    return Offer(f"{start}–{end}{price}", {"date": on, "start": start, "end": end})


def _is_plain(line: Line, starts: datetime, ends: datetime) -> bool:
    """Not an hour that comes twice, of which the clock's words would mean the other one."""
    said = slot(line.want.on, *(f"{calendar.local(at):%H:%M}" for at in (starts, ends)))
    return (said.starts, said.ends) == (starts, ends)
