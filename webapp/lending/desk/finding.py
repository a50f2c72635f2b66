"""Finding: what was lost on a loan turns up, and its loss is taken back with its value."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.movements import history, returns
from webapp.stock.operations import undo

from .. import access
from ..loans import checkouts
from ..models import Checkout


def find(actor: Actor, id: int, *, notes: str = "") -> Checkout:
    """Undo the last loss of a loan that stands: its pieces are out again, to be checked in.

    Conflict if nothing of it is recorded as lost, or if what was lost moved on since.
    """
    checkout = checkouts.take(
        actor, id, access.may_take_back(actor), "out", "returned", "lost"
    )
    losses = [part for part in returns.of_checkout(id) if part.kind == "lost"]
    if not losses:
        words = _("Nothing of this loan is recorded as lost; check in what is here")
        raise Conflict(words, facts={"lost": 0, "status": checkout.status, "checkout": id})
    undo.undo(actor, losses[-1].operation_id, notes=notes)
    db.session.expire(checkout)
    return checkouts.find(actor, id)


def lost_on(actor: Actor, unit_id: int) -> Checkout | None:
    """The loan on which a unit was lost, if that was never taken back. For staff."""
    losses = history.listed(actor, unit=unit_id, kind="lost", standing=True, limit=1)
    ids = [loss.checkout_id for loss in losses if loss.checkout_id]
    return checkouts.find(actor, ids[0]) if ids else None
