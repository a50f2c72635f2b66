"""What a person gives up by moving a booking of theirs when it is too late to cancel it for free.

The time left behind is owed, and counts for quotas, exactly as if it had been cancelled then: otherwise a late
cancellation would be free for whoever moves the booking first. It is kept as a late cancellation of its own.

What must be asked for anew by the move is given up with it, for what waits may be cancelled for free; once it is
confirmed, what its person has again of it is not owed any more: see `rebooked`.
"""

from datetime import datetime

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db

from .. import access
from ..models import Reservation
from ..payments import balances
from ..rates import pricing

Span = tuple[datetime, datetime]


def given_up(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool = False
) -> list[Span]:
    """The spans of its time that it no longer has once it is moved to this room and time, where that is too late.

    If it `asks_anew`, all of its time, what it may keep apart from the rest. Empty for staff who move somebody else's
    booking, and as long as cancelling would be free.
    """
    if not access.is_late(actor, reservation):
        return []
    before = (reservation.starts_at, reservation.ends_at)
    if room_id != reservation.room_id or ends <= before[0] or starts >= before[1]:
        return [before]
    spans = [(before[0], starts), (ends, before[1])]
    if asks_anew:
        spans.insert(1, (max(before[0], starts), min(before[1], ends)))
    return [(since, until) for since, until in spans if since < until]


def still_due(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool = False
) -> int:
    """What such a move leaves to be paid besides the price of the new time, in minor units."""
    spans = given_up(actor, reservation, room_id, starts, ends, asks_anew=asks_anew)
    return sum(pricing.too_late(pricing.of_part(reservation, *span).cost_minor) for span in spans)


def keep(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool = False
) -> int:
    """Writes what the move gives up down as late cancellations; answers what they cost, in minor units.

    The caller holds the reservation's lock, and calls it before anything of the reservation has changed.
    """
    due = 0
    for span in given_up(actor, reservation, room_id, starts, ends, asks_anew=asks_anew):
        price = pricing.of_part(reservation, *span)
        left = Reservation(
            room=reservation.room,
            student_id=reservation.student_id,
            booked_by_id=reservation.booked_by_id,
            purpose=reservation.purpose,
            starts_at=span[0],
            ends_at=span[1],
            stored_status="cancelled",
            cancelled_late=True,
            last_minute=reservation.last_minute,
            created_at=clock.now(),
            **price.columns(),
        )
        left.total_cost_minor = pricing.too_late(price.cost_minor)
        db.session.add(left)
        balances.adjust(left, actor.id, was=price.cost_minor, why="late")
        due += left.total_cost_minor
    return due
