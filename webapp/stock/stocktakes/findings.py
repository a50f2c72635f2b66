"""Findings: what a stocktake says of each thing, against the ledger as it was when the thing was counted."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Item, Level, Location, Movement, Stocktake, StocktakeLine, Unit
from ..models.states import OUTSIDE, STATES

SHELF = ("available", "reserved", "damaged", "beyond_repair")  # what is there to be counted
FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class Holder:
    checkout_id: int
    name: str
    due_on: date


LookUp = Callable[[Actor, Collection[int]], Mapping[int, Holder]]
_look_ups: list[LookUp] = []


def connect(*look_ups: LookUp) -> None:
    """Who can say, for units on loan, who has them."""
    _look_ups[:] = look_ups


@dataclass(frozen=True)
class Finding:
    """Of a unit, of an item's pieces without a tag, or of a code nobody knows; `expected` is what the ledger says."""

    verdict: str
    item_id: int | None = None
    item_name: str = ""
    unit_id: int | None = None
    tag: str = ""
    is_batch: bool = False
    code: str = ""
    line_id: int | None = None
    counted: int | None = None
    expected: int = 0
    state: str = ""  # of a unit now
    kept_at: str = ""  # where a unit belongs
    can_bring: bool = False  # its location can be brought right
    holder: Holder | None = None

    @property
    def difference(self) -> int:
        return (self.counted or 0) - self.expected

    @property
    def name(self) -> str:
        return self.tag or self.item_name or self.code

    @property
    def is_surprise(self) -> bool:
        return self.verdict not in ("as_expected", "not_counted")

    @property
    def blinded(self) -> "Finding":
        """Without what is expected."""
        is_number = self.verdict in ("missing", "more", "as_expected")
        return replace(self, verdict="counted" if is_number else self.verdict, expected=0)

    @property
    def words(self) -> str:
        """The verdict as a person would say it."""
        off = abs(self.difference)
        return {
            "missing": f"{off} fewer than expected"
            if not self.tag or self.is_batch
            else "Missing",
            "more": f"{off} more than expected"
            if not self.tag or self.is_batch
            else "Found again",
            "elsewhere": f"Belongs elsewhere: {self.kept_at}",
            "out": f"Out to {self.holder.name}"
            if self.holder
            else "On loan according to the ledger",
            "away": AWAY.get(self.state, "Moved since"),
            "unknown": "Unknown code",
            "not_counted": "Not counted yet",
            "as_expected": "As expected",
            "counted": "Counted",
        }[self.verdict]


AWAY = {
    "on_rent": "On loan according to the ledger",
    "under_repair": "In repair according to the ledger",
    "in_transit": "On its way according to the ledger",
}


def shelf(of: Level | Unit | None) -> int:
    return sum(getattr(of, state) for state in SHELF) if of else 0


