"""Proof that loans and the ledger tell the same: what is out is on loan, what is over holds nothing."""

from collections.abc import Iterator

from sqlalchemy import case, func, select

from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.units import untagged

from .models import Checkout


def without_tag() -> Iterator[str]:
    """A sentence for each loan that is out though nobody said which of the tagged pieces it is."""
    columns = select(Checkout.id, Checkout.student_name, Checkout.item_name)
    untold = Checkout.stored_status == "out", Checkout.unit_id.is_(None)
    fewer_than_tags = untagged.lendable_at(Checkout.item_id, Checkout.location_id) < 0
    for id, name, item_name in db.session.execute(
        columns.where(*untold, fewer_than_tags).order_by(Checkout.id)
    ):
        yield f"checkout {id}: {item_name} is out to {name}, and nobody said which tag it has"


def problems() -> Iterator[str]:
    """A sentence for each checkout whose pieces are not where its status says."""
    held = ledger.balances()
    aside, out = func.coalesce(held.c.reserved, 0), func.coalesce(held.c.on_rent, 0)
    right = case(
        (
            Checkout.stored_status == "out",
            (aside == 0) & (out > 0) & (out <= Checkout.quantity),
        ),
        (
            Checkout.stored_status == "approved",
            (out == 0) & aside.in_((0, Checkout.quantity)),
        ),
        else_=(aside == 0) & (out == 0),
    )
    asked = select(Checkout.id, Checkout.stored_status, aside, out).outerjoin(
        held, held.c.checkout_id == Checkout.id
    )
    for id, status, here, there in db.session.execute(
        asked.where(~right).order_by(Checkout.id)
    ):
        yield f"checkout {id} is {status}, but by the ledger {here} are set aside and {there} on loan"
    known = select(Checkout.id).where(Checkout.id == held.c.checkout_id)
    for id in db.session.scalars(
        select(held.c.checkout_id).where(~known.exists(), (aside != 0) | (out != 0))
    ):
        yield f"the ledger lends to checkout {id}, which is not there"
