"""Undoing: what becomes of a stocktake when what it wrote is undone."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _

from ..models import Location, Operation
from . import stocktakes


def foresee(actor: Actor, operation: Operation) -> list[str]:
    """What it will be again. Conflict if it is not applied any more."""
    count = stocktakes.find(actor, operation.stocktake_id or 0)
    stocktakes.check_status(count, "applied")
    return [
        _(
            "The stocktake of %(location_name)s is to be reviewed again.",
            location_name=count.location_name,
        )
    ]


def follow(actor: Actor, operation: Operation) -> None:
    """What was applied is to be looked at again, unless the location is being counted anew."""
    stocktake = stocktakes.lock(operation.stocktake_id or 0)
    stocktakes.check_status(stocktake, "applied")
    place = db.session.get_one(Location, stocktake.location_id)
    stocktakes.check_nobody_counts(place)
    stocktakes.become(actor, stocktake, "review")
