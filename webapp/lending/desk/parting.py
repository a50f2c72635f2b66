"""Parting: of what was promised some leaves, and what stays behind is a promise of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import About, Entry, Line

from ..loans import events, pieces
from ..models import Checkout, CheckoutEvent
from ..models.endings import JOINED
from . import setting_aside
from .counter_terms import Change

PARTED = "parted"  # of the event that says which loan it is the rest of
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


def promise_rest(actor: Actor, parted: Sequence[Change]) -> dict[int, int]:
    """What stays behind of these loans: what of it lies ready is kept aside for it, what does not is only promised.

    The ids of the rests, by those of the loans; the caller takes them off the loans themselves.
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
    return _remember(actor, [change.loan.id for change in parted], rests)


def _remember(
    actor: Actor, ids: Sequence[int], rests: Sequence[Checkout]
) -> dict[int, int]:
    """Keep which loan each rest was parted from; the ids of the rests by those of the loans."""
    states = [(rest, events.state(rest)) for rest in rests]
    events.record_all(actor, PARTED, states, also=[{"parted_from": id} for id in ids])
    return dict(zip(ids, (rest.id for rest in rests), strict=True))


def _rest(change: Change) -> Checkout:
    columns = {name: getattr(change.loan, name) for name in COPIED}
    lies_ready = sum(count for _row, count in change.plan.released) >= change.rest
    ready_at = change.loan.ready_at if lies_ready else None
    return Checkout(quantity=change.rest, ready_at=ready_at, **columns)


def _lines_ready(change: Change) -> list[Line]:
    """What sets aside for the rest what lies ready and does not leave."""
    left = dict(change.plan.released)
    lines, missing = list[Line](), change.rest
    for row in left:
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


def rejoin(actor: Actor, loan: Checkout, event: CheckoutEvent) -> None:
    """Take back what the event parted, if it still is as it was parted; else both stay promised.

    The rest is never deleted, for the books name it: it is closed, as part of the same loan again.
    """
    rest, parted = _rest_of(event)
    if rest is None or parted is None or not _is_as_parted(rest, parted):
        return
    loan.quantity += rest.quantity
    loan.asked_quantity += rest.quantity
    before = events.state(rest)
    rest.status, rest.closed_at, rest.ending = "cancelled", clock.now(), JOINED
    rest.decided_by = rest.decided_at = None  # what was approved is the loan's again
    db.session.flush()
    events.record(actor, rest, "joined", before, undoes=parted.id)


def _rest_of(event: CheckoutEvent) -> tuple[Checkout | None, CheckoutEvent | None]:
    """What an event at the counter left promised, locked, and how it was parted."""
    id = event.after.get("rest")
    if id is None:
        return None, None
    rest = db.session.get(Checkout, id, with_for_update=True, populate_existing=True)
    return rest, events.last_standing(id, PARTED)


def _is_as_parted(rest: Checkout, parted: CheckoutEvent) -> bool:
    """Whether it is promised as it was, to the same person, and nothing of it lies ready."""
    is_same = all(parted.after[name] == now for name, now in events.state(rest).items())
    return is_same and not rest.aside
