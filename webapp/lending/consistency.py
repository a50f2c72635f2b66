"""Proof that loans and the ledger tell the same: what is out is on loan, what is over holds nothing."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, func, select

from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.units import untagged

from . import unkept
from .models import Checkout


def without_tag() -> Iterator[str]:
    """A sentence for each loan that is out though nobody said which of the tagged pieces it is."""
    query = (
        select(Checkout.id, Checkout.student_name, Checkout.item_name)
        .where(
            Checkout.stored_status == "out",
            Checkout.unit_id.is_(None),
            untagged.lendable_at(Checkout.item_id, Checkout.location_id) < 0,
        )
        .order_by(Checkout.id)
    )
    for id, name, item_name in db.session.execute(query):
        yield f"checkout {id}: {item_name} is out to {name}, and nobody said which tag it has"


def without_piece() -> Iterator[str]:
    """A sentence for each promise that cannot be kept as things are."""
    for loan in unkept.everywhere():
        yield (
            f"checkout {loan.id}: {loan.item_name} is promised to {loan.student_name}"
            f" from {loan.starts_on} to {loan.due_on}, and will not be there"
        )


def problems() -> Iterator[str]:
    """A sentence for each checkout whose pieces are not where its status says."""
    in_ledger = ledger.balances()
    reserved = func.coalesce(in_ledger.c.reserved, 0)
    on_loan = func.coalesce(in_ledger.c.on_rent, 0)
    wrong = (
        select(Checkout.id, Checkout.stored_status, reserved, on_loan)
        .outerjoin(in_ledger, in_ledger.c.checkout_id == Checkout.id)
        .where(~_agrees(reserved, on_loan))
        .order_by(Checkout.id)
    )
    for id, status, aside, out in db.session.execute(wrong):
        yield f"checkout {id} is {status}, but by the ledger {aside} are set aside and {out} on loan"
    yield from _unknown()


def _unknown() -> Iterator[str]:
    """A sentence for each checkout that only the ledger knows."""
    in_ledger = ledger.balances()
    known = select(Checkout.id).where(Checkout.id == in_ledger.c.checkout_id)
    holds_some = func.coalesce(in_ledger.c.reserved, 0) != 0
    holds_some |= func.coalesce(in_ledger.c.on_rent, 0) != 0
    query = select(in_ledger.c.checkout_id).where(~known.exists(), holds_some)
    for id in db.session.scalars(query):
        yield f"the ledger lends to checkout {id}, which is not there"


def _agrees(
    reserved: ColumnElement[int], on_loan: ColumnElement[int]
) -> ColumnElement[bool]:
    """For a query over checkouts: that the ledger has as many pieces in each state as the status says."""
    return case(
        (
            Checkout.stored_status == "out",
            (reserved == 0) & (on_loan > 0) & (on_loan <= Checkout.quantity),
        ),
        (
            Checkout.stored_status == "approved",
            (on_loan == 0)
            & (reserved == case((Checkout.aside_at.is_(None), 0), else_=Checkout.quantity)),
        ),
        else_=(reserved == 0) & (on_loan == 0),
    )
