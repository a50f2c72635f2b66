"""Days of a basket's line: why it cannot be lent on them, and the nearest on which it can."""

from collections.abc import Callable

from webapp.core.actor import Actor
from webapp.core.errors import Offer, Refusal

from ..asking import enough
from ..days import desk_room, due_days, near_days, pickup_days
from ..days.desk_room import IsEnough
from ..days.loan_days import Days
from ..days.visits import Room
from ..rules import limits


def told(check: Callable[[], None]) -> tuple[str, list[Offer]]:
    """What a check refuses, if it does, and its offers."""
    try:
        check()
    except Refusal as no:
        return next(iter(no.fields.values()), no.message), no.offers
    return "", []


def wrong_thing_or_days(
    actor: Actor,
    check_is_lent: Callable[[], None],
    longest: int,
    days: Days,
    room: Room,
    is_enough: IsEnough,
) -> tuple[str, list[Offer]]:
    """Why it cannot be lent, or not on these days, and the nearest days that would do and on which there is enough."""
    try:
        check_is_lent()
        limits.days(actor, *days, longest, room)
    except Refusal as no:
        if not no.fields:
            return no.message, []
        near = _near(actor, days, longest, room, is_enough)
        offers = [desk_room.other_days(days, near)] if near else []
        return next(iter(no.fields.values())), offers
    return "", []


def _near(
    actor: Actor, days: Days, longest: int, room: Room, is_enough: IsEnough
) -> Days | None:
    """The nearest days on which the school is open, there is room at its desk, and enough; None if there are none."""
    starts = pickup_days.nearest(actor, days.starts, room)
    last = due_days.latest(starts, longest, room).day
    due = due_days.settle(starts, max(starts, min(days.due, last)), room).day
    bounds = enough.bounds(actor, longest, room)
    near = near_days.with_room(starts, due, is_enough, bounds)
    return Days(*near) if near else None
