"""Late cancellations of their own: what a move or a cancellation gives up too late, written down as owed.

What must be asked for anew by a move is given up with it, for what waits may be cancelled for free; once it is
confirmed, what its person has again of it is not owed any more: see `late_waivers`. `rates.late_costs` says what it is.
"""

from datetime import datetime

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Reservation
from ..rates import balances, late_costs, pricing
from ..rates.late_costs import Span


def keep(
    actor: Actor,
    reservation: Reservation,
    room_id: int,
    starts: datetime,
    ends: datetime,
    *,
    asks_anew: bool = False,
) -> int:
    """Writes what the move gives up down as late cancellations; answers what they cost, in minor units.

    The caller holds the reservation's lock, and calls it before anything of the reservation has changed.
    """
    spans = late_costs.given_up(
        actor, reservation, room_id, starts, ends, asks_anew=asks_anew
    )
    return sum(
        _write(actor, reservation, span, cost)
        for span, cost in late_costs.costs(actor, reservation, spans)
    )


def keep_part(reservation: Reservation, span: Span, by: Actor) -> int:
    """Writes down that this part of a reservation that is cancelled was given back too late; answers what it costs."""
    return _write(by, reservation, span, pricing.of_part(reservation, *span).cost_minor)


def _write(actor: Actor, reservation: Reservation, span: Span, cost_minor: int) -> int:
    given_back = Reservation(
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
        **pricing.of_part(reservation, *span).columns(),
    )
    given_back.total_cost_minor = pricing.too_late(cost_minor)
    db.session.add(given_back)
    balances.adjust(given_back, actor.id, was=cost_minor, why="late")
    return given_back.total_cost_minor
