"""Suggestions: what goes with a thing, by the sets that somebody put it into."""

from collections.abc import Collection
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.stock.items.stocked import Item
from webapp.stock.sets import sets
from webapp.stock.sets.sets import Set

MOST = 6


class GoesWith(NamedTuple):
    """The sets that some things are in, and what else is in those and can be borrowed by itself."""

    sets: list[Set]
    items: list[Item]


def of(actor: Actor, item_ids: Collection[int]) -> GoesWith:
    """What is borrowed along with these; one query, and two more where there are sets."""
    if not item_ids:
        return GoesWith([], [])
    theirs = sets.with_items(actor, item_ids, limit=MOST)
    others = {
        part.item_id: part.item
        for row in theirs
        for part in row.parts
        if part.item_id not in item_ids
    }
    return GoesWith(theirs, list(others.values())[:MOST])
