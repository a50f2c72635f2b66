"""No-shows: who did not check in loses the rest of their time, by the worker and by whoever wants it."""

from collections.abc import Iterable, Sequence
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
    return _mark(since, set(spaces.ids_of(spaces.lock_all(rooms))))


def lapse(space_ids: Iterable[int]) -> int:
    """The same for these spaces, which the caller has locked. Nothing while the worker is away, as it would spare."""
    alive = heartbeat.of(CHORE) if _is_on() else None
    if not alive or not alive.is_alive:
        return 0
    return _mark(alive.since, set(space_ids))


def _mark(since: datetime, space_ids: set[int]) -> int:
    missed_ids = _set_missed(since, space_ids)
    if not missed_ids:
        return 0
    _free_the_rest(missed_ids)
    query = (
        select(Reservation)
        .where(Reservation.id.in_(missed_ids))
        .execution_options(populate_existing=True)
    )
    for reservation in db.session.scalars(query):
        notices.missed(reservation)
    released.tell(space_ids)
    return len(missed_ids)


def _set_missed(since: datetime, space_ids: set[int]) -> Sequence[int]:
    """The reservations that are missed from now on, by id."""
    rooms = select(RoomSpace.room_id).where(RoomSpace.space_id.in_(space_ids))
    miss = (
        update(Reservation)
        .where(*_missed(since), Reservation.room_id.in_(rooms))
        .values(stored_status="no_show", version=Reservation.version + 1)
        .returning(Reservation.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalars(miss).all()


def _free_the_rest(reservation_ids: Sequence[int]) -> None:
    """What they have left of their time is free from this minute on, or closed where it lay in a closure."""
    now = clock.now().replace(second=0, microsecond=0)
    query = select(Occupancy).where(
        Occupancy.reservation_id.in_(reservation_ids), Occupancy.blocks_until > now
    )
    occupied = db.session.scalars(query.order_by(Occupancy.id)).all()
    until = max((occupancy.blocks_until for occupancy in occupied), default=now)
    for occupancy in occupied:
        occupancy.blocks_until = now
    db.session.flush()
    closed_time.fill({occupancy.space_id for occupancy in occupied}, now, until)


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
