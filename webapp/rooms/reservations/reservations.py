"""Reservations: whose time is where, and giving it back."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, not_, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..models import Occupancy, Reservation
from ..occupied import closed_time, released, spaces
from ..occupied.closed_time import Occupied
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
    query = access.visible_reservations(actor).limit(limit)
    query = _between(query, start_date, end_date)
    query = query.where(*_are(room, student, status))
    return rows.listed(_by_start(query, after, latest_first=True))


def listed(
    actor: Actor,
    *,
    past: bool = False,
    room: int | None = None,
    on: date | None = None,
    student: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[Reservation]:
    """What is to come, the next first; or what is over or was cancelled, the latest first.

    Of one room, of one day, of one person.
    """
    query = access.visible_reservations(actor).where(not_(_ahead()) if past else _ahead())
    if room:
        query = query.where(Reservation.room_id == room)
    if student:
        query = query.where(Reservation.student_id == student)
    if on:
        query = query.where(*_on(on))
    return rows.listed(_by_start(query, after, latest_first=past).limit(limit))


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    """What is in use at some time of a day."""
    first, next_day = _day("date", day)
    return Reservation.ends_at > first, Reservation.starts_at < next_day


def upcoming(actor: Actor, limit: int) -> list[Reservation]:
    """The actor's own next reservations, by start, the one going on now included."""
    query = (
        select(Reservation)
        .where(Reservation.student_id == actor.id, _ahead())
        .order_by(Reservation.starts_at, Reservation.id)
    )
    return rows.listed(query.limit(limit))


def find(actor: Actor, id: int, *, lock: bool = False) -> Reservation:
    query = access.visible_reservations(actor).where(Reservation.id == id)
    return rows.find(query, _("Booking not found"), lock=lock)


def cancel(actor: Actor, id: int) -> Reservation:
    """Give the time back, and tell whose it was. Too late, it still costs.

    Conflict unless it is still to be used, and for one's own once it has begun.
    """
    space_ids = spaces.lock(find(actor, id).room_id).space_ids
    reservation = find(actor, id, lock=True)
    if not access.may_cancel(actor, reservation):
        facts = {"status": reservation.status, "reservation": id}
        raise Conflict(_why_not(actor, reservation), facts=facts)
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
    late_minor = 0
    if by and too_late and not is_late:
        late_minor = late_cancellations.keep_part(reservation, too_late, by)
    was = reservation.total_cost_minor
    reservation.stored_status, reservation.cancelled_late = "cancelled", is_late
    if is_late:
        reservation.total_cost_minor = pricing.too_late(was)
    left = _vacate(reservation)
    why = "late" if is_late else "cancelled"
    balances.adjust(reservation, by.id if by else None, was=was, why=why)
    closed_time.fill(*left)
    return late_minor


def _vacate(reservation: Reservation) -> Occupied:
    """It holds nothing any more; what it held."""
    left = closed_time.occupied_by(reservation)
    query = select(Occupancy).filter_by(reservation_id=reservation.id)
    for occupancy in db.session.scalars(query):
        occupancy.live = False
    return left


def _why_not(actor: Actor, reservation: Reservation) -> str:
    if access.may_end(actor, reservation):
        return _(
            "This booking has begun: end it early instead, and the rest is free for others"
        )
    return reservation.already


def _ahead() -> ColumnElement[bool]:
    return and_(
        Reservation.status.in_(("pending", "confirmed")), Reservation.ends_at > clock.now()
    )


def _are(
    room: int | None, student: int | None, status: str | None
) -> Iterator[ColumnElement[bool]]:
    """In this room, this student's, in this status: of each only what is given."""
    if room:
        yield Reservation.room_id == room
    if student:
        yield Reservation.student_id == student
    if status:
        yield Reservation.status == status


def _between(
    query: Select[Reservation], first: date | None, last: date | None
) -> Select[Reservation]:
    """What goes on from the first day to the last, both included."""
    if first:
        query = query.where(Reservation.ends_at > _day("start_date", first)[0])
    if last:
        query = query.where(Reservation.starts_at < _day("end_date", last)[1])
    return query


def _by_start(
    query: Select[Reservation], after: tuple[datetime, int] | None, *, latest_first: bool
) -> Select[Reservation]:
    keys = Reservation.starts_at, Reservation.id
    return rows.by_time(query, *keys, after, latest_first=latest_first)


def _day(field: str, on: date) -> tuple[datetime, datetime]:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={field: _("Choose a day between 2000 and 2999")})
    return calendar.day(on)
