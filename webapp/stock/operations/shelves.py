"""Shelves: what is at an item's locations while the lines of an operation are checked one after another."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import func, select

from webapp.core.db import db

from ..ledger.projection import share
from ..models import Item, Level, Location, Unit
from ..models.states import OUTSIDE, STATES
from .entries import BATCH, Entry

GREATEST = 2**31 - 1  # what a database's whole number holds


class Shelf:
    """An item at a location: pieces by state, those of them that have a tag, and what all are worth."""

    def __init__(self, level: Level | None, tagged: Counter[str]) -> None:
        self.pieces = Counter(
            {state: getattr(level, state) for state in STATES} if level else {}
        )
        self.value, self.tagged = level.value_minor if level else 0, tagged

    def loose(self, state: str) -> int:
        """How many without a tag may be taken."""
        return max(0, self.pieces[state] - self.tagged[state])

    def worth(self, quantity: int, otherwise: int) -> int:
        """What so many more are worth at average cost; `otherwise` each, where nothing is."""
        of = self.pieces.total()
        return (2 * self.value * quantity + of) // (2 * of) if of else quantity * otherwise

    def take(self, state: str, quantity: int, *, tagged: bool) -> int:
        """What they took along."""
        value = share(self.value, quantity, self.pieces.total())
        self.pieces[state] -= quantity
        self.tagged[state] -= quantity if tagged else 0
        self.value -= value
        return value

    def put(self, state: str, quantity: int, value: int, *, tagged: bool) -> None:
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
        self.items: dict[int, Item] = {
            row.id: row
            for row in _each(lambda some: select(Item).where(Item.id.in_(some)), ids)
        }
        named = {entry.unit_id for entry in entries if entry.unit_id}
        self.units: dict[int, Unit] = {
            row.id: row
            for row in _each(lambda some: select(Unit).where(Unit.id.in_(some)), named)
        }
        self.holds = {
            id: Counter({state: getattr(unit, state) for state in STATES})
            for id, unit in self.units.items()
        }
        tagged: dict[tuple[int, int], Counter[str]] = {}
        for item_id, location_id, *has in _rows(_tagged, ids):
            tagged[item_id, location_id] = Counter(
                dict(zip(STATES, map(int, has), strict=True))
            )
        places = {entry.location_id for entry in entries}
        self.places: dict[int, Location] = {
            row.id: row
            for row in _each(
                lambda some: select(Location).where(Location.id.in_(some)), places
            )
        }
        levels = _each(lambda some: select(Level).where(Level.item_id.in_(some)), ids)
        there = {(level.item_id, level.location_id): level for level in levels}
        touched = {(entry.item_id, entry.location_id) for entry in entries}
        self.levels = {
            at: Shelf(there.get(at), tagged.get(at, Counter())) for at in touched
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


def _tagged(some: list[int]) -> Any:
    sums = (func.sum(getattr(Unit, state)) for state in STATES)
    return (
        select(Unit.item_id, Unit.location_id, *sums)
        .where(Unit.item_id.in_(some))
        .group_by(Unit.item_id, Unit.location_id)
    )


def _rows(asked: Callable[[list[int]], Any], ids: Iterable[int]) -> list[Any]:
    every = list(ids)
    parts = (every[at : at + BATCH] for at in range(0, len(every), BATCH))
    return [
        row
        for part in parts
        for row in db.session.execute(
            asked(part), None, execution_options={"populate_existing": True}
        )
    ]


def _each(asked: Callable[[list[int]], Any], ids: Iterable[int]) -> list[Any]:
    return [row[0] for row in _rows(asked, ids)]
