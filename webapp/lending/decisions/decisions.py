"""Decisions: what a teacher says to a request, and taking it back until the letter leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypedDict, Unpack

from webapp.core import clock, outbox, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, lazy, ngettext
from webapp.people import people
from webapp.stock import released
from webapp.stock.items import archiving, items
from webapp.stock.ledger import ledger
from webapp.stock.units import units

from .. import access
from ..days import due_days
from ..desk import collecting, handovers
from ..loans import checkouts, events, pieces, swaps, together
from ..models import Checkout
from ..models.checkouts import Columns
from ..models.events import Facts
from ..notices import notices
from ..rules import limits, promising, second_person
from ..units import choosing
from ..units.naming import Reference
from . import as_decided

LETTER_LEFT = lazy(
    "The e-mail has already been sent; cancel the loan or check it in instead"
)


class Terms(TypedDict, total=False):
    """What is approved where it differs from what was asked for: fewer pieces, another item, other days."""

    granted: int | None
    item: int | None
    checkout_date: date | None
    due_date: date | None


def approve(
    actor: Actor,
    id: int,
    *,
    hand_out: bool = False,
    version: int | None = None,
    unit: Reference | None = None,
    units: Sequence[Reference] | None = None,
    notes: str = "",
    **terms: Unpack[Terms],
) -> Checkout:
    """Promise the pieces, perhaps on other terms: nothing moves until they are set aside or handed out.

    With `hand_out` they leave at once, for a teacher who has the instruments at hand, perhaps as certain units. The
    borrower reads the `notes`. Stale if its borrower has changed it since `version`.
    """
    checkout = _to_decide(actor, id)
    rows.check_version(version, checkout.version, checkouts.CHANGED)
    if (unit or units) and not hand_out:
        words = _("A unit is named only where it is handed out at once")
        raise Invalid(fields={"unit" if unit else "units": words})
    give(actor, checkout, note=notes, **terms)
    if hand_out:
        _hand_out(actor, checkout, choosing.references(unit, units))
    notices.decided(checkout, note=notes)
    return checkout


def _hand_out(actor: Actor, checkout: Checkout, names: Sequence[Reference]) -> None:
    """In the same act as it is approved, so that undoing it is one act too."""
    collecting.check_may_collect(people.contact(checkout.student_id))
    handovers.leave(actor, checkout, names)
    checkout.out_at = checkout.decided_at
    db.session.flush()


def reject(actor: Actor, id: int, *, reason: str, version: int | None = None) -> Checkout:
    """Decline a request; the borrower reads the reason. Stale if its borrower has changed it since `version`."""
    checkout = _to_decide(actor, id)
    rows.check_version(version, checkout.version, checkouts.CHANGED)
    decline(actor, checkout, reason)
    notices.decided(checkout)
    return checkout


def decline(actor: Actor, checkout: Checkout, reason: str) -> None:
    """It ends here; nobody is told yet. Invalid without a reason, which the borrower reads."""
    if not reason:
        raise Invalid(fields={"reason": _("Fill this in")})
    before = events.state(checkout)
    checkout.status, checkout.reason = "rejected", reason
    checkout.decided_by = actor.id
    checkout.decided_at = checkout.closed_at = clock.now()
    released.note([checkout.item_id])
    events.record(actor, checkout, "decline", before, why=reason)


def undo(actor: Actor, id: int) -> Checkout:
    """Back to pending, as it was asked for. Conflict if the letter has left or the checkout moved on since."""
    checkout = checkouts.take(
        actor, id, access.may_approve(actor), "approved", "out", "rejected"
    )
    as_decided.check(checkout)
    _call_letter_back(checkout)
    take_back(actor, checkout)
    return checkout


def take_back(actor: Actor, checkout: Checkout) -> None:
    """Pending again, as it was asked for; the caller has called its letter back.

    What was changed since it was approved goes too, and nobody is told of it any more. Conflict if it was declined, and
    its borrower may not come in any more.
    """
    if checkout.status == "rejected":
        promising.check_may_borrow(checkout)
        swaps.check_only_one(checkout)
    before, decision = events.state(checkout), events.decision(checkout.id)
    for change in events.changes_since(checkout.id, decision):
        outbox.cancel("checkout", checkout.id, notices.rearranged_step(change.id))
    ledger.reverse(actor, checkout.id)
    checkout.status, checkout.reason = "pending", ""
    _as_asked(checkout, decision)
    checkout.decided_by = checkout.decided_at = None
    checkout.needs_look = False
    checkout.out_at = checkout.closed_at = None
    pieces.follow(checkout)
    events.record(actor, checkout, "undo", before, undoes=decision)


def _as_asked(checkout: Checkout, decision: int | None) -> None:
    """The item, the number and the days exactly as they were asked for.

    Only what the school has moved off closed days since the decision is off them, as what waits for an answer is moved.
    """
    if any(
        event.id > (decision or 0) for event in events.standing_of(checkout.id, "moved")
    ):
        again = due_days.again(checkout.asked_from, checkout.asked_until)
        checkout.asked_from, checkout.asked_until = again.starts, again.due
    checkout.starts_on, checkout.due_on = checkout.asked_from, checkout.asked_until
    checkout.quantity = checkout.asked_quantity
    if checkout.item_id != checkout.asked_item_id:
        item_id = checkout.asked_item_id
        checkout.item_id, checkout.item_name = item_id, archiving.terms(item_id).name
        checkout.pinned_unit_id = _unit_asked_for(checkout)


def _unit_asked_for(checkout: Checkout) -> int | None:
    """The certain unit that was asked for, where another item was approved."""
    approvals = events.standing_together([checkout.id], "approve")
    return approvals[-1].before.get("unit") if approvals else None


def _call_letter_back(checkout: Checkout) -> None:
    """Conflict if it has left, or tells of other lines of the request too."""
    facts: Facts = {"status": checkout.status, "checkout": checkout.id}
    if others := together.answered_with([checkout.id]).get(checkout.id):
        words = ngettext(
            "It was answered together with %(num)s other thing; undo the whole answer",
            "It was answered together with %(num)s other things; undo the whole answer",
            others,
        )
        raise Conflict(words, facts=facts | {"request": checkout.request_id})
    if not outbox.cancel("checkout", checkout.id, checkout.status_decided):
        raise Conflict(LETTER_LEFT, facts=facts)


def give(
    actor: Actor, checkout: Checkout, *, note: str = "", **terms: Unpack[Terms]
) -> None:
    """Promise a pending checkout its pieces on its days, or what the terms say instead; the event keeps the note.

    Invalid for more than was asked for and for days that make no sense. Conflict if they are not free any more or not
    lent out any more, or if its borrower may not come in any more; NotAllowed for one's own where that needs another.
    """
    second_person.check(actor, checkout)
    promising.check_may_borrow(checkout)
    before = events.state(checkout)
    check_open_days(checkout, terms)
    settle(actor, checkout, terms)
    with _offering_fewer():
        needs_look = promising.check_can_be_promised(checkout).needs_second_look
    rows.assign(checkout, as_promised(actor, needs_look=needs_look))
    events.record(actor, checkout, "approve", before, why=note)


@contextmanager
def _offering_fewer() -> Iterator[None]:
    """Where too few are left, offer to approve those, or on the next days on which there are enough."""
    try:
        yield
    except Conflict as no:
        if left := no.facts.get("free"):
            words = _("Approve %(number)s", number=left)
            no.offers = [Offer(words, {"granted": left})]
        no.offers += limits.other_days(no)
        raise


def as_promised(actor: Actor, *, needs_look: bool = False) -> Columns:
    """What of a checkout changes as it is approved; the caller has checked it, and keeps the event."""
    return {
        "needs_look": needs_look,
        "stored_status": "approved",
        "decided_by": actor.id,
        "decided_at": clock.now(),
    }


def check_open_days(checkout: Checkout, terms: Terms) -> None:
    """As `promising.check_open_days`."""
    first, due_on = terms.get("checkout_date"), terms.get("due_date")
    promising.check_open_days(checkout, first, due_on)


def settle(
    actor: Actor, checkout: Checkout, terms: Terms, unit: Reference | None = None
) -> None:
    """What is to be promised, perhaps one certain unit, and on which days."""
    starts = terms.get("checkout_date") or checkout.starts_on
    if starts != checkout.starts_on:
        limits.check_near("checkout_date", starts)
    due = terms.get("due_date") or checkout.due_on
    limits.check_days(starts, due)
    checkout.starts_on, checkout.due_on = starts, due
    if granted := terms.get("granted"):
        limits.check_granted(granted, checkout.asked_quantity)
        checkout.quantity = granted
    if another := terms.get("item"):
        _change_item(actor, checkout, another)
    if unit:
        checkout.pinned_unit_id = units.pick(checkout.item_id, unit).id


def _change_item(actor: Actor, checkout: Checkout, item_id: int) -> None:
    item = items.find(actor, item_id)
    checkout.item_id, checkout.item_name = item.id, item.name
    checkout.pinned_unit_id = None  # it is one of the item that was asked for


def _to_decide(actor: Actor, id: int) -> Checkout:
    return checkouts.take(actor, id, access.may_approve(actor), "pending")
