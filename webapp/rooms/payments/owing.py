"""Owing: for which bookings somebody still owes, or is to get something back."""

from sqlalchemy import case, select

from webapp.core import rows
from webapp.school import settings

from ..models import Reservation

MOST = 20  # bookings
CHARGED = case((Reservation.is_charged, Reservation.total_cost_minor), else_=0)


def bookings_of(student_id: int) -> list[Reservation]:
    """Those of one person, by start, in the school's currency; of what may still be declined nothing is owed yet. The
    caller has checked who may know."""
    query = select(Reservation).where(
        Reservation.student_id == student_id,
        Reservation.stored_status != "pending",
        Reservation.currency == settings.currency(),
        Reservation.settled_minor != CHARGED,
    )
    return rows.listed(query.order_by(Reservation.starts_at, Reservation.id).limit(MOST))
