"""Taken back: an offer that staff withdrew by hand: what is said before it, and what it did."""

from dataclasses import dataclass

from webapp.core import outbox
from webapp.core.actor import Actor
from webapp.people import people

from .. import access
from ..models import Checkout, ItemWait
from . import needed, offered, wait_events, wait_notices, waits


@dataclass(frozen=True)
class TakenBack:
    """Who withdrew what was offered, whether its borrower gets an e-mail, and who is offered it, or would be, next."""

    by: str
    is_told: bool
    is_offered_to: ItemWait | None
    next_in_line: ItemWait | None


def to_take_back(actor: Actor, id: int) -> tuple[ItemWait, Checkout]:
    """A place and what is offered to it. NotAllowed for students; Conflict if nothing is offered."""
    wait = waits.find(actor, id)
    access.check_may_order_queue(actor)
    loan = offered.loans_of([wait]).get(wait.id)
    if loan is None:
        raise waits.already_over(wait)
    return wait, loan


def next_in_line(wait: ItemWait) -> ItemWait | None:
    """Who else is the first that waits for the same and can be served; the caller has checked who may know."""
    line = needed.by_others([wait.item_id]).get(wait.item_id, [])
    return next((other for other in line if other.id != wait.id), None)


def of(wait: ItemWait) -> TakenBack | None:
    """What was done, where nothing was done with the place since; None otherwise."""
    last = wait_events.last(wait) if wait.status == "waiting" and wait.is_resting else None
    if last is None or last.kind != "withdrawn":
        return None
    step = wait_notices.withdrawn_step(last.facts.get("checkout"))
    return TakenBack(
        people.names([last.by]).get(last.by, ""),
        (wait.id, step) in outbox.written(wait_notices.ABOUT, [wait.id]),
        wait_events.offered_since(wait, last),
        next_in_line(wait),
    )
