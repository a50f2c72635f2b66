"""Editions: items with one barcode; a piece may be there in two printings, and either may be meant."""

from webapp.core import rows
from webapp.core.actor import Actor

from .. import access, barcodes
from ..models import Item

MOST = 6  # that are offered


def of(actor: Actor, written: str) -> list[Item]:
    """Those with this barcode, however it is written, by name, as far as the actor may see them."""
    number = barcodes.of(written)
    if not number:
        return []
    query = access.visible_items(actor).where(Item.barcode == number)
    return rows.listed(query.order_by(Item.sort_key, Item.id).limit(MOST))
