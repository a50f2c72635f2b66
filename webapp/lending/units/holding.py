"""Who has a unit in their hands, and who had it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import func, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.stock.operations.undo import Operation
from webapp.stock.stocktakes.finding import Holder

from .. import access
from ..loans import pieces
from ..models import Checkout
from . import choices


class Loan(Protocol):
    """What others may know of the loan that a unit is out on."""

    @property
    def id(self) -> int: ...

    @property
    def student_name(self) -> str: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def due_on(self) -> date: ...


def holder(actor: Actor, unit_id: int) -> Loan | None:
    """The loan a unit is out on, if it is out and the actor may see it."""
    out = pieces.loans_with(unit_id)
    return db.session.scalars(
        access.visible_checkouts(actor).where(Checkout.id.in_(out))
    ).first()


def holders(actor: Actor, unit_ids: Collection[int]) -> dict[int, Holder]:
    """Who has these units, of those whose loan the actor may see."""
    out = access.visible_checkouts(actor).where(
        Checkout.id.in_(pieces.loans_with(unit_ids))
    )
    return {
        row.unit_id: Holder(loan.id, loan.student_name, loan.due_on, loan.due_at)
        for loan in db.session.scalars(out)
        for row in loan.in_hands
        if row.unit_id
    }


def set_aside_for(unit_ids: Collection[int]) -> dict[int, str]:
    """For whom these units lie ready; a batch may lie ready for several. The caller has checked who may know."""
    aside = choices.set_aside(unit_ids)
    return {
        id: ", ".join(dict.fromkeys(each.name for each in those))
        for id, those in aside.items()
    }


def aside_for(actor: Actor, unit_id: int) -> dict[int, str]:
    """For whom a unit lies ready or is promised, by the loans' ids; those the actor may see."""
    aside = choices.set_aside([unit_id]).get(unit_id, [])
    return borrowers(actor, [each.checkout_id for each in aside]) if aside else {}


def lent_to(operation_ids: Collection[int]) -> dict[int, int]:
    """The ids of those on whose loans these operations were, by the operations' ids."""
    query = select(Operation.id, Checkout.student_id).join(
        Checkout, Checkout.id == Operation.checkout_id
    )
    return rows.pairs(query.where(Operation.id.in_(operation_ids)))


def promised(item_id: int) -> int:
    """How many pieces of an item are promised to people who have not fetched them yet."""
    total = func.coalesce(func.sum(Checkout.quantity), 0)
    query = select(total).where(
        Checkout.item_id == item_id, Checkout.stored_status == "approved"
    )
    return int(db.session.scalar(query) or 0)


def borrowers(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Who these checkouts are for, by name; those the actor may see, and that are not forgotten."""
    loans = access.visible_checkouts(actor).with_only_columns(
        Checkout.id, Checkout.student_name
    )
    is_one = Checkout.id.in_(list(ids)) & Checkout.forgotten_at.is_(None)
    return {id: name for id, name in db.session.execute(loans.where(is_one))}
