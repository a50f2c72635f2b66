"""Settling: what came back with something missing, or to be looked into, stands on a list until somebody settles it."""

from collections.abc import Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.operations.undo import Operation

from . import access, checkouts, events, loan_writes
from .models import Checkout

BACK = ("out", "returned", "lost")  # what a loan may be of which something came back


def mark(actor: Actor, back: Sequence[Checkout]) -> None:
    """These came back and are not settled; the notes of the return say why."""
    if not back:
        return
    before, now = [events.state(loan) for loan in back], clock.now()
    loan_writes.write({loan: {"unsettled_at": now} for loan in back})
    events.record_all(actor, "unsettled", zip(back, before, strict=True), now)


def settle(actor: Actor, id: int, *, notes: str = "") -> Checkout:
    """It is complete, or nobody asks for the rest any more. Conflict if it is settled already."""
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *BACK)
    if checkout.unsettled_at is None:
        words = _("There is nothing to settle about this loan")
        raise Conflict(words, facts={"settled": True})
    before = events.state(checkout)
    checkout.unsettled_at = None
    db.session.flush()
    events.record(actor, checkout, "settled", before, why=notes)
    return checkout


def undo(actor: Actor, id: int) -> Checkout:
    """To be settled again, since the day it was. Conflict unless settling it was the last that was said of it."""
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *BACK)
    event = events.last_standing(id, "settled")
    if event is None or checkout.unsettled_at:
        words = _("This was not settled, so there is nothing to undo")
        raise Conflict(words, facts={"settled": checkout.unsettled_at is None})
    before = events.state(checkout)
    marked = events.last_standing(id, "unsettled")
    checkout.unsettled_at = marked.at if marked else clock.now()
    db.session.flush()
    events.record(actor, checkout, "undo", before, undoes=event.id)
    return checkout


def forget(checkout: Checkout, operation: Operation) -> None:
    """A return was undone: what it left to be settled is out again."""
    if checkout.unsettled_at and checkout.unsettled_at >= operation.created_at:
        checkout.unsettled_at = None
