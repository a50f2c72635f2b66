"""What could be booked instead on dates of a series that do not fit: the nearest times, and rooms that are alike."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core import money
from webapp.core.db import db
from webapp.core.errors import Offer
from webapp.core.words import _
from webapp.school import calendar, settings
from webapp.school.recurring import ends_at, slot

from ..models import Room, RoomSpace
from ..occupied.busy import Busy
from ..occupied.spaces import Place
from ..rates.pricing import Tariff
from ..times import availability, open_time
from .series_lines import Line

TIMES, ROOMS, LOOKED_AT = 2, 2, 6
BAD = ("taken", "closed", "past", "overlap")  # states of which another time may be free


def places() -> dict[int, Place]:
    """Every room with its spaces, by id, in one query."""
    by_id: dict[int, Place] = {}
    query = (
        select(Room, RoomSpace.space_id)
        .join(RoomSpace, RoomSpace.room_id == Room.id)
        .order_by(Room.sort_key, Room.id, RoomSpace.space_id)
    )
    for room, space_id in db.session.execute(query):
        by_id.setdefault(room.id, Place(room, [])).space_ids.append(space_id)
    return by_id


def add(
    lines: Sequence[Line],
    everywhere: dict[int, Place],
    busy: Busy,
    tariff: Tariff,
    *,
    moving: Collection[int] = (),
) -> None:
    """Each bad line gets its offers; one query, if there is any. Reservations that are `moving` are in nobody's way."""
    bad = [
        line
        for line in lines
        if line.status in BAD or (line.slot.problem and line.status != "skipped")
    ]
    for line in bad:
        line.offers += _times(line, busy, tariff)
    elsewhere = [line for line in bad if line.status != "past" and not line.slot.problem]
    _add_rooms(elsewhere, everywhere, tariff, moving)


def _add_rooms(
    lines: Sequence[Line],
    everywhere: dict[int, Place],
    tariff: Tariff,
    moving: Collection[int],
) -> None:
    """Rooms that are alike and free at the line's time."""
    alike = {line.room.id: _alike(line.room, everywhere) for line in lines}
    others = _busy(alike.values(), lines, _longest_turnover(everywhere), moving)
    for line in lines:
        line.offers += _rooms(line, alike[line.room.id], others, tariff)


def _busy(
    alike: Iterable[list[Place]],
    lines: Sequence[Line],
    tidy: timedelta,
    moving: Collection[int],
) -> Busy:
    """What holds these rooms at the times of the lines, with so long to tidy up."""
    space_ids = {id for places in alike for place in places for id in place.space_ids}
    spans = [(line.slot.starts, line.slot.ends + tidy) for line in lines]
    return Busy(space_ids, spans, moving=moving)


def _longest_turnover(everywhere: dict[int, Place]) -> timedelta:
    minutes = (place.room.turnover_minutes for place in everywhere.values())
    return timedelta(minutes=max(minutes, default=0))


def _times(line: Line, busy: Busy, tariff: Tariff) -> list[Offer]:
    """The nearest of the same day, in the same room."""
    length = line.slot.ends - line.slot.starts
    nearest = sorted(
        _free_starts(line, busy, length), key=lambda at: abs(at - line.slot.starts)
    )
    return [
        _offer(line, tariff, line.room, at, at + length)
        for at in sorted(nearest[:TIMES])
        if _is_plain(line, at, at + length)
    ]


def _free_starts(line: Line, busy: Busy, length: timedelta) -> list[datetime]:
    """From when the line's room is free for so long, on the line's day."""
    open_ = open_time.spans(line.want.on)
    tidy = timedelta(minutes=line.room.turnover_minutes)
    if not open_ or not line.room.is_active:
        return []
    whole = open_[0].starts, open_[-1].ends + tidy
    taken = [
        (occupied.starts, occupied.until)
        for occupied in busy.at(line.place.space_ids, *whole)
    ]
    return list(availability.fitting(line.room, open_, taken, length))


def _rooms(line: Line, alike: list[Place], others: Busy, tariff: Tariff) -> list[Offer]:
    if not open_time.is_open(line.slot.starts, line.slot.ends):
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
    price = f", {money.formatted(cost, settings.currency())}" if cost else ""
    if elsewhere:
        return Offer(
            _("%(room)s at the same time%(price)s", room=room.name, price=price),
            {"date": on, "room": room.id},
        )
    start, end = f"{calendar.local(starts):%H:%M}", ends_at(calendar.local(ends))
    return Offer(f"{start}–{end}{price}", {"date": on, "start": start, "end": end})


def _is_plain(line: Line, starts: datetime, ends: datetime) -> bool:
    """Not an hour that comes twice, of which the clock's words would mean the other one."""
    start, end = (f"{calendar.local(at):%H:%M}" for at in (starts, ends))
    meant = slot(line.want.on, start, end)
    return (meant.starts, meant.ends) == (starts, ends)
