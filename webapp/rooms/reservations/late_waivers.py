"""What was given back too late and booked again all the same: it costs nothing then.

That is so where others booked it, if the school says so, and where a booking of its own person comes back to it by a
move or an approval: nobody pays twice for a time they never gave away. Who cancels it and books it anew owes both.
"""

from datetime import datetime

from sqlalchemy import Select, not_, select

from webapp.core.db import db
from webapp.school import settings

from .. import access
from ..models import Reservation
from ..rates import balances
from . import notices


def forgive(reservation: Reservation, *, is_anew: bool = False) -> bool:
    """Look whose late cancellation this booking makes good. The caller has locked its room, and it holds its time.
    Answers whether its own person has free minutes again that way, at which it may be priced anew.

    Whose time is taken whole, by others (tidying up between them included) or by themselves again, owes nothing for it
    and has its quota back. A booking made anew makes good only what others gave back.
    """
    if reservation.stored_status != "confirmed":
        return False
    by_others, by_own = (
        settings.get("late_cancel_waived"),
        not is_anew and access.is_bound(reservation),
    )
    if not (by_others or by_own):
        return False
    is_own = Reservation.student_id == reservation.student_id
    late = select(Reservation).where(
        Reservation.room_id == reservation.room_id,
        Reservation.stored_status == "cancelled",
        Reservation.cancelled_late,
        Reservation.starts_at < reservation.ends_at,
        Reservation.ends_at > reservation.starts_at,
    )
    if not by_others:
        late = late.where(is_own)
    if not by_own:
        late = late.where(not_(is_own))
    has_free = False
    for each in db.session.scalars(
        late.order_by(Reservation.id).with_for_update(of=Reservation)
    ):
        if _is_taken(
            each, _own(each) if each.student_id == reservation.student_id else _others(each)
        ):
            was, each.cancelled_late = each.charged_minor, False
            balances.adjust(each, None, was=was, why="rebooked")
            if each.student_id == reservation.student_id:
                has_free = has_free or each.free_minutes > 0
            elif was:
                notices.rebooked(each)
    return has_free


def _is_taken(given_back: Reservation, held: list[tuple[datetime, datetime]]) -> bool:
    at = given_back.starts_at
    for starts, until in held:
        if starts > at:
            return False
        at = max(at, until)
    return at >= given_back.ends_at


def _own(given_back: Reservation) -> list[tuple[datetime, datetime]]:
    """When who gave it back has the room again."""
    theirs = _there(given_back).where(Reservation.student_id == given_back.student_id)
    return [(each.starts_at, each.ends_at) for each in db.session.scalars(theirs)]


def _others(given_back: Reservation) -> list[tuple[datetime, datetime]]:
    """When others have the room then, and until when it is tidied up after them."""
    theirs = _there(given_back).where(Reservation.student_id != given_back.student_id)
    return [(each.starts_at, each.blocks_until) for each in db.session.scalars(theirs)]


def _there(given_back: Reservation) -> Select[Reservation]:
    asked = select(Reservation).where(
        Reservation.room_id == given_back.room_id,
        Reservation.stored_status == "confirmed",
        Reservation.starts_at < given_back.ends_at,
        Reservation.ends_at > given_back.starts_at,
    )
    return asked.order_by(Reservation.starts_at)
