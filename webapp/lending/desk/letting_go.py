"""Letting go: a unit that was set aside and is found damaged is no longer meant for its loan, which stays promised."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db

from ..loans import checkouts, pieces
from ..models import CheckoutUnit
from ..notices import ready_notices
from . import setting_aside


def of_unit(actor: Actor, unit_id: int) -> None:
    """Put it back on the shelf, from every loan it was set aside for; the caller holds stock's lock.

    The loan gets another one by the daily run, or is among those that cannot be kept.
    """
    query = select(CheckoutUnit.checkout_id).where(
        pieces.ASIDE, CheckoutUnit.unit_id == unit_id
    )
    for id in db.session.scalars(query.order_by(CheckoutUnit.checkout_id)).all():
        checkout = checkouts.find(actor, id, lock=True)
        parts = [(row, row.quantity) for row in checkout.aside if row.unit_id == unit_id]
        pieces.move(actor, checkout, "release", setting_aside.back(checkout, parts))
        checkout.ready_at = None
        ready_notices.call_back([id])
        db.session.flush()
