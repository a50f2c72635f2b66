"""Closures to be: when which rooms would be shut, and the bookings this hits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict

from sqlalchemy import Select, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..models import Occupancy, Reservation, Room, RoomSpace
from ..reservations import booking
from . import replacement_rooms

LONGEST, MOST = timedelta(days=400), 300


class ClosureRequest(TypedDict):
    """When and why which rooms are to be shut."""

    start_time: datetime
    end_time: datetime
    reason: str
    rooms: NotRequired[Collection[int]]
    all_rooms: NotRequired[bool]


@dataclass(frozen=True)
class Plan:
    """A closure to be."""

    rooms: list[Room]
    starts: datetime
    ends: datetime
    reason: str


@dataclass(frozen=True)
class Hit:
    """A booking in the way; `to` is a room like it that is free then."""

    reservation: Reservation
    to: Room | None

    @property
    def move_to(self) -> int | None:
        """The id of that room."""
        return self.to.id if self.to else None


def plan(
    actor: Actor,
    *,
    start_time: datetime,
    end_time: datetime,
    reason: str,
    rooms: Collection[int] = (),
    all_rooms: bool = False,
) -> Plan:
    """What was asked for, understood. NotAllowed but for staff, Invalid at the field that cannot be."""
    access.check_may_close(actor)
    starts, ends = _times(start_time, end_time)
    which = Room.is_active if all_rooms else Room.id.in_(rooms)
    query = select(Room).where(which).order_by(Room.sort_key, Room.id)
    shut = rows.listed(query)
    if not shut or (not all_rooms and len(shut) < len(set(rooms))):
        raise Invalid(fields={"rooms": _("Choose one room or more")})
    return Plan(shut, starts, ends, reason)


def hits(planned: Plan) -> list[Hit]:
    """The bookings in its way by start, each with a room it could move to, unless it has begun."""
    hit = sorted(in_the_way(planned), key=lambda row: (row.starts_at, row.id))
    to_come = [row for row in hit if row.starts_at > clock.now()]
    rooms = replacement_rooms.for_bookings(to_come, planned.rooms)
    return [Hit(row, rooms.get(row.id)) for row in hit]


def in_the_way(planned: Plan, *, lock: bool = False) -> list[Reservation]:
    """By id; with `lock` nobody else changes them, and they are read anew. Invalid if there are too many."""
    query = _hit(planned).limit(MOST + 1)
    if lock:
        query = query.with_for_update(of=Reservation).execution_options(
            populate_existing=True
        )
    hit = rows.listed(query)
    if len(hit) > MOST:
        words = _(
            "More than %(most)s bookings are in the way: close a shorter time", most=MOST
        )
        raise Invalid(fields={"end_time": words})
    return hit


def changed(planned: Plan, words: str) -> Conflict:
    """The refusal of choices that are about something else, with the bookings as they are now."""
    bookings = [
        {
            "reservation": row.id,
            "version": row.version,
            "room": row.room_id,
            "start_time": calendar.local(row.starts_at).isoformat(),
        }
        for row in in_the_way(planned)
    ]
    return Conflict(
        _("%(words)s: please look again, nothing is closed yet", words=words),
        facts={"bookings": bookings},
    )


def _times(start_time: datetime, end_time: datetime) -> tuple[datetime, datetime]:
    starts = booking.instant("start_time", start_time)
    ends = booking.instant("end_time", end_time)
    if ends <= max(starts, clock.now()):
        raise Invalid(
            fields={"end_time": _("Choose an end after the start and in the future")}
        )
    if ends - starts > LONGEST:
        raise Invalid(
            fields={"end_time": _("At most %(days)s days at a time", days=LONGEST.days)}
        )
    return starts, ends


def _hit(planned: Plan) -> Select[Reservation]:
    """What has some of the rooms' spaces then by right, and goes on into it."""
    spaces = select(RoomSpace.space_id).where(
        RoomSpace.room_id.in_([room.id for room in planned.rooms])
    )
    occupied = select(Occupancy.reservation_id).where(
        Occupancy.live,
        Occupancy.starts_at < planned.ends,
        Occupancy.blocks_until > planned.starts,
        Occupancy.space_id.in_(spaces),
    )
    return (
        select(Reservation)
        .where(
            Reservation.id.in_(occupied),
            Reservation.ends_at > planned.starts,
            ~Reservation.is_unanswered,
        )
        .order_by(Reservation.id)
    )
