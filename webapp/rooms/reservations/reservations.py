"""Reservations: whose time is where, and giving it back."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, literal, not_, or_, select, tuple_

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.school import calendar

from .. import access
from ..models import Occupancy, Reservation
from ..occupied import closed_time, released, spaces
from ..rates import balances, pricing
from . import late_cancellations, notices


def list_all(
    actor: Actor,
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    room: int | None = None,
    status: str | None = None,
    student: int | None = None,
    limit: int | None = None,
    after: tuple[datetime, int] | None = None,
) -> list[Reservation]:
    """The latest start first; students see their own, staff everybody's. The end date is included."""
    newest = Reservation.starts_at.desc(), Reservation.id.desc()
    found = access.visible_reservations(actor).order_by(*newest).limit(limit)
    if start_date:
        found = found.where(Reservation.ends_at > _day("start_date", start_date)[0])
    if end_date:
        found = found.where(Reservation.starts_at < _day("end_date", end_date)[1])
    if room:
        found = found.where(Reservation.room_id == room)
    if student:
        found = found.where(Reservation.student_id == student)
    if status:
        found = found.where(Reservation.status == status)
    if after:
        at, id = after
        earlier = and_(Reservation.starts_at == at, Reservation.id < id)
        found = found.where(or_(Reservation.starts_at < at, earlier))
    return list(db.session.scalars(found))


def listed(
    actor: Actor,
    *,
    past: bool = False,
    room: int | None = None,
    on: date | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[Reservation]:
    """What is to come, the next first; or what is over or was cancelled, the latest first. Of one room, of one day."""
    found = (
        access.visible_reservations(actor)
        .where(not_(_ahead()) if past else _ahead())
        .limit(limit)
    )
    if room:
        found = found.where(Reservation.room_id == room)
    if on:
        first, next_day = _day("date", on)
        found = found.where(Reservation.ends_at > first, Reservation.starts_at < next_day)
    return list(db.session.scalars(_turned(found, past, after)))


def upcoming(actor: Actor, limit: int) -> list[Reservation]:
    """The actor's own next reservations, by start, the one going on now included."""
    found = select(Reservation).where(Reservation.student_id == actor.id, _ahead())
    return list(
        db.session.scalars(
            found.order_by(Reservation.starts_at, Reservation.id).limit(limit)
        )
    )


def find(actor: Actor, id: int, *, lock: bool = False) -> Reservation:
    asked = access.visible_reservations(actor).where(Reservation.id == id)
    if lock:
        asked = asked.with_for_update(of=Reservation).execution_options(
            populate_existing=True
        )
    reservation = db.session.scalars(asked).one_or_none()
    if reservation is None:
        raise NotFound("Booking not found")
    return reservation


def cancel(actor: Actor, id: int) -> Reservation:
    """Give the time back, and tell whose it was. Too late, it still costs.

    Conflict unless it is still to be used, and for one's own once it has begun.
    """
    space_ids = spaces.lock(find(actor, id).room_id).space_ids
    reservation = find(actor, id, lock=True)
    if not access.may_cancel(actor, reservation):
        raise Conflict(_why_not(actor, reservation), facts={"status": reservation.status})
    due = give_back(
        reservation, by=actor, too_late=access.too_late_to_give_back(actor, reservation)
    )
    notices.cancelled(reservation, by=actor, late_minor=due)
    released.tell(space_ids)
    return reservation


def give_back(
    reservation: Reservation,
    *,
    by: Actor | None,
    too_late: tuple[datetime, datetime] | None = None,
) -> int:
    """It is cancelled and its time is free, or closed where it lay in a closure; nobody did it where time did.

    What of it is `too_late` to cost nothing still costs: where that is only a part, as a late cancellation of its own,
    whose cost it answers, in minor units. The caller holds its lock, and tells whose it was and who waits.
    """
    notices.withhold(reservation)
    is_late = too_late == (reservation.starts_at, reservation.ends_at)
    due = (
        late_cancellations.keep_part(reservation, too_late, by)
        if by and too_late and not is_late
        else 0
    )
    was = reservation.total_cost_minor
    reservation.stored_status, reservation.cancelled_late = "cancelled", is_late
    if is_late:
        reservation.total_cost_minor = pricing.too_late(was)
    left = closed_time.held(reservation)
    for held in db.session.scalars(
        select(Occupancy).filter_by(reservation_id=reservation.id)
    ):
        held.live = False
    balances.adjust(
        reservation, by.id if by else None, was=was, why="late" if is_late else "cancelled"
    )
    closed_time.fill(*left)
    return due


def _why_not(actor: Actor, reservation: Reservation) -> str:
    if access.may_end(actor, reservation):
        return (
            "This booking has begun: end it early instead, and the rest is free for others"
        )
    return reservation.already


def _ahead() -> ColumnElement[bool]:
    return and_(
        Reservation.status.in_(("pending", "confirmed")), Reservation.ends_at > clock.now()
    )


def _turned(
    found: Select[Reservation], past: bool, after: tuple[datetime, int] | None
) -> Select[Reservation]:
    """By start, forwards or backwards, from where the page before ended."""
    keys = tuple_(Reservation.starts_at, Reservation.id)
    if after:
        last = tuple_(literal(after[0], Reservation.starts_at.type), literal(after[1]))
        found = found.where(keys < last if past else keys > last)
    if past:
        return found.order_by(Reservation.starts_at.desc(), Reservation.id.desc())
    return found.order_by(Reservation.starts_at, Reservation.id)


def _day(field: str, on: date) -> tuple[datetime, datetime]:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={field: "Choose a day between 2000 and 2999"})
    return calendar.day(on)
