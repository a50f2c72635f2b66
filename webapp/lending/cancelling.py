"""Cancelling a whole request: what of it is not out yet is given up in one act."""

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _

from . import checkouts, notices, requests
from .whole import Whole


def find(actor: Actor, id: int) -> Whole:
    """A request of which something can be given up. Conflict if nothing is left."""
    whole = requests.find(actor, id)
    if not whole.to_fetch:
        raise Conflict(_("Nothing of this request can be cancelled any more"))
    return whole


def cancel(actor: Actor, id: int) -> Whole:
    """Give up all of it that is not out yet; the borrower gets one letter, unless it was them.

    Conflict if nothing is left to give up.
    """
    whole = find(actor, id)
    open_ones = whole.to_fetch
    if len(open_ones) == 1:
        checkouts.cancel(actor, open_ones[0].id)
        return requests.find(actor, id)
    given_up = [checkouts.give_up(actor, line.id) for line in open_ones]
    if actor.id != whole.request.student_id:
        notices.cancelled_several(given_up, by=actor.name)
    return requests.find(actor, id)
