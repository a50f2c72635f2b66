"""Lapses: what still holds a space's time, but no longer by right, so that it ends as soon as somebody looks."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from webapp.core import clock, rows
from webapp.core.db import db

from ..models import Occupancy, Wait
from ..occupied import closed_time, released
from . import no_shows, pending

OFFER_LASTS = timedelta(minutes=15)
HELD_BY = (
    "confirmed",
    "pending",
    "hold",
)  # what may lapse: reservations by their status, and offers


def end(
    space_ids: Iterable[int],
    student_id: int,
    starts: datetime,
    until: datetime,
    *,
    held_by: Collection[str] = HELD_BY,
) -> bool:
    """Inside the lock of these spaces, what is in the way being `held_by` some of `HELD_BY`: misses who did not come,
    ends what nobody approved in time, lets offers go that were not taken, and those this student has for that time,
    because they must not be in their own way. True if any time became free."""
    ids = list(space_ids)
    missed = "confirmed" in held_by and no_shows.lapse(ids)
    unanswered = "pending" in held_by and pending.lapse(ids)
    offered = (
        [expire(ids), _yield(ids, student_id, starts, until)] if "hold" in held_by else []
    )
    return any([missed, unanswered, *offered])


def expire(space_ids: Iterable[int]) -> int:
    """Offers nobody took in time: the next in the queue hears of it. How many there were."""
    ids = list(space_ids)
    late = _offers(ids, ran_out())
    for wait in late:
        wait.status = "lapsed"
        release(wait)
    if late:
        released.tell(ids)
    return len(late)


def ran_out() -> ColumnElement[bool]:
    """An offer that nobody took in time, or that was made by a clock that ran ahead."""
    now = clock.now()
    return or_(Wait.expires_at <= now, Wait.expires_at > now + OFFER_LASTS + clock.SKEW)


def release(wait: Wait, *, to_book: bool = False) -> None:
    """Nothing is held for them any more: it is free, or closed where it lay in a closure unless they book it now."""
    query = select(Occupancy).where(Occupancy.wait_id == wait.id, Occupancy.live)
    occupied = db.session.scalars(query).all()
    for occupancy in occupied:
        occupancy.live = False
    db.session.flush()
    if occupied and not to_book:
        space_ids = {occupancy.space_id for occupancy in occupied}
        closed_time.fill(space_ids, occupied[0].starts_at, occupied[0].blocks_until)


def _yield(ids: list[int], student_id: int, starts: datetime, until: datetime) -> int:
    overlaps = Occupancy.starts_at < until, Occupancy.blocks_until > starts
    own = _offers(ids, Wait.student_id == student_id, *overlaps)
    for wait in own:
        wait.status = "booked"
        release(wait)
    return len(own)


def _offers(
    space_ids: list[int], which: ColumnElement[bool], *when: ColumnElement[bool]
) -> list[Wait]:
    """Locked, and read anew."""
    offered = select(Occupancy.wait_id).where(
        Occupancy.space_id.in_(space_ids), Occupancy.live, *when
    )
    query = (
        select(Wait)
        .where(Wait.id.in_(offered), Wait.status == "offered", which)
        .order_by(Wait.id)
        .with_for_update(of=Wait)
        .execution_options(populate_existing=True)
    )
    return rows.listed(query)
