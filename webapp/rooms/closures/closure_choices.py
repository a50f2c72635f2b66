"""What becomes of each booking in the way of a closure: moved, cancelled, or left where it is."""

from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _

from .. import access
from ..models import Reservation
from ..occupied.booking_requests import Wish
from ..occupied.spaces import Place
from ..reservations import booking, changes, notices, reservations
from .closure_plans import Plan, changed


class Choice(NamedTuple):
    """What becomes of a booking as it was seen: move it to a room, cancel it, or leave it and close around it."""

    reservation: int
    version: int
    do: str  # move, cancel or around
    room: int | None = None


def carry_out(
    actor: Actor,
    planned: Plan,
    hit: Reservation,
    choice: Choice,
    places: dict[int, Place],
) -> None:
    """Cancelled or moved, with an e-mail that says why. Conflict if it cannot go where it was chosen to."""
    if choice.do == "cancel":
        reservations.give_back(hit, by=actor)
        notices.cancelled(hit, by=actor, because=planned.reason)
    elif choice.do == "move":
        _move(actor, planned, hit, places.get(choice.room or 0))


def _move(actor: Actor, planned: Plan, hit: Reservation, to: Place | None) -> None:
    """It costs at most what it cost before."""
    if to is None or to.room in planned.rooms or not access.may_move(actor, hit):
        raise changed(
            planned,
            _("The booking in %(room)s cannot be moved there", room=hit.room.name),
        )
    cost_minor = hit.total_cost_minor
    wish = Wish(
        actor,
        hit.student_id,
        to,
        hit.starts_at,
        hit.ends_at,
        to.room.turnover_minutes,
        hit.notes,
    ).instead(hit.id, hit.purpose, hit.override_reason or planned.reason)
    try:
        booking.check(wish)
    except Conflict as refusal:
        raise changed(planned, refusal.message) from None
    changes.put(
        hit,
        wish,
        last_minute=hit.last_minute,
        because=planned.reason,
        most=cost_minor,
    )
