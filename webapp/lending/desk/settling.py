"""Settling: what came back with something missing, or to be looked into, stands on a list until somebody settles it."""

from collections.abc import Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.operations.undo import Operation

from .. import access
from ..loans import checkouts, events, loan_writes
from ..models import Checkout, CheckoutEvent

KINDS = "unsettled", "settled"  # of the events
BACK = ("out", "returned", "lost")  # what a loan may be of which something came back


def mark(actor: Actor, back: Sequence[tuple[Checkout, int]]) -> None:
    """These came back with the returns of these ids and are not settled; the notes of the returns say why."""
    if not back:
        return
    changed, now = [(loan, events.state(loan)) for loan, _id in back], clock.now()
    loan_writes.write({loan: {"unsettled_at": now} for loan, _id in back})
    also = [{"return": id} for _loan, id in back]
    events.record_all(actor, "unsettled", changed, now, also=also)


def settle(actor: Actor, id: int, *, notes: str = "") -> Checkout:
    """It is complete, or nobody asks for the rest any more. Conflict if it is settled already."""
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *BACK)
    if checkout.unsettled_at is None:
        words = _("There is nothing to settle about this loan")
        raise Conflict(words, facts={"settled": True, "checkout": id})
    before = events.state(checkout)
    checkout.unsettled_at = None
    db.session.flush()
    events.record(actor, checkout, "settled", before, why=notes)
    return checkout


def undo(actor: Actor, id: int) -> Checkout:
    """To be settled again, since the day it was. Conflict unless settling it was the last that was said of it."""
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *BACK)
    event = _last(checkout)
    if event is None:
        words = _("This was not settled, so there is nothing to undo")
        facts = {"settled": checkout.unsettled_at is None, "checkout": id}
        raise Conflict(words, facts=facts)
    _undo(actor, checkout, event)
    return checkout


def undoable(actor: Actor, checkout: Checkout) -> bool:
    """Whether settling it can be taken back."""
    is_over = checkout.status in BACK and not checkout.forgotten_at
    return is_over and access.may_take_back(actor) and _last(checkout) is not None


def _last(checkout: Checkout) -> CheckoutEvent | None:
    """By which it was settled, unless something of it is to be settled since."""
    if checkout.unsettled_at:
        return None
    return events.last_standing(checkout.id, "settled")


def forget(actor: Actor, checkout: Checkout, operation: Operation) -> None:
    """A return was undone: what it left to be settled is out again, and what settled only that is undone with it.

    What an earlier return left to be settled stays so.
    """
    is_marked = False
    for event in events.standing_of(checkout.id, *KINDS):
        is_mark = event.kind == "unsettled"
        if is_mark and event.after.get("return") != operation.id:
            is_marked = True
        elif is_mark or not is_marked:
            _undo(actor, checkout, event)


def _undo(actor: Actor, checkout: Checkout, event: CheckoutEvent) -> None:
    """Take back what was said of it; it is unsettled since the last mark that nobody has settled."""
    before = events.state(checkout)
    events.record(actor, checkout, "undo", before, undoes=event.id)
    standing = events.standing_of(checkout.id, *KINDS)
    last = standing[-1] if standing else None
    checkout.unsettled_at = last.at if last and last.kind == "unsettled" else None
    db.session.flush()
