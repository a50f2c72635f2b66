"""Withdrawing: what the queue gave goes back where the return that it came from is undone, or what set it aside.

That is an offer that nobody took, or one that was taken and still waits for its answer. Who it was for is in line as
before. Staff withdraw an offer by cancelling it too, and its place is kept, but paused.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.rows import assign
from webapp.core.words import _, lazy
from webapp.people import system_user
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.operations.undo import Operation

from ..availability import availability
from ..availability.availability import ONE_DAY
from ..decisions import giving_up
from ..loans import events, pieces
from ..models import Checkout, CheckoutUnit, ItemWait
from ..models.endings import WITHDRAWN
from ..models.events import Facts
from ..models.waits import OPEN
from . import wait_events, wait_notices

RETURNS = ("return", "return damaged")
NEWEST_FIRST = Checkout.id.desc()
OFFERS = select(Checkout).where(
    Checkout.stored_status == "approved", Checkout.offered_until.is_not(None)
)


def foresee(operation: Operation) -> list[str]:
    """In sentences, what would be withdrawn if this return was undone, or what set an offer aside."""
    return [say(loan) for loan in _in_the_way(operation)]


def say(loan: Checkout) -> str:
    """That it is withdrawn, in a sentence."""
    words = lazy("The offer to %(name)s, who waits for it, is withdrawn.")
    if loan.is_held:
        words = lazy("The request of %(name)s, who waited for it, is back in the queue.")
    return _(words, name=loan.student_name)


def say_by_hand(loan: Checkout) -> list[str]:
    """The same where somebody puts it back on its shelf, and what becomes of its place, in sentences."""
    return [say(loan), _("Their place in the queue is kept, but paused.")]


def loan_ids(operation: Operation) -> set[int]:
    """Which loans those offers are."""
    return {loan.id for loan in _in_the_way(operation)}


def operations_in_the_way(operation: Operation) -> list[int]:
    """The ids of what set those offers aside, which would be taken back first."""
    ids = loan_ids(operation)
    if not ids:
        return []
    return rows.listed(select(Operation.id).where(Operation.checkout_id.in_(ids)))


def make_way(actor: Actor, operation: Operation) -> None:
    """Withdraw them; each is told so, if they know of what they were given."""
    for loan in _in_the_way(operation):
        before = events.state(loan)
        ledger.reverse(system_user.ACTOR, loan.id)
        _end(actor, loan, before)
        pieces.follow(loan)


def withdraw(actor: Actor, loan: Checkout, operation: Operation) -> None:
    """One offer, as what set it aside is being undone; the caller takes its movements back.

    Its place is paused, as if it was cancelled: what comes off its shelf by hand is not to be offered again at once.
    """
    _end(actor, loan, events.state(loan), is_by_hand=True)
    pieces.follow(loan, without=operation.id)


def by_staff(actor: Actor, wait: ItemWait, loan: Checkout) -> None:
    """Staff cancelled what was offered: its place is kept, and paused until they, or staff, say that it goes on.

    Else the next sweep would offer at once what somebody has just taken back. They are told, if the e-mail with the
    offer has left.
    """
    if not wait_notices.call_back(wait, loan):
        wait_notices.withdrawn(wait, loan, by=actor)
    wait.status, wait.offered_at = "waiting", None
    wait.is_paused, wait.paused_until = True, None
    db.session.flush()
    facts = {"checkout": loan.id}
    wait_events.record(actor, wait, "withdrawn", why=loan.reason, facts=facts)


def _end(actor: Actor, loan: Checkout, before: Facts, *, is_by_hand: bool = False) -> None:
    """It is given up, and its place in the queue is what it was, unless they stand there again already."""
    wait = db.session.get_one(ItemWait, loan.wait_id, populate_existing=True)
    if _knows(wait, loan):
        wait_notices.withdrawn(wait, loan, by=actor if is_by_hand else None)
    over = {"ending": WITHDRAWN, "offered_until": None}
    assign(loan, giving_up.as_cancelled(actor, clock.now()) | over)
    if not _stands_again(wait):
        wait.status, wait.offered_at, wait.ended_at = "waiting", None, None
        if is_by_hand:
            wait.is_paused, wait.paused_until = True, None
    db.session.flush()
    giving_up.record(actor, loan, before)
    wait_events.record(actor, wait, "withdrawn", facts={"checkout": loan.id})


def _knows(wait: ItemWait, loan: Checkout) -> bool:
    """Whether they took it, or the e-mail with the offer has left."""
    return loan.is_held or not wait_notices.call_back(wait, loan)


def _stands_again(wait: ItemWait) -> bool:
    query = select(ItemWait.id).where(
        ItemWait.item_id == wait.item_id,
        ItemWait.student_id == wait.student_id,
        ItemWait.status.in_(OPEN),
        ItemWait.id != wait.id,
    )
    return db.session.scalar(query) is not None


def _in_the_way(operation: Operation) -> Sequence[Checkout]:
    """What was made of what came back with this return: of its units, or of as many pieces.

    First the offers with a unit of it, then those of loose pieces, then those of which nothing lies ready any more, and
    last what was taken and would not be free any more; the newest of each first.
    """
    if operation.kind not in RETURNS:
        return []
    lines = ledger.backwards(operation.id)
    unit_ids = [line.unit_id for line in lines if line.unit_id]
    loose = sum(line.quantity for line in lines if not line.unit_id)
    of_item = Checkout.item_id.in_({line.item_id for line in lines})
    found = _offered(of_item, unit_ids, loose)
    found += _taken(lines, sum(loan.quantity for loan in found))
    return list(dict.fromkeys(found))


def _offered(
    of_item: ColumnElement[bool], unit_ids: list[int], loose: int
) -> list[Checkout]:
    offers = OFFERS.where(of_item).order_by(NEWEST_FIRST)
    aside = offers.join(CheckoutUnit, CheckoutUnit.checkout_id == Checkout.id)
    aside = aside.where(pieces.ASIDE)
    return [
        *rows.listed(aside.where(CheckoutUnit.unit_id.in_(unit_ids))),
        *rows.listed(aside.where(CheckoutUnit.unit_id.is_(None)).limit(loose)),
        *rows.listed(offers.where(~pieces.IS_ASIDE).limit(len(unit_ids) + loose)),
    ]


def _taken(lines: Sequence[Line], withdrawn: int) -> list[Checkout]:
    """What was taken, waits for its answer, and could not be kept without these lines."""
    item_id, today = lines[0].item_id, calendar.today()
    shelf = availability.shelf(item_id).without_service()
    free = shelf.free(today, today + ONE_DAY)
    lacking = sum(line.quantity for line in lines) - withdrawn - free
    if lacking < 1:
        return []
    held = select(Checkout).where(Checkout.item_id == item_id, Checkout.is_held)
    found = list[Checkout]()
    for loan in rows.listed(held.order_by(NEWEST_FIRST)):
        if lacking > 0:
            found.append(loan)
            lacking -= loan.quantity
    return found
