"""What of rooms waits for an answer: bookings whose time is held until somebody says yes or no."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.school.inbox import Ask, Source

from . import access
from .approvals import approval_facts, approvals
from .models import Reservation


def _requests(actor: Actor, everyone: bool) -> Select[int, datetime | None] | None:
    """By when their time is free again."""
    if not access.may_approve(actor):
        return None
    columns = Reservation.id.label("id"), Reservation.answer_by.label("at")
    return select(*columns).where(*approvals.waiting(actor, everyone))


def _describe(_actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    query = select(Reservation).where(Reservation.id.in_(ids))
    reservations = rows.listed(query.order_by(Reservation.id))
    facts = approval_facts.for_requests(reservations)
    return {
        each.id: Ask(
            each.room.name,
            each.student_name,
            {"reservation": each, "details": {"facts": facts[each.id]}},
        )
        for each in reservations
    }


SOURCES = (Source("room", "rooms", "rooms/approvals/ask.html", _requests, _describe),)
