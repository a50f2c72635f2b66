"""Readying: staff say that what came back is ready before its service days are over, or needs them after all."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock import released
from webapp.stock.movements import came_back

from .. import access
from ..availability import looked_after
from ..availability.looked_after import LookedAfter
from ..loans import checkouts
from ..models import Checkout

SOME_BACK = ("out", "returned", "lost")


def end(actor: Actor, id: int, *, unit: int | None = None) -> Checkout:
    """What came back of a loan, or one unit of it, is ready now: others can ask for it, and who waits is offered it.

    Conflict if nothing of it is looked after.
    """
    loan = _take(actor, id)
    pieces = looked_after.not_ready(_of(loan, unit))
    if not pieces:
        words = _("Nothing of this loan is looked after now")
        raise Conflict(words, facts={"status": loan.status})
    came_back.say_ready(actor, _movement_ids(pieces))
    db.session.flush()
    released.note([loan.item_id])
    return loan


def undo(actor: Actor, id: int, *, unit: int | None = None) -> Checkout:
    """It needs more time: it is looked after again, for as many days as its item says since it came back.

    Conflict if nobody said that it is ready, if those days are over, or if it has left the shelf since.
    """
    loan = _take(actor, id)
    pieces = [each for each in _of(loan, unit) if each.is_ready]
    if not pieces:
        words = _("Nothing of this loan is on the shelf that was said to be ready sooner")
        raise Conflict(words, facts={"status": loan.status})
    came_back.say_not_ready(_movement_ids(pieces))
    db.session.flush()
    return loan


def _take(actor: Actor, id: int) -> Checkout:
    return checkouts.take(actor, id, access.may_take_back(actor), *SOME_BACK)


def _of(loan: Checkout, unit: int | None) -> list[LookedAfter]:
    found = looked_after.of_loan(loan.item_id, loan.id)
    return [each for each in found if unit in (None, each.piece.unit_id)]


def _movement_ids(pieces: Sequence[LookedAfter]) -> list[int]:
    return [each.piece.movement_id for each in pieces]
