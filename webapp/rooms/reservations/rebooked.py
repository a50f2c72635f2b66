"""What was given back too late and booked by others all the same: it costs nothing then, where the school says so."""

from datetime import datetime

from sqlalchemy import select

from webapp.core.db import db
from webapp.school import settings

from ..models import Reservation
from ..payments import balances
from . import notices


def forgive(reservation: Reservation) -> None:
    """Look whose late cancellation this booking makes good. The caller has locked its room, and it holds its time.

    Whose time is taken whole by others, tidying up between them included, owes nothing for it and has its quota back.
    """
    if not settings.get("late_cancel_waived") or reservation.stored_status != "confirmed":
        return
    late = select(Reservation).where(
        Reservation.room_id == reservation.room_id,
        Reservation.stored_status == "cancelled",
        Reservation.cancelled_late,
        Reservation.student_id != reservation.student_id,
        Reservation.starts_at < reservation.ends_at,
        Reservation.ends_at > reservation.starts_at,
    )
    for each in db.session.scalars(late.order_by(Reservation.id).with_for_update(of=Reservation)):
        if _is_taken(each):
            was, each.cancelled_late = each.charged_minor, False
            balances.adjust(each, None, was=was, why="rebooked")
            if was:
                notices.rebooked(each)


def _is_taken(given_back: Reservation) -> bool:
    at = given_back.starts_at
    for starts, until in _others(given_back):
        if starts > at:
            return False
        at = max(at, until)
    return at >= given_back.ends_at


def _others(given_back: Reservation) -> list[tuple[datetime, datetime]]:
    """When others have the room then, and until when it is tidied up after them."""
    asked = select(Reservation).where(
        Reservation.room_id == given_back.room_id,
        Reservation.stored_status == "confirmed",
        Reservation.student_id != given_back.student_id,
        Reservation.starts_at < given_back.ends_at,
        Reservation.ends_at > given_back.starts_at,
    )
    return [(each.starts_at, each.blocks_until) for each in db.session.scalars(asked.order_by(Reservation.starts_at))]
