"""Withdrawing: an offer that nobody took goes back where a return is undone; who it was for is in line as before."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.rows import assign
from webapp.core.words import _
from webapp.people import system_user
from webapp.stock.ledger import ledger
from webapp.stock.operations.undo import Operation

from .. import events, giving_up, pieces
from ..models import Checkout, CheckoutUnit, ItemWait
from ..models.endings import NOT_TAKEN
from . import wait_events, wait_notices

RETURNS = ("return", "return damaged")
OFFERS = (
    select(Checkout)
    .join(CheckoutUnit, CheckoutUnit.checkout_id == Checkout.id)
    .where(
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_not(None),
        pieces.ASIDE,
    )
    .order_by(Checkout.id.desc())
)


def foresee(operation: Operation) -> list[str]:
    """In sentences, which offers would be withdrawn if this return was undone."""
    return [
        _("The offer to %(name)s, who waits for it, is withdrawn.", name=loan.student_name)
        for loan in _in_the_way(operation)
    ]


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
    """Withdraw them; each is told so, if the e-mail with the offer has left."""
    for loan in _in_the_way(operation):
        wait = db.session.get_one(ItemWait, loan.wait_id)
        _withdraw(actor, wait, loan)


def _withdraw(actor: Actor, wait: ItemWait, loan: Checkout) -> None:
    was_told = not wait_notices.call_back(wait, loan)
    if was_told:
        wait_notices.withdrawn(wait, loan)
    before = events.state(loan)
    ledger.reverse(system_user.ACTOR, loan.id)
    over = {"ending": NOT_TAKEN, "offered_until": None}
    assign(loan, giving_up.as_cancelled(actor, clock.now()) | over)
    wait.status, wait.offered_at = "waiting", None
    db.session.flush()
    pieces.follow(loan)
    events.record(actor, loan, giving_up.CANCEL, before)
    wait_events.record(actor, wait, "withdrawn", facts={"checkout": loan.id})


def _in_the_way(operation: Operation) -> Sequence[Checkout]:
    """The offers that were made of what came back with this return: of its units, or of as many loose pieces."""
    if operation.kind not in RETURNS:
        return []
    lines = ledger.backwards(operation.id)
    unit_ids = [line.unit_id for line in lines if line.unit_id]
    loose = sum(line.quantity for line in lines if not line.unit_id)
    offers = OFFERS.where(Checkout.item_id.in_({line.item_id for line in lines}))
    of_units = rows.listed(offers.where(CheckoutUnit.unit_id.in_(unit_ids)))
    of_loose = offers.where(CheckoutUnit.unit_id.is_(None)).limit(loose)
    return list(dict.fromkeys([*of_units, *rows.listed(of_loose)]))
