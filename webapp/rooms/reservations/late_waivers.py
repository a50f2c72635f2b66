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
    by_others = settings.get("late_cancel_waived")
    by_own = not is_anew and access.is_bound(reservation)
    if not (by_others or by_own):
        return False
    has_free_minutes = False
    query = _given_back_late(reservation, by_others=by_others, by_own=by_own)
    for given_back in db.session.scalars(query):
        is_own = given_back.student_id == reservation.student_id
        if _is_covered(given_back, _own(given_back) if is_own else _others(given_back)):
            _waive(given_back, tells=not is_own)
            has_free_minutes |= is_own and given_back.free_minutes > 0
    return has_free_minutes


def _given_back_late(
    reservation: Reservation, *, by_others: bool, by_own: bool
) -> Select[Reservation]:
    """What was given back too late within this time: what others may make good, or who gave it back, or both."""
    is_own = Reservation.student_id == reservation.student_id
    query = select(Reservation).where(
        Reservation.room_id == reservation.room_id,
        Reservation.stored_status == "cancelled",
        Reservation.cancelled_late,
        Reservation.starts_at < reservation.ends_at,
        Reservation.ends_at > reservation.starts_at,
    )
    if not by_others:
        query = query.where(is_own)
    if not by_own:
        query = query.where(not_(is_own))
    return query.order_by(Reservation.id).with_for_update(of=Reservation)


def _waive(given_back: Reservation, *, tells: bool) -> None:
    """It costs nothing, and whose it was hears of that if it did."""
    was, given_back.cancelled_late = given_back.charged_minor, False
    balances.adjust(given_back, None, was=was, why="rebooked")
    if tells and was:
        notices.rebooked(given_back)


def _is_covered(given_back: Reservation, spans: list[tuple[datetime, datetime]]) -> bool:
    """Whether these spans, by start, leave nothing of it free."""
    covered_until = given_back.starts_at
    for starts, until in spans:
        if starts > covered_until:
            return False
        covered_until = max(covered_until, until)
    return covered_until >= given_back.ends_at


def _own(given_back: Reservation) -> list[tuple[datetime, datetime]]:
    """When who gave it back has the room again."""
    own = _booked(given_back).where(Reservation.student_id == given_back.student_id)
    return [(row.starts_at, row.ends_at) for row in db.session.scalars(own)]


def _others(given_back: Reservation) -> list[tuple[datetime, datetime]]:
    """When others have the room then, and until when it is tidied up after them."""
    others = _booked(given_back).where(Reservation.student_id != given_back.student_id)
    return [(row.starts_at, row.blocks_until) for row in db.session.scalars(others)]


def _booked(given_back: Reservation) -> Select[Reservation]:
    query = select(Reservation).where(
        Reservation.room_id == given_back.room_id,
        Reservation.stored_status == "confirmed",
        Reservation.starts_at < given_back.ends_at,
        Reservation.ends_at > given_back.starts_at,
    )
    return query.order_by(Reservation.starts_at)
