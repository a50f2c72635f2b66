"""Stock value: the ledger's amounts, by location and by category."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import settings

from .. import levels
from ..ledger import chain
from ..models import Item, Level, Location

ON_HAND = (
    select(
        Location.name, Item.category, func.sum(Level.on_hand), func.sum(Level.value_minor)
    )
    .join(Item, Item.id == Level.item_id)
    .join(Location, Location.id == Level.location_id)
    .where(Level.on_hand > 0)
    .group_by(Location.name, Item.category)
)


@dataclass(frozen=True)
class Worth:
    """So many pieces, of some name or of all, and what they are worth in minor units."""

    name: str
    pieces: int
    value_minor: int

    @property
    def average_cost_minor(self) -> int | None:
        return levels.average(self.value_minor, self.pieces)


@dataclass(frozen=True)
class Valuation:
    """The same stock twice, with the newest movement it rests on: its id, and the hash that seals all before it."""

    by_location: list[Worth]
    by_category: list[Worth]
    total: Worth
    currency: str
    movement_id: int
    hash: str


def of_all(actor: Actor) -> Valuation:
    """Everything on hand, what is out on loan or in repair included, as it is now. For staff."""
    levels.check(actor)
    by_location: dict[str, Worth] = {}
    by_category: dict[str, Worth] = {}
    for location, category, pieces, value in db.session.execute(ON_HAND):
        _add(
            by_location,
            location,
            int(pieces),
            int(value),
        )
        _add(
            by_category,
            category,
            int(pieces),
            int(value),
        )
    locations, categories = _sorted(by_location), _sorted(by_category)
    total = Worth(
        "All",
        sum(worth.pieces for worth in locations),
        sum(worth.value_minor for worth in locations),
    )
    return Valuation(
        locations,
        categories,
        total,
        settings.currency(),
        *chain.head(),
    )


def _add(
    worths: dict[str, Worth],
    name: str,
    pieces: int,
    value_minor: int,
) -> None:
    before = worths.get(name, Worth(name, 0, 0))
    worths[name] = Worth(name, before.pieces + pieces, before.value_minor + value_minor)


def _sorted(worths: Mapping[str, Worth]) -> list[Worth]:
    """By name."""
    return sorted(worths.values(), key=lambda worth: text.sort_key(worth.name))
