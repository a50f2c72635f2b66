"""Class bookings: when students practise this week, for who teaches them: in a list, and as what the list goes by."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import clock, rows

from .approvals import approvals
from .models import Reservation as Reservation  # for other slices

WEEK = timedelta(days=7)
MOST = 4_000  # bookings of all students of a page, of which a program may ask for 200


def practises(student_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """For a query: that somebody has a room within the next seven days."""
    query = select(Reservation.id).where(
        Reservation.student_id == student_id, *_this_week()
    )
    return query.correlate_except(Reservation).exists()


def asks(student_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """For a query: that somebody asked for a room and waits for an answer."""
    query = select(Reservation.id).where(
        Reservation.student_id == student_id, *approvals.all_waiting()
    )
    return query.correlate_except(Reservation).exists()


def asked_by(ids: Collection[int]) -> dict[int, list[Reservation]]:
    """What these asked for and wait to hear of, whenever it is, by start, by the student; the caller has checked who
    may know."""
    query = select(Reservation).where(
        Reservation.student_id.in_(ids), *approvals.all_waiting()
    )
    return _by_student(query, ids)


def of_students(ids: Collection[int]) -> dict[int, list[Reservation]]:
    """The bookings of these within the next seven days, by start, by the student; what waits for an answer is among
    them. The caller has checked who may know."""
    query = select(Reservation).where(Reservation.student_id.in_(ids), *_this_week())
    return _by_student(query, ids)


def _by_student(
    query: Select[Reservation], ids: Collection[int]
) -> dict[int, list[Reservation]]:
    query = query.order_by(Reservation.starts_at, Reservation.id).limit(MOST)
    theirs: dict[int, list[Reservation]] = defaultdict(list)
    for booking in rows.listed(query) if ids else ():
        theirs[booking.student_id].append(booking)
    return theirs


def _this_week() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    return (
        Reservation.status.in_(("pending", "confirmed")),
        Reservation.ends_at > now,
        Reservation.starts_at < now + WEEK,
    )
