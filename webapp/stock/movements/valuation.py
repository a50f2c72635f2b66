"""Stock value: the ledger's amounts, by location and by category."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import settings

from .. import levels
from ..ledger import chain
from ..models import Item, Level, Location


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
    sums = func.sum(Level.on_hand), func.sum(Level.value_minor)
    joined = select(Location.name, Item.category, *sums).join(
        Item, Item.id == Level.item_id
    )
    asked = joined.join(Location, Location.id == Level.location_id).where(Level.on_hand > 0)
    rows = [
        (place, kind, int(pieces), int(worth))
        for place, kind, pieces, worth in db.session.execute(
            asked.group_by(Location.name, Item.category)
        )
    ]
    places = _added((place, pieces, worth) for place, _, pieces, worth in rows)
    kinds = _added((kind, pieces, worth) for _, kind, pieces, worth in rows)
    total = Worth(
        "All", sum(each.pieces for each in places), sum(each.value_minor for each in places)
    )
    return Valuation(places, kinds, total, settings.currency(), *chain.head())


def _added(rows: Iterable[tuple[str, int, int]]) -> list[Worth]:
    totals: dict[str, list[int]] = {}
    for name, pieces, worth in rows:
        total = totals.setdefault(name, [0, 0])
        total[0], total[1] = total[0] + pieces, total[1] + worth
    return [
        Worth(name, *total)
        for name, total in sorted(totals.items(), key=lambda each: text.sort_key(each[0]))
    ]
