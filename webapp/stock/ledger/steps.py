"""Steps: what lines would do to levels and units, worked out before any of it is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, insert, select

from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _

from ..models import Level, Unit
from ..models.states import OUTSIDE, STATES
from . import projection
from .batches import batches
from .projection import Line, Tally

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
COLUMNS = [
    [kind.id, kind.item_id, kind.location_id, *(getattr(kind, s) for s in STATES)]
    for kind in (Level, Unit)
]
LEVELS = select(*COLUMNS[0], Level.seq, Level.value_minor).where(Level.item_id.in_(IDS))
UNITS = select(*COLUMNS[1]).where(Unit.id.in_(IDS))
TAGGED = (
    select(Unit.item_id, Unit.location_id, func.sum(Unit.on_hand))
    .where(Unit.item_id.in_(IDS))
    .group_by(Unit.item_id, Unit.location_id)
)
TRANSFERS = ("TRANSFER_OUT", "TRANSFER_IN")
Place = tuple[int, int]  # an item at a location
Row = dict[str, int | str | datetime | None]  # columns of a movement


@dataclass(frozen=True)
class Step:
    """A line with what it does to its level; `worth` is the change of its value, in minor units."""

    line: Line
    level_id: int
    seq: int
    worth: int
    value_after: int
    pieces_after: dict[str, int]

    def row(self) -> Row:
        """The columns of a movement that a line decides on."""
        line = self.line
        pieces = {f"{state}_after": count for state, count in self.pieces_after.items()}
        return {
            "level_id": self.level_id,
            "seq": self.seq,
            "item_id": line.item_id,
            "location_id": line.location_id,
            "unit_id": line.unit_id,
            "type": line.type,
            "from_state": line.from_state,
            "to_state": line.to_state,
            "quantity": line.quantity,
            "value_delta_minor": self.worth,
            "value_after_minor": self.value_after,
            **pieces,
        }


Work = tuple[list[Step], list[Tally]]  # what each line does, and what they touch


@dataclass(frozen=True)
class Change:
    """A level before some lines and after them: whole pieces by state, value in minor units."""

    item_id: int
    location_id: int
    before: dict[str, int]
    value_before: int
    after: dict[str, int]
    value_after: int


def work_out(lines: Sequence[Line]) -> Work:
    """Each line rests on the one before, so all are worked out here: what each does, and what it touches."""
    levels, units, tagged = _levels(lines), _units(lines), _tagged(lines)
    steps = list[Step]()
    for line in lines:
        level, unit = levels[line.item_id, line.location_id], projection.find(line, units)
        projection.check(line, level, unit)
        steps.append(_move(line, level, steps[-1].worth if steps else 0))
        projection.check_tagged(line, level, tagged)
        if unit:
            unit.move(line)
    _check_conserved(steps)
    return steps, [*levels.values(), *units.values()]


def _move(line: Line, level: Tally, worth_before: int) -> Step:
    """Count a line on at its level; `worth_before` is what the line before it did to the value there."""
    worth = level.worth(line, worth_before)
    level.move(line, worth)
    projection.check_value(level)
    return Step(
        line,
        level.id,
        level.seq,
        worth,
        level.value,
        dict(level.pieces),
    )


def rehearse(lines: Sequence[Line]) -> list[Change]:
    """What the levels would hold after these lines, none of which is written. Conflict as in `ledger.record`."""
    before = _levels(lines)
    _, moved = work_out(lines)
    return [
        _change(before[after.item_id, after.location_id], after)
        for after in moved
        if after.kind is Level
    ]


def _change(before: Tally, after: Tally) -> Change:
    return Change(
        after.item_id,
        after.location_id,
        before.pieces,
        before.value,
        after.pieces,
        after.value,
    )


Thing = tuple[int, int | None]  # an item, and which of its units if one is named


def _check_conserved(steps: Iterable[Step]) -> None:
    """What a transfer takes out at one place it brings in at another, pieces and value, within the same operation."""
    pieces, value = Counter[Thing](), Counter[Thing]()
    for step in steps:
        line = step.line
        if line.type in TRANSFERS and OUTSIDE in (line.from_state, line.to_state):
            thing, comes_in = (line.item_id, line.unit_id), line.from_state == OUTSIDE
            pieces[thing] += line.quantity if comes_in else -line.quantity
            value[thing] += step.worth
    if any(pieces.values()) or any(value.values()):
        raise Conflict(_("A transfer must bring in what it takes out"))


def _levels(lines: Sequence[Line]) -> dict[Place, Tally]:
    """The levels the lines touch, as the database has them now; those that are not there are made."""
    touched = dict.fromkeys((line.item_id, line.location_id) for line in lines)
    levels = _levels_of(item_id for item_id, _ in touched)
    if new := [place for place in touched if place not in levels]:
        levels |= _make_levels(new)
    return {place: levels[place] for place in touched}


def _levels_of(item_ids: Iterable[int]) -> dict[Place, Tally]:
    """The levels of these items, wherever they are."""
    levels: dict[Place, Tally] = {}
    for ids in batches(item_ids):
        for *columns, seq, value in db.session.execute(LEVELS, {"ids": ids}):
            tally = Tally(Level, *columns)
            tally.seq, tally.value = seq, value
            levels[tally.item_id, tally.location_id] = tally
    return levels


def _make_levels(places: Iterable[Place]) -> dict[Place, Tally]:
    query = insert(Level).returning(Level.id, Level.item_id, Level.location_id)
    rows = [{"item_id": item, "location_id": location} for item, location in places]
    return {
        (item, location): Tally(
            Level,
            id,
            item,
            location,
        )
        for id, item, location in db.session.execute(query, rows)
    }


def _units(lines: Sequence[Line]) -> dict[int, Tally]:
    named = (line.unit_id for line in lines if line.unit_id is not None)
    return {
        row.id: Tally(Unit, *row)
        for ids in batches(named)
        for row in db.session.execute(UNITS, {"ids": ids})
    }


def _tagged(lines: Sequence[Line]) -> Counter[Place]:
    """How many pieces with a tag are at the levels that pieces without one leave for good."""
    leaving = (
        line.item_id for line in lines if line.unit_id is None and line.to_state == OUTSIDE
    )
    tagged: Counter[Place] = Counter()
    for ids in batches(leaving):
        for item_id, location_id, pieces in db.session.execute(TAGGED, {"ids": ids}):
            tagged[item_id, location_id] = int(pieces)
    return tagged
