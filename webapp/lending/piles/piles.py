"""Piles as they were: found, listed, and undone whole."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.ledger import ledger
from webapp.stock.movements import returns
from webapp.stock.operations import undo as undoing

from .. import access
from ..decisions import giving_up
from ..loans import events, loan_writes
from ..models import Checkout, Pile
from ..models.checkouts import Columns
from ..models.endings import MISTAKE
from . import receipts
from .codes import Line


class Done(NamedTuple):
    """A pile that was written, with what was answered to each code, and what its people have beside it."""

    pile: Pile
    lines: Sequence[Line]
    also: Sequence[Checkout]


def find(actor: Actor, id: int, kind: str | None = None) -> Pile:
    """One that the actor may see, perhaps only of a kind. NotFound otherwise."""
    query = access.visible_piles(actor).where(Pile.id == id)
    if kind:
        query = query.where(Pile.kind == kind)
    return rows.find(query, _("Receipt not found"))


def listed(
    actor: Actor, kind: str, *, before: int | None = None, limit: int = 50
) -> list[Pile]:
    """Newest first."""
    query = access.visible_piles(actor).where(Pile.kind == kind)
    if before:
        query = query.where(Pile.id < before)
    return rows.listed(query.order_by(Pile.id.desc()).limit(limit))


def next_number() -> int:
    """Of the next receipt; the caller holds stock's lock."""
    return (db.session.scalar(select(func.max(Pile.number))) or 0) + 1


def standing(pile: Pile) -> list[int]:
    """The ids of its operations that were not undone, the newest first."""
    return returns.standing_of_piles([pile.id])[pile.id]


def undone(piles: Sequence[Pile]) -> set[int]:
    """The ids of those of which nothing stands any more."""
    standing = returns.standing_of_piles([pile.id for pile in piles])
    return {id for id, operation_ids in standing.items() if not operation_ids}


def undo(actor: Actor, id: int, kind: str | None = None) -> Pile:
    """Undo all that stands of a pile, or nothing. Conflict, naming what moved on, if some of it cannot be undone."""
    pile = find(actor, id, kind)
    access.check_may_take_back(actor)
    ledger.lock()
    operation_ids = standing(pile)
    if not operation_ids:
        raise Conflict(_("All of this has already been undone"), facts={"pile": id})
    _check_each(actor, pile, operation_ids)
    receipts.call_back(pile)
    undone = [undoing.undo(actor, operation_id) for operation_id in operation_ids]
    _end_new(actor, {operation.checkout_id for operation in undone}, pile)
    return pile


def _check_each(actor: Actor, pile: Pile, operation_ids: Sequence[int]) -> None:
    """Conflict, with each that moved on and why, if there is one."""
    names = {each["checkout"]: each["item_name"] for each in pile.goods}
    moved_on = []
    for id in operation_ids:
        if no := undoing.refusal(actor, id):
            checkout_id = undoing.find(actor, id).checkout_id
            moved_on.append((names.get(checkout_id or 0, ""), no.message, id))
    if moved_on:
        told = "; ".join(f"{name}: {why}" for name, why, _id in moved_on)
        raise Conflict(
            _("Nothing was undone. %(told)s. Undo the others on their loans", told=told),
            facts={"operations": [id for _name, _why, id in moved_on]},
        )


def _end_new(actor: Actor, checkout_ids: Collection[int | None], pile: Pile) -> None:
    """What nobody had asked for before the pile is not promised after it either."""
    new = {each["checkout"] for each in pile.goods if each["is_new"]} & set(checkout_ids)
    if not new:
        return
    query = select(Checkout).where(
        Checkout.id.in_(new), Checkout.stored_status == "approved"
    )
    _cancel(actor, rows.listed(query))


def _cancel(actor: Actor, loans: Sequence[Checkout]) -> None:
    at = clock.now()
    before = [(loan, events.state(loan)) for loan in loans]
    cancelled: dict[Checkout, Columns] = {
        loan: giving_up.as_cancelled(actor, at) | {"ending": MISTAKE} for loan in loans
    }
    loan_writes.write(cancelled)
    also = [{"ending": MISTAKE}] * len(loans)
    events.record_all(actor, giving_up.CANCEL, before, at, also=also)
