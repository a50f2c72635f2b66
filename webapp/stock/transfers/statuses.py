"""Statuses: what the ledger makes of a transfer, and whether anything may arrive at its ends."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _

from ..models import Location, Transfer
from . import cargo, transfers
from .journey import Journey


def settle(actor: Actor, transfer: Transfer, otherwise: str = "received") -> Journey:
    """Set its status by the ledger: `otherwise` if nothing is on its way and nothing has arrived."""
    counts = cargo.total(cargo.outcomes([transfer.id])[transfer.id].values())
    if counts.under_way:
        transfer.status = "in_transit"
    else:
        transfer.status = "received" if counts.arrived else otherwise
    db.session.flush()
    return transfers.find(actor, transfer.id)


def check_in_use(location_id: int) -> None:
    """Conflict if it was given up since: nothing arrives there."""
    place = db.session.get_one(Location, location_id, populate_existing=True)
    if not place.is_active:
        words = _("%(place)s is no longer used; mark it as in use first", place=place.name)
        raise Conflict(
            words, facts={"location": place.name, "is_active": False}, see=["places"]
        )
