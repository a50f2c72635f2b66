"""No-shows: who did not check in loses the rest of their time, by the worker and by whoever wants it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from webapp.core import clock, heartbeat
from webapp.core.db import db
from webapp.school import settings

from .. import check_in
from ..models import Occupancy, Reservation, RoomSpace
from ..occupied import closed_time, released, spaces
from . import notices

CHORE = "no-shows"


def mark() -> int:
    """How many are missed now. The worker's, in a transaction of its own.

    Whose time to check in ended while nobody was there to notice, or nobody could check in, is spared.
    """
    since = heartbeat.beat(CHORE).since
    if settings.get("check_in_outage"):
        heartbeat.restart(CHORE)
    if not _is_on():
        return 0
    rooms = db.session.scalars(
        select(Reservation.room_id).where(*_missed(since)).distinct()
    ).all()
    places = spaces.lock_all(rooms)
    return _mark(since, {id for place in places.values() for id in place.space_ids})


def lapse(space_ids: Iterable[int]) -> int:
    """The same for these spaces, which the caller has locked. Nothing while the worker is away, as it would spare."""
    alive = heartbeat.of(CHORE) if _is_on() else None
    if not alive or not alive.is_alive:
        return 0
    return _mark(alive.since, set(space_ids))


def _mark(since: datetime, space_ids: set[int]) -> int:
    taken = select(RoomSpace.room_id).where(RoomSpace.space_id.in_(space_ids))
    miss = (
        update(Reservation)
        .where(*_missed(since), Reservation.room_id.in_(taken))
        .values(stored_status="no_show", version=Reservation.version + 1)
        .returning(Reservation.id)
    )
    missed = db.session.scalars(miss.execution_options(synchronize_session=False)).all()
    if not missed:
        return 0
    now = clock.now().replace(second=0, microsecond=0)
    held = select(Occupancy).where(
        Occupancy.reservation_id.in_(missed), Occupancy.blocks_until > now
    )
    left = db.session.scalars(held.order_by(Occupancy.id)).all()
    until = max((each.blocks_until for each in left), default=now)
    for each in left:
        each.blocks_until = now
    db.session.flush()
    closed_time.fill({each.space_id for each in left}, now, until)
    theirs = (
        select(Reservation)
        .where(Reservation.id.in_(missed))
        .execution_options(populate_existing=True)
    )
    for reservation in db.session.scalars(theirs):
        notices.missed(reservation)
    released.tell(space_ids)
    return len(missed)


def _is_on() -> bool:
    return check_in.policy().is_on and not settings.get("check_in_outage")


def _missed(since: datetime) -> list[ColumnElement[bool]]:
    """Nobody came in time, and the time ended after `since`."""
    grace = check_in.policy().grace
    return [
        Reservation.stored_status == "confirmed",
        Reservation.checked_in_at.is_(None),
        Reservation.purpose == "practice",
        Reservation.starts_at <= clock.now() - grace,
        Reservation.starts_at > since - grace,
    ]
