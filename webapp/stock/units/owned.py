"""Owned: which pieces the school has, each unit by itself and the rest of an item together, for lists on paper."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Select, func, select

from webapp.core.actor import Actor
from webapp.core.db import db

from .. import access
from ..items import matching
from ..models import Item, Level, Unit

UNITS = select(Unit.item_id, Unit.id, Unit.on_hand).where(Unit.on_hand > 0)
LEVELS = select(Level.item_id, func.sum(Level.on_hand)).where(Level.on_hand > 0)
LEVELS = LEVELS.group_by(Level.item_id)


class Pieces(NamedTuple):
    """One unit of an item, or some of its pieces without a tag."""

    item_id: int
    unit_id: int | None
    quantity: int


def pieces(
    actor: Actor,
    *,
    words: str = "",
    category: str | None = None,
    location: int | None = None,
) -> list[Pieces]:
    """Everything on hand of the items found so, or of all, at this location, or at all: two queries. Staff only.

    What is out on loan, damaged or in repair is on hand, too.
    """
    access.check_may_receive(actor)
    found = matching.wanted(actor, words, category, None).with_only_columns(Item.id)
    units = UNITS.where(Unit.item_id.in_(found))
    levels = LEVELS.where(Level.item_id.in_(found))
    if location:
        units = units.where(Unit.location_id == location)
        levels = levels.where(Level.location_id == location)
    return list(_each(units, levels))


def _each(units: Select[int, int, int], levels: Select[int, int]) -> Iterator[Pieces]:
    tagged = Counter[int]()
    for item_id, unit_id, quantity in db.session.execute(units):
        tagged[item_id] += quantity
        yield Pieces(item_id, unit_id, quantity)
    for item_id, quantity in db.session.execute(levels):
        if (loose := int(quantity) - tagged[item_id]) > 0:
            yield Pieces(item_id, None, loose)
