"""Steps: what lines would do to levels and units, worked out before any of it is written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, insert, select

from webapp.core.db import db
from webapp.core.errors import Conflict

from ..models import Level, Unit
from ..models.states import OUTSIDE, STATES
from . import projection
from .projection import Line, Tally

BATCH = 500  # ids in one statement
IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
HELD = [
    [kind.id, kind.item_id, kind.location_id, *(getattr(kind, s) for s in STATES)]
    for kind in (Level, Unit)
]
LEVELS = select(*HELD[0], Level.seq, Level.value_minor).where(Level.item_id.in_(IDS))
UNITS = select(*HELD[1]).where(Unit.id.in_(IDS))
TAGGED = (
    select(Unit.item_id, Unit.location_id, func.sum(Unit.on_hand))
    .where(Unit.item_id.in_(IDS))
    .group_by(Unit.item_id, Unit.location_id)
)


@dataclass(frozen=True)
class Change:
    """A level before some lines and after them: whole pieces by state, value in minor units."""

    item_id: int
    location_id: int
    before: dict[str, int]
    value_before: int
    after: dict[str, int]
    value_after: int


def work_out(lines: list[Line]) -> tuple[list[dict[str, Any]], list[Tally]]:
    """Each line rests on the one before, so all are worked out here: what each does, and what it touches."""
    levels, units, tagged = _levels(lines), _units(lines), _tagged(lines)
    steps: list[dict[str, Any]] = []
    for line in lines:
        here, unit = levels[line.item_id, line.location_id], projection.find(line, units)
        projection.check(line, here, unit)
        here.move(
            line, worth := here.worth(line, steps[-1]["value_delta_minor"] if steps else 0)
        )
        projection.check_value(here)
        projection.check_tagged(line, here, tagged)
        if unit:
            unit.move(line)
        steps.append(_step(line, here, worth))
    _check_conserved(steps)
    return steps, [*levels.values(), *units.values()]


def _step(line: Line, after: Tally, worth: int) -> dict[str, Any]:
    return {
        "level_id": after.id,
        "seq": after.seq,
        "item_id": line.item_id,
        "location_id": line.location_id,
        "unit_id": line.unit_id,
        "type": line.type,
        "from_state": line.from_state,
        "to_state": line.to_state,
        "quantity": line.quantity,
        "value_delta_minor": worth,
        "value_after_minor": after.value,
    } | {f"{state}_after": quantity for state, quantity in after.pieces.items()}


def rehearse(lines: list[Line]) -> list[Change]:
    """What the levels would hold after these lines, none of which is written. Conflict as in `ledger.record`."""
    before = _levels(lines)
    _, moved = work_out(lines)
    after = [each for each in moved if each.kind is Level]
    was = [before[each.item_id, each.location_id] for each in after]
    return [
        Change(now.item_id, now.location_id, then.pieces, then.value, now.pieces, now.value)
        for then, now in zip(was, after, strict=True)
    ]


def _check_conserved(steps: list[dict[str, Any]]) -> None:
    """What a transfer takes out at one place it brings in at another, pieces and value, within the same operation."""
    pieces: Counter[tuple[int, int | None]] = Counter()
    value: Counter[tuple[int, int | None]] = Counter()
    for step in steps:
        if step["type"] in ("TRANSFER_OUT", "TRANSFER_IN") and OUTSIDE in (
            step["from_state"],
            step["to_state"],
        ):
            thing = step["item_id"], step["unit_id"]
            pieces[thing] += (
                step["quantity"] if step["from_state"] == OUTSIDE else -step["quantity"]
            )
            value[thing] += step["value_delta_minor"]
    if any(pieces.values()) or any(value.values()):
        raise Conflict("A transfer must bring in what it takes out")


def _levels(lines: list[Line]) -> dict[tuple[int, int], Tally]:
    """The levels the lines touch, as the database has them now; those that are not there are made."""
    wanted = dict.fromkeys((line.item_id, line.location_id) for line in lines)
    there: dict[tuple[int, int], Tally] = {}
    for ids in _batches(item_id for item_id, _ in wanted):
        for *held, seq, value in db.session.execute(LEVELS, {"ids": ids}):
            found = there[held[1], held[2]] = Tally(Level, *held)
            found.seq, found.value = seq, value
    new = [
        {"item_id": item, "location_id": place}
        for item, place in wanted
        if (item, place) not in there
    ]
    if new:
        made = insert(Level).returning(Level.id, Level.item_id, Level.location_id)
        there |= {
            (row.item_id, row.location_id): Tally(Level, *row)
            for row in db.session.execute(made, new)
        }
    return {key: there[key] for key in wanted}


def _units(lines: list[Line]) -> dict[int, Tally]:
    named = (line.unit_id for line in lines if line.unit_id is not None)
    return {
        row.id: Tally(Unit, *row)
        for ids in _batches(named)
        for row in db.session.execute(UNITS, {"ids": ids})
    }


def _tagged(lines: list[Line]) -> Counter[tuple[int, int]]:
    """How many pieces with a tag are at the levels that pieces without one leave for good."""
    tagged: Counter[tuple[int, int]] = Counter()
    for ids in _batches(
        line.item_id for line in lines if line.unit_id is None and line.to_state == OUTSIDE
    ):
        for item_id, location_id, pieces in db.session.execute(TAGGED, {"ids": ids}):
            tagged[item_id, location_id] = int(pieces)
    return tagged


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    once = list(dict.fromkeys(ids))
    yield from (once[at : at + BATCH] for at in range(0, len(once), BATCH))
