"""Rearranging: what was promised and is not handed out yet becomes another item, or moves to other days."""

from datetime import date

from webapp.core import outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import calendar

from . import (
    access,
    certain_units,
    checkouts,
    decisions,
    events,
    limits,
    notices,
    pieces,
    setting_aside,
)
from .decisions import Terms
from .models import Checkout, CheckoutEvent
from .models.events import Facts
from .naming import Reference


def rearrange(
    actor: Actor,
    id: int,
    *,
    item: int | None = None,
    unit: Reference | None = None,
    checkout_date: date | None = None,
    due_date: date | None = None,
    reason: str = "",
) -> Checkout:
    """Promise another item, one certain unit, or other days; what was set aside goes back on the shelf.

    The borrower is told, but not of which unit it is.

    Invalid for days that make no sense; Conflict if others have it then, or if nothing would change.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    before = events.state(checkout)
    terms: Terms = {"item": item, "checkout_date": checkout_date, "due_date": due_date}
    _promise_anew(actor, checkout, terms, unit)
    if events.state(checkout) == before:
        raise Conflict(_("Nothing would change"), facts={"version": checkout.version})
    event_id = events.record(actor, checkout, "change", before, why=reason)
    if _is_told(before, events.state(checkout)):
        notices.rearranged(checkout, event_id, reason=reason)
    return checkout


def undo(actor: Actor, id: int) -> Checkout:
    """As it was promised before. Conflict if others have that by now, or if something else was decided since."""
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    event = db.session.get(CheckoutEvent, events.standing(id) or 0)
    if event is None or event.kind != "change":
        facts = {"status": checkout.status}
        raise Conflict(_("Nothing was changed since it was approved"), facts=facts)
    before = events.state(checkout)
    checkout.pinned_unit_id = None
    _promise_anew(actor, checkout, _terms(event.before), event.before.get("unit"))
    undo_id = events.record(actor, checkout, "undo", before, undoes=event.id)
    if _is_told(before, events.state(checkout)):
        _tell_undone(checkout, event.id, undo_id)
    return checkout


def _tell_undone(checkout: Checkout, event_id: int, undo_id: int) -> None:
    """Whoever was told of the change hears that it holds no more; an e-mail that has not left yet, is not sent."""
    if not outbox.cancel("checkout", checkout.id, notices.rearranged_step(event_id)):
        notices.rearranged(checkout, undo_id)


def _is_told(before: Facts, after: Facts) -> bool:
    """Whether it is another item or other days; which one of them it is, the borrower need not know."""
    return any(before[name] != after[name] for name in ("item", "starts_on", "due_on"))


def _promise_anew(
    actor: Actor, checkout: Checkout, terms: Terms, unit: Reference | None
) -> None:
    """As if it was only asked for, so that what it has now is free for it."""
    _release(actor, checkout)
    outbox.cancel("checkout", checkout.id, "ready")
    checkout.status, checkout.ready_at = "pending", None
    item_before = checkout.item_id
    decisions.settle(actor, checkout, terms, unit)
    db.session.flush()
    item_id, starts, due = checkout.item_id, checkout.starts_on, checkout.due_on
    needs_look = limits.check_lent_out(item_id).needs_second_look
    limits.check_enough_to_give(item_id, starts, due, checkout.quantity)
    certain_units.check_can_be_given(checkout)
    checkout.status = "approved"
    if item_id != item_before:
        checkout.needs_look = needs_look
    db.session.flush()


def _release(actor: Actor, checkout: Checkout) -> None:
    """What is set aside goes back on the shelf."""
    if aside := setting_aside.all_aside(checkout):
        pieces.move(actor, checkout, "release", setting_aside.back(checkout, aside))


def _terms(state: Facts) -> Terms:
    return {
        "item": state["item"],
        "checkout_date": max(date.fromisoformat(state["starts_on"]), calendar.today()),
        "due_date": date.fromisoformat(state["due_on"]),
    }
