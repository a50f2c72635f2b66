"""Parting: of what was promised some leaves, and what stays behind is a promise of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import About, Entry, Line

from . import pieces, setting_aside
from .counter_terms import Change
from .models import Checkout, CheckoutEvent, CheckoutUnit

COPIED = (
    "request_id",
    "request_set_id",
    "item_id",
    "item_name",
    "student_id",
    "student_name",
    "starts_on",
    "due_on",
    "asked_item_id",
    "asked_from",
    "asked_until",
    "stored_status",
    "notes",
    "requested_at",
    "expires_at",
    "decided_by",
    "decided_at",
    "needs_look",
)


def promise_rest(actor: Actor, parted: Sequence[Change]) -> None:
    """What stays behind of these loans: what of it lies ready is kept aside for it, what does not is only promised.

    The caller takes it off the loans themselves.
    """
    rests = [_rest(change) for change in parted]
    ready = [_lines_ready(change) for change in parted]
    _release(actor, parted)
    db.session.add_all(rests)
    db.session.flush()
    _set_aside(
        actor,
        {rest: lines for rest, lines in zip(rests, ready, strict=True) if lines},
    )
    for change in parted:
        change.plan = replace(change.plan, released=[])


def _rest(change: Change) -> Checkout:
    columns = {name: getattr(change.loan, name) for name in COPIED}
    lies_ready = sum(count for _row, count in change.plan.released) >= change.rest
    ready_at = change.loan.ready_at if lies_ready else None
    return Checkout(quantity=change.rest, ready_at=ready_at, **columns)


def _lines_ready(change: Change) -> list[Line]:
    """What sets aside for the rest what lies ready and does not leave."""
    rows = [row for row, _count in change.plan.released]
    left = dict(change.plan.released)
    lines, missing = list[Line](), change.rest
    for row in rows:
        if count := min(missing, left[row]):
            lines.append(setting_aside.line(change.loan.item_id, row, count))
            missing -= count
    return lines


def _release(actor: Actor, parted: Iterable[Change]) -> None:
    released = [change for change in parted if change.plan.released]
    if released:
        ledger.record_all(actor, [_entry(change) for change in released])
        pieces.follow_all(change.loan for change in released)


def _entry(change: Change) -> Entry:
    lines = setting_aside.back(change.loan, change.plan.released)
    return Entry("release", lines, About(checkout_id=change.loan.id))


def _set_aside(actor: Actor, ready: dict[Checkout, list[Line]]) -> None:
    if ready:
        entries = [
            Entry("set aside", lines, About(checkout_id=rest.id))
            for rest, lines in ready.items()
        ]
        ledger.record_all(actor, entries)
        pieces.follow_all(ready)


def rejoin(loan: Checkout, event: CheckoutEvent) -> None:
    """Take back what the event parted, if nothing was done with the rest since; else both stay promised."""
    count = event.before["quantity"] - event.after["quantity"]
    for rest in _untouched(loan, count) if count else ():
        loan.quantity += count
        loan.asked_quantity += count
        db.session.delete(rest)
    db.session.flush()


def _untouched(loan: Checkout, count: int) -> Iterator[Checkout]:
    """A promise of so many pieces that was parted from this loan."""
    has_pieces = select(CheckoutUnit.id).where(CheckoutUnit.checkout_id == Checkout.id)
    was_decided = select(CheckoutEvent.id).where(CheckoutEvent.checkout_id == Checkout.id)
    query = select(Checkout).where(
        Checkout.id > loan.id,
        Checkout.request_id == loan.request_id,
        Checkout.item_id == loan.item_id,
        Checkout.quantity == count,
        Checkout.stored_status == "approved",
        Checkout.decided_at == loan.decided_at,
        ~has_pieces.exists(),
        ~was_decided.exists(),
    )
    yield from db.session.scalars(query.order_by(Checkout.id).limit(1))
