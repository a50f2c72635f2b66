"""A snapshot: what was counted at a location, and what the ledger has there now, in the same few queries."""

from collections import Counter
from functools import cached_property, reduce
from operator import add

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from webapp.core import rows
from webapp.core.db import db

from ..models import Item, Level, Location, Movement, Stocktake, StocktakeLine, Unit
from ..models.states import STATES

SHELF = ("available", "reserved", "damaged", "beyond_repair")  # what is there to be counted
FRESH = {"populate_existing": True}
ARRIVED = case((Movement.to_state.in_(SHELF), Movement.quantity), else_=0)
LEFT = case((Movement.from_state.in_(SHELF), Movement.quantity), else_=0)
SAME_UNIT = func.coalesce(Movement.unit_id, 0) == func.coalesce(StocktakeLine.unit_id, 0)
SINCE = and_(
    Movement.level_id == Level.id, Movement.seq > StocktakeLine.level_seq, SAME_UNIT
)


def shelf(row: Level | Unit | None) -> int:
    """How many of its pieces can be counted."""
    return sum(getattr(row, state) for state in SHELF) if row else 0


class Snapshot:
    """The lines counted so far; every item, level and unit that was counted or should be there."""

    def __init__(self, stocktake: Stocktake) -> None:
        self.id, self.location_id = stocktake.id, stocktake.location_id
        counted = StocktakeLine.stocktake_id == self.id
        lines = select(StocktakeLine).where(counted).order_by(StocktakeLine.id)
        self.lines = rows.listed(lines)
        self.items, self.levels = self._items(select(StocktakeLine.item_id).where(counted))
        self.units, self.kept_at = self._units(select(StocktakeLine.unit_id).where(counted))
        self.since = self._moved_since()

    def _items(
        self, counted: Select[int | None]
    ) -> tuple[dict[int, Item], dict[int, Level]]:
        """What was counted or should be here, and the levels here of all that has one, by item."""
        here = and_(Level.item_id == Item.id, Level.location_id == self.location_id)
        query = (
            select(Item, Level)
            .outerjoin(Level, here)
            .where(or_(_on_shelf(Level), Item.id.in_(counted)))
        )
        rows = db.session.execute(query, execution_options=FRESH).all()
        items = {item.id: item for item, _ in rows}
        return items, {item.id: level for item, level in rows if level}

    def _units(self, counted: Select[int | None]) -> tuple[dict[int, Unit], dict[int, str]]:
        """What was counted or should be here, and the names of where each unit is kept."""
        units, kept_at = dict[int, Unit](), dict[int, str]()
        here = and_(Unit.location_id == self.location_id, _on_shelf(Unit))
        query = (
            select(Unit, Location.name)
            .join(Location)
            .where(or_(here, Unit.id.in_(counted)))
        )
        for unit, name in db.session.execute(query, execution_options=FRESH):
            units[unit.id], kept_at[unit.id] = unit, name
        return units, kept_at

    def _moved_since(self) -> dict[int, int]:
        """By line: how many more lie on the shelf here than when it was counted, by the ledger."""
        here = and_(
            Level.item_id == StocktakeLine.item_id, Level.location_id == self.location_id
        )
        query = (
            select(StocktakeLine.id, func.sum(ARRIVED - LEFT))
            .join(Level, here)
            .join(Movement, SINCE)
            .where(StocktakeLine.stocktake_id == self.id)
            .group_by(StocktakeLine.id)
        )
        return {id: int(change) for id, change in db.session.execute(query)}

    def present(self, unit: Unit) -> int:
        """How many pieces of a unit should be on the shelf here."""
        return shelf(unit) if unit.location_id == self.location_id else 0

    @cached_property
    def untagged(self) -> dict[int, int]:
        """By item: how many pieces should be here without a tag; below 0 where loans took units without naming them."""
        tagged: Counter[int] = Counter()
        for unit in self.units.values():
            tagged[unit.item_id] += self.present(unit)
        return {id: shelf(self.levels.get(id)) - tagged[id] for id in self.items}

    def unnamed(self, item_id: int) -> int:
        """How many tagged pieces are not on the shelf, by the ledger, without it knowing which."""
        return -min(0, self.untagged[item_id])

    def untagged_in(self, item_id: int, state: str) -> int:
        """Pieces of an item in this state here, without a tag; loans may have taken units without naming them."""
        level = self.levels.get(item_id)
        tagged = sum(
            getattr(unit, state)
            for unit in self.units.values()
            if unit.item_id == item_id and unit.location_id == self.location_id
        )
        return max(0, int(getattr(level, state)) - tagged) if level else 0

    def level(self, item_id: int, location_id: int) -> Level:
        """The level as it is now; an empty one that nobody has kept yet if there is none."""
        if location_id == self.location_id:
            level = self.levels.get(item_id)
        else:
            query = select(Level).where(
                Level.item_id == item_id, Level.location_id == location_id
            )
            level = db.session.scalars(query).one_or_none()
        nothing = dict.fromkeys((*STATES, "seq", "value_minor"), 0)
        return level or Level(item_id=item_id, location_id=location_id, **nothing)


def _on_shelf(model: type[Level] | type[Unit]) -> ColumnElement[bool]:
    pieces: ColumnElement[int] = reduce(add, (getattr(model, state) for state in SHELF))
    return pieces > 0
