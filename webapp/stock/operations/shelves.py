"""Shelves: what is at an item's locations while the lines of an operation are checked one after another."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Select, func, select

from webapp.core.db import db

from ..ledger.batches import batches, fresh
from ..ledger.projection import share
from ..models import Item, Level, Location, Unit
from ..models.states import OUTSIDE, STATES
from .entries import Entry

GREATEST = 2**31 - 1  # what a database's whole number holds
Place = tuple[int, int]  # an item at a location


class Shelf:
    """An item at a location: pieces by state, those of them that have a tag, and what all are worth."""

    def __init__(self, level: Level | None, tagged: Counter[str]) -> None:
        self.pieces = _by_state(level) if level else Counter[str]()
        self.value, self.tagged = level.value_minor if level else 0, tagged

    def loose(self, state: str) -> int:
        """How many without a tag may be taken."""
        return max(0, self.pieces[state] - self.tagged[state])

    def worth(self, quantity: int, otherwise: int) -> int:
        """What so many more are worth at average cost; `otherwise` each, where nothing is."""
        total = self.pieces.total()
        if not total:
            return quantity * otherwise
        return (2 * self.value * quantity + total) // (2 * total)

    def take(
        self,
        state: str,
        quantity: int,
        *,
        tagged: bool,
    ) -> int:
        """What they took along."""
        value = share(self.value, quantity, self.pieces.total())
        self.pieces[state] -= quantity
        self.tagged[state] -= quantity if tagged else 0
        self.value -= value
        return value

    def put(
        self,
        state: str,
        quantity: int,
        value: int,
        *,
        tagged: bool,
    ) -> None:
        self.pieces[state] += quantity
        self.tagged[state] += quantity if tagged else 0
        self.value += value

    @property
    def too_much(self) -> bool:
        return self.pieces.total() > GREATEST or self.value > GREATEST


class Shelves:
    """Everything the entries touch, as the database has it now; the caller has stock's lock."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        ids = {entry.item_id for entry in entries}
        self.items = _items(ids)
        self.units = _units({entry.unit_id for entry in entries if entry.unit_id})
        self.holds = {id: _by_state(unit) for id, unit in self.units.items()}
        tagged = _tagged(ids)
        self.places = _places({entry.location_id for entry in entries})
        levels = _levels(ids)
        touched = {(entry.item_id, entry.location_id) for entry in entries}
        self.levels = {
            place: Shelf(levels.get(place), tagged.get(place, Counter()))
            for place in touched
        }

    def at(self, entry: Entry) -> Shelf:
        return self.levels[entry.item_id, entry.location_id]

    def place(self, entry: Entry) -> Location:
        return self.places[entry.location_id]

    def unit(self, entry: Entry) -> Unit | None:
        return self.units[entry.unit_id] if entry.unit_id else None

    def state(self, entry: Entry) -> str:
        """Where the unit is that an entry names; of a batch the first that any piece is in."""
        holds = self.holds[entry.unit_id or 0]
        return next((state for state in STATES if holds[state]), OUTSIDE)


def _by_state(row: Level | Unit) -> Counter[str]:
    return Counter({state: getattr(row, state) for state in STATES})


def _items(ids: Iterable[int]) -> dict[int, Item]:
    items = fresh(lambda some: select(Item).where(Item.id.in_(some)), ids)
    return {item.id: item for item in items}


def _units(ids: Iterable[int]) -> dict[int, Unit]:
    units = fresh(lambda some: select(Unit).where(Unit.id.in_(some)), ids)
    return {unit.id: unit for unit in units}


def _places(ids: Iterable[int]) -> dict[int, Location]:
    places = fresh(lambda some: select(Location).where(Location.id.in_(some)), ids)
    return {place.id: place for place in places}


def _levels(item_ids: Iterable[int]) -> dict[Place, Level]:
    levels = fresh(lambda some: select(Level).where(Level.item_id.in_(some)), item_ids)
    return {(level.item_id, level.location_id): level for level in levels}


def _tagged(item_ids: Iterable[int]) -> dict[Place, Counter[str]]:
    """Pieces that have a tag, by state, wherever these items are."""
    return {
        (item_id, location_id): Counter(dict(zip(STATES, map(int, pieces), strict=True)))
        for some in batches(item_ids)
        for item_id, location_id, *pieces in db.session.execute(_sums(some))
    }


def _sums(item_ids: list[int]) -> Select[int, int, *tuple[int, ...]]:
    sums = (func.sum(getattr(Unit, state)) for state in STATES)
    return (
        select(Unit.item_id, Unit.location_id, *sums)
        .where(Unit.item_id.in_(item_ids))
        .group_by(Unit.item_id, Unit.location_id)
    )
