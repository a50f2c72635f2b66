"""Cancelling a whole request, or a set of it: what of it is not out yet is given up in one act."""

from collections.abc import Collection, Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _

from .. import access
from ..decisions import giving_up
from ..models import Checkout
from ..notices import notices
from . import requests
from .whole import Whole


def to_give_up(
    actor: Actor, id: int, sets: Collection[int] = ()
) -> tuple[Whole, Sequence[Checkout]]:
    """A request, and what of it can be given up; of it only these sets, by the ids of their being asked for, if any
    are named. NotAllowed but for its borrower and staff, Conflict if nothing is left.
    """
    whole = requests.find(actor, id)
    access.check_may_give_up(actor, whole.request.student_id)
    lines = [line for line in whole.to_fetch if not sets or line.request_set_id in sets]
    if not lines:
        raise Conflict(_("Nothing of this request can be cancelled any more"))
    return whole, lines


def cancel(actor: Actor, id: int, sets: Collection[int] = ()) -> Whole:
    """Give up all of it that is not out yet, or of these sets; the borrower gets one letter, unless it was them.

    Conflict if nothing is left to give up.
    """
    whole, lines = to_give_up(actor, id, sets)
    if len(lines) == 1:
        giving_up.cancel(actor, lines[0].id)
        return requests.find(actor, id)
    at = clock.now()
    given_up = [giving_up.give_up(actor, line.id, at=at) for line in lines]
    if actor.id != whole.request.student_id:
        loans = [loan for loan, _event_id in given_up]
        notices.cancelled_several(loans, given_up[0].event_id)
    return requests.find(actor, id)