class Findings:
    """Everything a stocktake found, and everything that should be there; the same few queries whatever the size."""

    def __init__(self, actor: Actor, stocktake: Stocktake) -> None:
        self.place, self.id, self.is_blind = (
            stocktake.location_id,
            stocktake.id,
            stocktake.is_blind,
        )
        counted = StocktakeLine.stocktake_id == self.id
        self.lines = list(
            db.session.scalars(
                select(StocktakeLine).where(counted).order_by(StocktakeLine.id)
            )
        )
        self.kinds, self.levels = self._items(select(StocktakeLine.item_id).where(counted))
        self.units = self._units(select(StocktakeLine.unit_id).where(counted))
        self._since = self._moved_since()
        self.actor = actor

    @cached_property
    def all(self) -> list[Finding]:
        """By item and tag, unknown codes last."""
        found = [*map(self._of_line, self.lines), *self._not_counted()]
        out = {f.unit_id for f in found if f.verdict == "out" and f.unit_id}
        holders = (
            {
                id: who
                for look_up in _look_ups
                for id, who in look_up(self.actor, out).items()
            }
            if out
            else {}
        )
        told = [
            replace(f, holder=holders.get(f.unit_id)) if f.unit_id in out else f
            for f in found
        ]
        return sorted(told, key=self._place)

    def loose(self, item_id: int, state: str) -> int:
        """Pieces of an item in this state here, without a tag; loans may have taken units without naming them."""
        level = self.levels.get(item_id)
        here = (
            unit
            for unit, _ in self.units.values()
            if unit.item_id == item_id and unit.location_id == self.place
        )
        tagged = sum(getattr(unit, state) for unit in here)
        return max(0, int(getattr(level, state)) - tagged) if level else 0

    def _place(self, found: Finding) -> tuple[Any, ...]:
        kind = self.kinds.get(found.item_id or 0)
        thing = text.sort_key(found.tag), found.unit_id or 0, text.sort_key(found.code)
        return kind is None, kind.sort_key if kind else "", found.item_id or 0, *thing

    @property
    def while_counting(self) -> list[Finding]:
        """The same, but of a blind count no more than what was found: nothing tells what is expected."""
        return (
            [found.blinded for found in self.all if found.line_id]
            if self.is_blind
            else self.all
        )

    def unnamed(self, item_id: int) -> int:
        """How many tagged pieces are not on the shelf, by the ledger, without it knowing which."""
        return -min(0, self._loose[item_id])

    def level(self, item_id: int, location_id: int) -> Level:
        """The level as it is now; an empty one that nobody has kept yet if there is none."""
        asked = select(Level).where(
            Level.item_id == item_id, Level.location_id == location_id
        )
        found = (
            self.levels.get(item_id)
            if location_id == self.place
            else db.session.scalars(asked).one_or_none()
        )
        nothing = dict.fromkeys((*STATES, "seq", "value_minor"), 0)
        return found or Level(item_id=item_id, location_id=location_id, **nothing)

    def _of_line(self, line: StocktakeLine) -> Finding:
        if line.item_id is None:
            return Finding("unknown", code=line.code, line_id=line.id, counted=line.counted)
        since = self._since.get(line.id, 0)
        if line.unit_id is None:
            expected = max(0, self._loose[line.item_id] - since)
            found = Finding(
                "", line.item_id, self.kinds[line.item_id].name, expected=expected
            )
        else:
            unit, _ = self.units[line.unit_id]
            found = self._of_unit(unit, expected=self._present(unit) - since)
        found = replace(found, line_id=line.id, counted=line.counted)
        verdict = self._verdict(found)
        all_of_it = found.unit_id and line.counted == self.units[found.unit_id][0].on_hand
        return replace(
            found,
            verdict=verdict,
            can_bring=bool(verdict == "elsewhere" and found.can_bring and all_of_it),
        )

    def _verdict(self, found: Finding) -> str:
        if not found.difference:
            return "as_expected"
        unit = self.units[found.unit_id][0] if found.unit_id else None
        if unit is None or (found.is_batch and unit.location_id == self.place):
            return "missing" if found.difference < 0 else "more"
        present = self._present(unit)
        if found.difference < 0 and present:
            return "missing"
        if found.difference > 0:
            if present:
                return "as_expected"  # it was there before the ledger knew
            if not unit.on_hand:
                return "more"
            if unit.location_id != self.place and shelf(unit):
                return "elsewhere"
        return "out" if unit.on_rent else "away"

    def _not_counted(self) -> Iterator[Finding]:
        done = {(line.item_id, line.unit_id) for line in self.lines}
        left = [
            u
            for u, _ in self.units.values()
            if self._present(u) and (u.item_id, u.id) not in done
        ]
        uncounted = Counter(unit.item_id for unit in left)
        for unit in left:
            verdict = (
                "out"
                if uncounted[unit.item_id] <= self.unnamed(unit.item_id)
                else "not_counted"
            )
            yield replace(self._of_unit(unit, self._present(unit)), verdict=verdict)
        for item_id, pieces in self._loose.items():
            if pieces > 0 and (item_id, None) not in done:
                yield Finding(
                    "not_counted", item_id, self.kinds[item_id].name, expected=pieces
                )

    def _of_unit(self, unit: Unit, expected: int) -> Finding:
        return Finding(
            "",
            unit.item_id,
            self.kinds[unit.item_id].name,
            unit.id,
            unit.tag,
            is_batch=unit.batch_code is not None,
            expected=expected,
            state=next((state for state in STATES if getattr(unit, state)), OUTSIDE),
            kept_at=self.units[unit.id][1],
            can_bring=unit.location_id != self.place and 0 < unit.available == unit.on_hand,
        )

    def _present(self, unit: Unit) -> int:
        return shelf(unit) if unit.location_id == self.place else 0

    @cached_property
    def _loose(self) -> dict[int, int]:
        tagged: Counter[int] = Counter()
        for unit, _ in self.units.values():
            tagged[unit.item_id] += self._present(unit)
        return {id: shelf(self.levels.get(id)) - tagged[id] for id in self.kinds}

    def _items(self, counted: Any) -> tuple[dict[int, Item], dict[int, Level]]:
        here = and_(Level.item_id == Item.id, Level.location_id == self.place)
        asked = (
            select(Item, Level)
            .outerjoin(Level, here)
            .where(or_(_on_shelf(Level), Item.id.in_(counted)))
        )
        rows = [
            (item, level)
            for item, level in db.session.execute(asked, execution_options=FRESH)
        ]
        return {item.id: item for item, _ in rows}, {
            item.id: level for item, level in rows if level
        }

    def _units(self, counted: Any) -> dict[int, tuple[Unit, str]]:
        here = and_(Unit.location_id == self.place, _on_shelf(Unit))
        asked = (
            select(Unit, Location.name)
            .join(Location)
            .where(or_(here, Unit.id.in_(counted)))
        )
        return {
            unit.id: (unit, name)
            for unit, name in db.session.execute(asked, execution_options=FRESH)
        }

    def _moved_since(self) -> dict[int, int]:
        """By line: how many more lie on the shelf here than when it was counted, by the ledger."""
        came = case((Movement.to_state.in_(SHELF), Movement.quantity), else_=0)
        went = case((Movement.from_state.in_(SHELF), Movement.quantity), else_=0)
        same = func.coalesce(Movement.unit_id, 0) == func.coalesce(StocktakeLine.unit_id, 0)
        asked = (
            select(StocktakeLine.id, func.sum(came - went))
            .join(
                Level,
                and_(
                    Level.item_id == StocktakeLine.item_id, Level.location_id == self.place
                ),
            )
            .join(
                Movement,
                and_(
                    Movement.level_id == Level.id,
                    Movement.seq > StocktakeLine.level_seq,
                    same,
                ),
            )
            .where(StocktakeLine.stocktake_id == self.id)
            .group_by(StocktakeLine.id)
        )
        return {id: int(change) for id, change in db.session.execute(asked)}


def _on_shelf(of: type[Level] | type[Unit]) -> Any:
    return sum((getattr(of, state) for state in SHELF[1:]), getattr(of, SHELF[0])) > 0
