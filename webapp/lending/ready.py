"""Ready: taking back that something lies at the desk, and no act of anybody else's."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import system_user
from webapp.stock.operations import undo as undoing_acts

from . import access, undoing
from .loans import checkouts
from .models import Checkout
from .notices import ready_notices


def undo(actor: Actor, id: int) -> Checkout:
    """It does not lie ready after all: what a person took off the shelf for it goes back, what the run took stays.

    The e-mail stays in the house if it has not left yet. Conflict if nothing was set aside at the desk.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    if checkout.ready_at is None:
        words = _("This was not set aside at the desk")
        raise Conflict(words, facts={"status": checkout.status, "checkout": id})
    act = undoing.last_act(actor, checkout)
    if act and act.actor_id != system_user.ID:
        undoing_acts.undo(actor, act.id)
        db.session.expire(checkout)
        checkout = checkouts.find(actor, id, lock=True)
    checkout.ready_at = None
    ready_notices.call_back([id])
    db.session.flush()
    return checkout
