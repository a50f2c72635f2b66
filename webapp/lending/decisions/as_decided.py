"""As decided: whether anything was done with a loan since it was decided, and what can still be undone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from webapp.core import outbox, rows
from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.ledger import ledger

from .. import access
from ..loans import events, together
from ..models import Checkout, CheckoutEvent


def check(checkout: Checkout) -> None:
    """Conflict if something was done with it since it was decided."""
    facts = {"status": checkout.status, "checkout": checkout.id}
    if not is_so(checkout):
        raise Conflict(_("The desk has already acted on this"), facts=facts)
    since = _moved_on_since({checkout.id: checkout.decided_at})
    if since.get(checkout.id) == "give":
        raise Conflict(
            _("It was given to somebody else since; take that back first"), facts=facts
        )
    if since:
        raise Conflict(_("It may be kept longer since; take that back first"), facts=facts)
    if (
        checkout.status == "out"
        and ledger.held(checkout.id)["on_rent"] != checkout.quantity
    ):
        raise Conflict(_("Some of it has already been returned"), facts=facts)


def is_so(checkout: Checkout) -> bool:
    """Whether the decision is the last thing that was done; what was handed out with it left in the same act.

    So was, until approving became a promise, what was set aside at the moment of the decision.
    """
    if any(row.aside_at != checkout.decided_at for row in checkout.aside):
        return False
    left_with_it = checkout.status == "out" and checkout.out_at == checkout.decided_at
    return left_with_it or checkout.status in ("approved", "rejected")


def undoable(actor: Actor, decided: Iterable[Checkout]) -> dict[int, datetime]:
    """Which of these can still be undone, and until when."""
    if not access.may_approve(actor):
        return {}
    fresh = {each.id: each.decided_at for each in decided if is_so(each)}
    if not fresh:
        return {}
    waiting = outbox.waiting("checkout", fresh, ("approved", "rejected"))
    if not waiting:
        return {}
    since, shared = _moved_on_since(fresh), together.answered_with(waiting)
    return {id: at for id, at in waiting.items() if id not in since.keys() | shared.keys()}


def _moved_on_since(decided: Mapping[int, datetime | None]) -> dict[int, str]:
    """Which of these loans were given to somebody else, or may be kept longer, since they were decided."""
    query = select(CheckoutEvent).where(
        CheckoutEvent.checkout_id.in_(decided),
        CheckoutEvent.kind.in_(("give", *events.LONGER)),
        events.STANDS,
    )
    return {
        event.checkout_id: event.kind
        for event in rows.listed(query)
        if _is_after(event, decided)
    }


def _is_after(event: CheckoutEvent, decided: Mapping[int, datetime | None]) -> bool:
    at = decided[event.checkout_id]
    return at is not None and event.at > at
