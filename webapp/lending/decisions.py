"""Decisions: what a teacher says to a request, and taking it back until the letter leaves."""

from collections.abc import Iterable
from datetime import date, datetime

from webapp.core import clock, outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.items import items
from webapp.stock.ledger import ledger

from . import access, checkouts, choosing, events, handovers, limits, notices
from .models import Checkout


def approve(
    actor: Actor,
    id: int,
    *,
    due_date: date | None = None,
    hand_out: bool = False,
    unit: int | None = None,
) -> Checkout:
    """Promise the pieces, perhaps until another day: nothing moves until they are set aside or handed out.

    With `hand_out` they leave at once, for a teacher who has the instrument at hand, perhaps as a certain unit.
    """
    checkout = _to_decide(actor, id)
    give(actor, checkout, due_date)
    if hand_out:
        choosing.choose(checkout, unit)
        handovers.leave(actor, checkout)
        checkout.out_at = checkout.decided_at  # one act, so that undoing it is one act too
        db.session.flush()
    notices.decided(checkout)
    return checkout


def reject(actor: Actor, id: int, *, reason: str) -> Checkout:
    """Decline a request; the borrower reads the reason."""
    checkout = _to_decide(actor, id)
    before = events.state(checkout)
    checkout.status, checkout.reason = "rejected", reason
    checkout.decided_by, checkout.decided_at = actor.id, clock.now()
    checkout.closed_at = checkout.decided_at
    events.record(actor, checkout, "decline", before, why=reason)
    notices.decided(checkout)
    return checkout


def undo(actor: Actor, id: int) -> Checkout:
    """Back to pending, as it was asked for. Conflict if the letter has left or the checkout moved on since."""
    checkout = checkouts.take(
        actor, id, access.may_approve(actor), "approved", "out", "rejected"
    )
    _check_undoable(checkout)
    before = events.state(checkout)
    ledger.reverse(actor, id)
    checkout.status, checkout.reason = "pending", ""
    checkout.starts_on, checkout.due_on = checkout.asked_from, checkout.asked_until
    checkout.decided_by = checkout.decided_at = None
    checkout.aside_at = checkout.out_at = checkout.closed_at = None
    checkout.unit_id = None
    events.record(actor, checkout, "undo", before, undoes=events.standing(id))
    return checkout


def _check_undoable(checkout: Checkout) -> None:
    """Call its letter back. Conflict if that has left, or something was done since."""
    facts = {"status": checkout.status}
    if not _is_as_decided(checkout):
        raise Conflict(_("The desk has already acted on this"), facts=facts)
    if (
        checkout.status == "out"
        and ledger.held(checkout.id)["on_rent"] != checkout.quantity
    ):
        raise Conflict(_("Some of it has already been returned"), facts=facts)
    if not outbox.cancel("checkout", checkout.id, checkout.status_decided):
        words = _(
            "The e-mail has already been sent; cancel the loan or check it in instead"
        )
        raise Conflict(words, facts=facts)


def _is_as_decided(checkout: Checkout) -> bool:
    """Whether the decision is the last thing that was done; what was handed out with it left in the same act.

    So was, until approving became a promise, what was set aside at the moment of the decision.
    """
    if checkout.aside_at not in (None, checkout.decided_at):
        return False
    return checkout.status != "out" or checkout.out_at == checkout.decided_at


def undoable(actor: Actor, decided: Iterable[Checkout]) -> dict[int, datetime]:
    """Which of these can still be undone, and until when."""
    if not access.may_approve(actor):
        return {}
    fresh = [
        checkout.id
        for checkout in decided
        if checkout.status in ("approved", "rejected", "out") and _is_as_decided(checkout)
    ]
    return outbox.waiting("checkout", fresh, ("approved", "rejected")) if fresh else {}


def give(actor: Actor, checkout: Checkout, due_date: date | None) -> None:
    """Promise a pending checkout its pieces on its days.

    Conflict if they are not free any more or not lent out any more; NotAllowed for one's own where that needs another.
    """
    limits.check_second_person(actor, checkout)
    limits.check_lent_out(checkout.item_id)
    before, due = events.state(checkout), due_date or checkout.due_on
    limits.check_days(checkout.starts_on, due)
    limits.check_enough_to_give(
        checkout.item_id, checkout.starts_on, due, checkout.quantity
    )
    checkout.due_on = due
    checkout.location_id = items.best_location(
        checkout.item_id, checkout.location_id, checkout.quantity
    )
    checkout.status = "approved"
    checkout.decided_by, checkout.decided_at = actor.id, clock.now()
    events.record(actor, checkout, "approve", before)


def _to_decide(actor: Actor, id: int) -> Checkout:
    return checkouts.take(actor, id, access.may_approve(actor), "pending")
