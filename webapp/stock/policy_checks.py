"""What of the school's policy stock does not let change any more."""

from sqlalchemy import exists, or_, select

from webapp.core.db import db
from webapp.core.words import _

from .models import Item, Movement, Unit


def prices() -> str:
    priced = (
        exists().where(
            or_(Item.value_minor > 0, Item.rental_rate_minor > 0, Item.deposit_minor > 0)
        ),
        exists().where(
            or_(
                Unit.purchase_price_minor > 0,
                Unit.rental_rate_minor > 0,
                Unit.deposit_minor > 0,
            )
        ),
        exists().where(Movement.value_delta_minor != 0),
    )
    return (
        _("things have values and prices in it")
        if db.session.scalar(select(or_(*priced)))
        else ""
    )
