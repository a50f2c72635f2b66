"""Giving up: a loan that is not out yet is cancelled, and who did so and why is kept."""

from datetime import datetime
from typing import NamedTuple

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.rows import assign
from webapp.stock import released

from .. import access
from ..desk import setting_aside
from ..loans import checkouts, events, pieces
from ..models import Checkout
from ..models.checkouts import Columns
from ..models.endings import NOT_TAKEN, WITHDRAWN
from ..models.events import Facts
from ..notices import answer_letters, notices, ready_notices

CANCEL = "cancel"  # of the event
NOTHING: Facts = {}
UNTOLD = "untold"  # of it: whether nobody was told, nor is, that it was approved


class GivenUp(NamedTuple):
    """A loan, and the event that says that it was cancelled."""

    loan: Checkout
    event_id: int


def cancel(actor: Actor, id: int, *, reason: str = "") -> Checkout:
    """Give up a loan that is not out yet; the borrower is told, perhaps why, unless it was them.

    Of an offer that staff take back the queue tells them.
    """
    loan, event_id = give_up(actor, id, reason)
    if actor.id != loan.student_id and not loan.ending:
        notices.cancelled(loan, event_id)
    return loan


def give_up(
    actor: Actor,
    id: int,
    reason: str = "",
    at: datetime | None = None,
    ending: str = WITHDRAWN,
) -> GivenUp:
    """The same, and nobody is told yet; what was set aside goes back on the shelf. `at` is now, if not said.

    That it was approved is not told any more, if it was not told yet. `ending` is how an offer ends by somebody who
    is not its borrower.
    """
    loan = checkouts.find(actor, id)
    may = access.may_cancel(actor, loan)
    loan = checkouts.take(actor, id, may, "pending", "approved")
    before = events.state(loan)
    _put_back(actor, loan)
    at = at or clock.now()
    ended = _ended(actor, loan, ending)
    assign(loan, ended | as_cancelled(actor, at) | {"reason": reason})
    db.session.flush()
    released.note([loan.item_id])
    return GivenUp(loan, record(actor, loan, before, at=at, also=_untold(loan)))


def _untold(loan: Checkout) -> Facts:
    return {UNTOLD: True} if answer_letters.leave_out(loan) else {}


def record(
    actor: Actor,
    loan: Checkout,
    before: Facts,
    *,
    at: datetime | None = None,
    also: Facts = NOTHING,
) -> int:
    """Keep that it was cancelled, or how an offer ended; the event's id."""
    also = {**also, **({"ending": loan.ending} if loan.ending else {})}
    return events.record(actor, loan, CANCEL, before, why=loan.reason, at=at, also=also)


def _ended(actor: Actor, loan: Checkout, ending: str) -> Columns:
    """What is said of an offer that was not taken: it is not promised again by undoing."""
    if not loan.is_offer:
        return {}
    is_own = actor.id == loan.student_id
    return {"ending": NOT_TAKEN if is_own else ending, "offered_until": None}


def _put_back(actor: Actor, loan: Checkout) -> None:
    """What was set aside lies on the shelf again, and nobody hears any more that it is ready."""
    if aside := setting_aside.all_aside(loan):
        pieces.move(actor, loan, "cancel", setting_aside.back(loan, aside))
    ready_notices.call_back([loan.id])


def as_cancelled(actor: Actor, at: datetime) -> Columns:
    """What of a loan changes as somebody cancels it."""
    return {
        "stored_status": "cancelled",
        "closed_at": at,
        "cancelled_by": actor.id,
        "cancelled_by_name": actor.name,
    }


NOT_CANCELLED: Columns = {
    "closed_at": None,
    "cancelled_by": None,
    "cancelled_by_name": "",
    "reason": "",
}
