"""Similar: other items of the same kind of instrument that could be had instead."""

from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.stock.items import items, pictograms
from webapp.stock.items.stocked import Item

from . import availability
from .models import Checkout

MOST = 20  # offered at once
LOOKED_AT = 100  # of the same kind, by name


class Other(NamedTuple):
    item: Item
    free: int  # pieces that can be given away on all of the days


def to_give(actor: Actor, checkout: Checkout) -> list[Other]:
    """What could be approved instead on the checkout's days, by name; empty where its name does not tell the kind."""
    word = pictograms.word_of(checkout.item_name)
    if not word:
        return []
    alike = [
        stocked.item
        for stocked in items.search(actor, words=word, limit=LOOKED_AT)
        if stocked.item.id != checkout.item_id and stocked.item.is_borrowable
    ]
    shelves = availability.shelves(item.id for item in alike)
    days = checkout.starts_on, availability.end_of(checkout.due_on)
    others = [Other(item, shelves[item.id].grantable(*days)) for item in alike]
    return [other for other in others if other.free][:MOST]
