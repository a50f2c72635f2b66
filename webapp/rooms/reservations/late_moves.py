"""What a person gives up by moving a booking of theirs when it is too late to cancel it for free.

The time left behind is owed, and counts for quotas, exactly as if it had been cancelled then: otherwise a late
cancellation would be free for whoever moves the booking first. It is kept as a late cancellation of its own. What the
booking still has of that time stays too late to be given back for free, though the booking may begin later now.

What must be asked for anew by the move is given up with it, for what waits may be cancelled for free; once it is
confirmed, what its person has again of it is not owed any more: see `rebooked`.
"""

from collections.abc import Iterator
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
    before = access.too_late_to_give_back(actor, reservation)
    if before is None:
        return []
    both = _in_both(before, (starts, ends)) if room_id == reservation.room_id else None
    if both is None:
        return [before]
    spans = [(before[0], both[0]), (both[1], before[1])]
    if asks_anew:
        spans.insert(1, both)
    return [(since, until) for since, until in spans if since < until]


def still_due(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool = False
) -> int:
    """What such a move leaves to be paid besides the price of the new time, in minor units."""
    spans = given_up(actor, reservation, room_id, starts, ends, asks_anew=asks_anew)
    return sum(pricing.too_late(cost) for _, cost in _costs(actor, reservation, spans))


def due_if_cancelled(actor: Actor, reservation: Reservation) -> int:
    """What giving all of it back now leaves to be paid, in minor units."""
    before = access.too_late_to_give_back(actor, reservation)
    return pricing.too_late(pricing.of_part(reservation, *before).cost_minor) if before else 0


def keep(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool = False
) -> int:
    """Writes what the move gives up down as late cancellations; answers what they cost, in minor units.

    The caller holds the reservation's lock, and calls it before anything of the reservation has changed.
    """
    spans = given_up(actor, reservation, room_id, starts, ends, asks_anew=asks_anew)
    return sum(_write(actor, reservation, span, cost) for span, cost in _costs(actor, reservation, spans))


def stays_bound(
    actor: Actor, reservation: Reservation, room_id: int, starts: datetime, ends: datetime, *, asks_anew: bool
) -> Span | tuple[None, None]:
    """What the reservation keeps, where the actor moves it there, of time that is too late to be given back for free.

    Nothing once staff moved it, or it must be asked for anew.
    """
    bound = access.too_late_to_give_back(actor, reservation)
    if bound is None or asks_anew or room_id != reservation.room_id:
        return None, None
    return _in_both(bound, (starts, ends)) or (None, None)


def keep_part(reservation: Reservation, span: Span, by: Actor) -> int:
    """Writes down that this part of a reservation that is cancelled was given back too late; answers what it costs."""
    return _write(by, reservation, span, pricing.of_part(reservation, *span).cost_minor)


def _costs(actor: Actor, reservation: Reservation, spans: list[Span]) -> Iterator[tuple[Span, int]]:
    """Each span with what its time had cost: the price of what there was, less that of what is left without it.

    So many small steps never cost more than one, however the school rounds or whatever it charges at least.
    """
    left = access.too_late_to_give_back(actor, reservation)
    if left is None:
        return
    cost = pricing.of_part(reservation, *left).cost_minor
    for since, until in spans:
        left = (until, left[1]) if since == left[0] else (left[0], since)
        rest = pricing.of_part(reservation, *left, alone=True).cost_minor if left[0] < left[1] else 0
        yield (since, until), max(0, cost - rest)
        cost = min(cost, rest)


def _write(actor: Actor, reservation: Reservation, span: Span, cost_minor: int) -> int:
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
        **pricing.of_part(reservation, *span).columns(),
    )
    left.total_cost_minor = pricing.too_late(cost_minor)
    db.session.add(left)
    balances.adjust(left, actor.id, was=cost_minor, why="late")
    return left.total_cost_minor


def _in_both(one: Span, other: Span) -> Span | None:
    since, until = max(one[0], other[0]), min(one[1], other[1])
    return (since, until) if since < until else None
