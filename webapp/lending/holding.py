"""Who has a unit in their hands."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db

from . import access
from .models import Checkout


def holder(actor: Actor, unit_id: int) -> Checkout | None:
    """The loan a unit is out on, if it is out and the actor may see it."""
    out = select(Checkout.id).where(Checkout.unit_id == unit_id, Checkout.status == "out")
    return db.session.scalars(access.visible_checkouts(actor).where(Checkout.id.in_(out))).first()
