"""What a person gives up by moving or cancelling a booking of theirs when it is too late for that to be free.

The time left behind by a move is owed, and counts for quotas, exactly as if it had been cancelled then: otherwise a
late cancellation would be free for whoever moves the booking first. What the booking still has of that time stays too
late to be given back for free, though the booking may begin later now.
"""

from collections.abc import Iterator
from datetime import datetime

from webapp.core.actor import Actor

from .. import access
from ..models import Reservation
from . import pricing

Span = tuple[datetime, datetime]


def given_up(
    actor: Actor,
    reservation: Reservation,
    room_id: int,
    starts: datetime,
    ends: datetime,
    *,
    asks_anew: bool = False,
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
    actor: Actor,
    reservation: Reservation,
    room_id: int,
    starts: datetime,
    ends: datetime,
    *,
    asks_anew: bool = False,
) -> int:
    """What such a move leaves to be paid besides the price of the new time, in minor units."""
    spans = given_up(
        actor,
        reservation,
        room_id,
        starts,
        ends,
        asks_anew=asks_anew,
    )
    return sum(pricing.too_late(cost) for _, cost in costs(actor, reservation, spans))


def due_if_cancelled(actor: Actor, reservation: Reservation) -> int:
    """What giving all of it back now leaves to be paid, in minor units."""
    before = access.too_late_to_give_back(actor, reservation)
    return (
        pricing.too_late(pricing.of_part(reservation, *before).cost_minor) if before else 0
    )


def stays_bound(
    actor: Actor,
    reservation: Reservation,
    room_id: int,
    starts: datetime,
    ends: datetime,
    *,
    asks_anew: bool,
) -> Span | tuple[None, None]:
    """What the reservation keeps, where the actor moves it there, of time that is too late to be given back for free.

    Nothing once staff moved it, or it must be asked for anew.
    """
    bound = access.too_late_to_give_back(actor, reservation)
    if bound is None or asks_anew or room_id != reservation.room_id:
        return None, None
    return _in_both(bound, (starts, ends)) or (None, None)


def costs(
    actor: Actor, reservation: Reservation, spans: list[Span]
) -> Iterator[tuple[Span, int]]:
    """Each span with what its time had cost: the price of what there was, less that of what is left without it.

    So many small steps never cost more than one, however the school rounds or whatever it charges at least.
    """
    left = access.too_late_to_give_back(actor, reservation)
    if left is None:
        return
    cost = pricing.of_part(reservation, *left).cost_minor
    for since, until in spans:
        left = (until, left[1]) if since == left[0] else (left[0], since)
        rest = (
            pricing.of_part(reservation, *left, alone=True).cost_minor
            if left[0] < left[1]
            else 0
        )
        yield (since, until), max(0, cost - rest)
        cost = min(cost, rest)


def _in_both(one: Span, other: Span) -> Span | None:
    """What two spans share, if they share anything."""
    since, until = max(one[0], other[0]), min(one[1], other[1])
    return (since, until) if since < until else None
