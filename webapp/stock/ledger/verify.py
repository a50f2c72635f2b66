"""Proof that the ledger was not tampered with and that levels and units are still its shadow."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Executable, Row, exists, func, select

from webapp.core import guards
from webapp.core.db import db

from ..models import Level, Movement, Operation, Unit
from ..models.states import OUTSIDE, STATES
from . import checkpoints, reversals
from .chain import SEALED, Columns, fingerprint
from .guards import GUARDS
from .steps import TRANSFERS

COLUMNS = [column.name for column in Movement.__table__.columns]
ACT = ("kind", "actor_id", *SEALED)
CHAIN = (
    select(*Movement.__table__.columns, *(getattr(Operation, name) for name in ACT))
    .join(Operation, Operation.id == Movement.operation_id)
    .order_by(Movement.id)
)
TAGS_WITHOUT_PIECES = (
    select(Level.id)
    .join(Unit, (Unit.item_id == Level.item_id) & (Unit.location_id == Level.location_id))
    .group_by(Level.id, Level.on_hand)
    .having(func.sum(Unit.on_hand) > Level.on_hand)
)
AT_ONCE = 1000  # rows
PLACE = {state: place for place, state in enumerate(STATES)}
NOTHING = [0] * len(STATES)

# A level's seq and value in minor units, or a unit's newest movement and location; and its pieces by state.
Numbers = Row[*tuple[Any, ...]]
Shadow = tuple[int, int, list[int]]
Check = Callable[[], Iterator[str]]
_proofs: list[Check] = []
_warnings: list[Check] = []


def connect(*, proofs: Iterable[Check], warnings: Iterable[Check]) -> None:
    """What is proved beside the ledger itself, and what is told that is no fault, but somebody's to do."""
    _proofs[:] = proofs
    _warnings[:] = warnings


def warnings() -> Iterator[str]:
    """What somebody should see to though the ledger holds, a sentence each."""
    for check in _warnings:
        yield from check()


def problems() -> Iterator[str]:
    """Everything that does not hold, a sentence each; nothing when all is well.

    Reads the whole ledger once, as a stream: memory grows with the levels and units there are, not with their history.
    """
    yield from (
        f"guard {name} is missing"
        for name in sorted(guards.missing(db.session.connection(), GUARDS))
    )
    walk = Walk()
    for row, act in chain():
        yield from walk.see(row, act)
    yield from walk.end()
    idle = select(Operation.id).where(
        Operation.item_id.is_(None), ~exists().where(Movement.operation_id == Operation.id)
    )
    yield from (f"operation {id} moved nothing" for id in db.session.scalars(idle))
    yield from reversals.problems()
    yield from checkpoints.problems()
    for check in _proofs:
        yield from check()


def chain() -> Iterator[tuple[Columns, Columns]]:
    """Every movement, oldest first, with what its hash seals of the act it belongs to."""
    for row in _stream(CHAIN):
        yield (
            dict(zip(COLUMNS, row, strict=False)),
            dict(zip(ACT, row[len(COLUMNS) :], strict=True)),
        )


def levels() -> Iterator[Numbers]:
    """Every level as it stands: id, seq, value, then its pieces by state."""
    return _stream(
        select(
            Level.id,
            Level.seq,
            Level.value_minor,
            *(getattr(Level, state) for state in STATES),
        )
    )


def units() -> Iterator[Numbers]:
    """Every unit as it stands: id, newest movement, location, then its pieces by state."""
    return _stream(
        select(
            Unit.id,
            Unit.last_movement_id,
            Unit.location_id,
            *(getattr(Unit, s) for s in STATES),
        )
    )


class Walk:
    """What the ledger says, one movement after the other."""

    def __init__(self) -> None:
        self.last, self.hash, self.operation = 0, "", 0
        self.levels: dict[int, Shadow] = {}
        self.units: dict[int, Shadow] = {}
        # What a transfer has not brought in yet: pieces, and their value.
        self.way: dict[tuple[int, int | None], tuple[int, int]] = {}

    def see(self, row: Columns, act: Columns) -> Iterator[str]:
        id = row["id"]
        if id != self.last + 1:
            yield f"movement {self.last + 1} is missing"
        if not self._is_sealed(row, act):
            yield f"movement {id} is not what was written"
        if row["operation_id"] != self.operation:
            yield from self._next_operation(row)
        self.last, self.hash = id, row["hash"]
        yield from self._level(row)
        if row["unit_id"]:
            self._move_unit(row)
        if row["type"] in TRANSFERS and OUTSIDE in (row["from_state"], row["to_state"]):
            self._move_on_way(row)

    def _is_sealed(self, row: Columns, act: Columns) -> bool:
        seal = fingerprint(self.hash, row, act)
        return bool(row["prev_hash"] == self.hash and row["hash"] == seal)

    def _next_operation(self, row: Columns) -> Iterator[str]:
        yield from self._conserved()
        if row["operation_id"] < self.operation:
            yield f"movement {row['id']} belongs to an operation that was over"
        self.operation = row["operation_id"]

    def _move_unit(self, row: Columns) -> None:
        _, _, pieces = self.units.get(row["unit_id"], (0, 0, NOTHING))
        self.units[row["unit_id"]] = row["id"], row["location_id"], _moved(pieces, row)

    def _move_on_way(self, row: Columns) -> None:
        thing = row["item_id"], row["unit_id"]
        quantity, value = self.way.get(thing, (0, 0))
        change = row["quantity"] if row["from_state"] == OUTSIDE else -row["quantity"]
        self.way[thing] = quantity + change, value + row["value_delta_minor"]

    def _level(self, row: Columns) -> Iterator[str]:
        seq, value, pieces = self.levels.get(row["level_id"], (0, 0, NOTHING))
        after = [row[f"{state}_after"] for state in STATES]
        level = row["seq"], row["value_after_minor"], after
        if level != (seq + 1, value + row["value_delta_minor"], _moved(pieces, row)):
            yield f"movement {row['id']} does not follow from the one before it at its level"
        self.levels[row["level_id"]] = level

    def _conserved(self) -> Iterator[str]:
        if any(any(left) for left in self.way.values()):
            yield f"operation {self.operation} takes out what it does not bring in"
        self.way.clear()

    def end(self) -> Iterator[str]:
        """What levels and units hold that the ledger does not say, or the other way round."""
        yield from self._conserved()
        yield from (
            f"level {id} holds fewer pieces than tags"
            for id in db.session.scalars(TAGS_WITHOUT_PIECES)
        )
        for id, seq, value, *has in levels():
            if (seq, value, has) != self.levels.pop(id, (0, 0, NOTHING)):
                yield f"level {id} is not what the ledger says"
        for id, newest, place, *has in units():
            if (newest, place, has) != self.units.pop(id, (0, place, NOTHING)):
                yield f"unit {id} is not what the ledger says"
        yield from (f"level {id} is gone" for id in self.levels)
        yield from (f"unit {id} is gone" for id in self.units)


def _moved(pieces: list[int], row: Columns) -> list[int]:
    after = pieces.copy()
    for state, sign in ((row["from_state"], -1), (row["to_state"], 1)):
        if state in PLACE:  # not the world, and not what somebody made up
            after[PLACE[state]] += sign * row["quantity"]
    return after


def _stream(query: Executable) -> Iterator[Numbers]:
    with db.session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        yield from rows
