"""The ledger: the only Python that moves stock."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple, TypedDict, Unpack

from sqlalchemy import Label, Subquery, bindparam, case, func, insert, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import open_days

from .. import released
from ..models import Level, Movement, Operation
from . import arrivals, departed, steps
from .chain import SEALED, fingerprint, head
from .not_undone import stands
from .projection import Line, Tally
from .steps import Row, Step

__all__ = [
    "About",
    "Entry",
    "Line",
    "backwards",
    "balances",
    "held",
    "level",
    "lock",
    "record",
    "record_all",
    "reverse",
]

WRITER = 7_001  # the number of the writers' lock in PostgreSQL
UNDOING = {
    "RESERVATION_CREATED": "RESERVATION_CANCELLED"
}  # what else is undone is a correction
LEVEL = select(Level).where(
    Level.item_id == bindparam("item_id"), Level.location_id == bindparam("location_id")
)


class About(TypedDict, total=False):
    """What an operation may say of itself beside its movements; it has at most one of the four sources.

    `item_id` is of one that moves nothing; `pile_id` of one that was done with others, for other loans.
    """

    checkout_id: int | None
    transfer_id: int | None
    repair_id: int | None
    stocktake_id: int | None
    pile_id: int
    item_id: int
    reverses_id: int | None
    reason: str | None
    reference: str
    approved_by: int | None
    happened_on: date | None
    note: str


def lock() -> None:
    """Stock's one writer at a time: take it before reading what you decide on. SQLite's writers hold it already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(WRITER)))
    open_days.forget()  # who changes them holds this lock, too


class Entry(NamedTuple):
    """One operation to write: what kind of act it is, what it moves, and what is said of it."""

    kind: str
    lines: Sequence[Line]
    about: About


def record(
    actor: Actor, kind: str, lines: Iterable[Line], **about: Unpack[About]
) -> Operation:
    """Write one operation and its movements; levels and units follow by themselves. Conflict if too few are there."""
    return record_all(actor, [Entry(kind, list(lines), about)])[0]


def record_all(actor: Actor, entries: Sequence[Entry]) -> list[Operation]:
    """The same for several operations of one moment, in this order: all of them or none, in as many statements."""
    lock()
    lines = [line for entry in entries for line in entry.lines]
    taken, moved = steps.work_out(lines)
    operations = _operations(actor, entries)
    if taken:
        movements = _rows(_of_steps(operations, entries), taken)
        db.session.execute(insert(Movement.__table__), movements)  # type: ignore[arg-type]
    is_undo = any(operation.reverses_id is not None for operation in operations)
    arrivals.keep_codes(lines, is_undo=is_undo)
    _forget(moved)
    _tell(actor, operations, entries)
    return operations


def _tell(actor: Actor, operations: Sequence[Operation], entries: Sequence[Entry]) -> None:
    """Who waits for what is free now, and who was to repair what is gone, hears of it."""
    for operation, entry in zip(operations, entries, strict=True):
        departed.tell(actor, operation.id, entry.lines)
        lines = entry.lines
        released.note(line.item_id for line in lines if line.to_state == "available")


def _operations(actor: Actor, entries: Sequence[Entry]) -> list[Operation]:
    """The entries' operations, written: one at once, or all in one statement and read again."""
    about = {"actor_id": actor.id, "issuer_id": actor.issuer_id, "created_at": clock.now()}
    columns = [{"kind": entry.kind} | about | entry.about for entry in entries]
    if len(columns) == 1:
        operation = Operation(**columns[0])
        db.session.add(operation)
        db.session.flush()
        return [operation]
    return _inserted(columns)


def _inserted(columns: Sequence[dict[str, Any]]) -> list[Operation]:
    """In one statement, so all with the same columns; nobody else writes any meanwhile."""
    last = db.session.scalar(select(func.max(Operation.id))) or 0
    empty: dict[str, Any] = {name: None for each in columns for name in each}
    empty |= {"note": "", "reference": ""}
    rows.insert_all(Operation, [empty | each for each in columns])
    query = select(Operation).where(Operation.id > last)
    return rows.listed(query.order_by(Operation.id))


def _of_steps(
    operations: Sequence[Operation], entries: Sequence[Entry]
) -> Iterator[Operation]:
    """The operation of each movement, in their order."""
    for operation, entry in zip(operations, entries, strict=True):
        yield from repeat(operation, len(entry.lines))


def _forget(moved: Iterable[Tally]) -> None:
    """The database moved them; what Python holds of them, if anything, is from before."""
    session = db.session()
    for tally in moved:
        key = tally.kind.__mapper__.identity_key_from_primary_key((tally.id,))
        if row := session.identity_map.get(key):
            session.expire(row)


def reverse(actor: Actor, checkout_id: int, *, kind: str = "undo") -> None:
    """Take back every operation of a checkout that was not taken back yet, newest first, once each."""
    lock()
    theirs = select(Operation.id).where(Operation.checkout_id == checkout_id, stands())
    for id in db.session.scalars(theirs.order_by(Operation.id.desc())).all():
        record(
            actor,
            kind,
            backwards(id),
            checkout_id=checkout_id,
            reverses_id=id,
        )


def backwards(operation_id: int) -> list[Line]:
    """The lines that take an operation back, its last movement first; a neutral one is written once more."""
    query = (
        select(Movement)
        .where(Movement.operation_id == operation_id)
        .order_by(Movement.id.desc())
    )
    return [_back(movement) for movement in db.session.scalars(query)]


def _back(movement: Movement) -> Line:
    line = Line(
        movement.item_id,
        movement.location_id,
        movement.type,
        movement.from_state,
        movement.to_state,
        movement.quantity,
        movement.unit_id,
    )
    is_neutral = movement.from_state == movement.to_state
    type = movement.type if is_neutral else UNDOING.get(movement.type, "SYSTEM_CORRECTION")
    return line.back(movement.value_delta_minor, type)


def level(item_id: int, location_id: int) -> Level:
    """The level as the database has it now, made if it is not there."""
    place = {"item_id": item_id, "location_id": location_id}
    fresh = {"populate_existing": True}
    level = db.session.scalars(LEVEL, place, execution_options=fresh).one_or_none()
    if level is None:
        level = Level(item_id=item_id, location_id=location_id)
        db.session.add(level)
        db.session.flush()
        db.session.refresh(level)
    return level


def held(checkout_id: int) -> Counter[str]:
    """How many pieces of a checkout are in each state now, by the ledger."""
    balance: Counter[str] = Counter()
    query = (
        select(Movement.from_state, Movement.to_state, func.sum(Movement.quantity))
        .where(Movement.checkout_id == checkout_id)
        .group_by(Movement.from_state, Movement.to_state)
    )
    for from_state, to_state, quantity in db.session.execute(query):
        balance[from_state] -= quantity
        balance[to_state] += quantity
    return balance


def balances() -> Subquery:
    """The same of every checkout that moved anything, to be joined: checkout_id, reserved, on_rent."""
    sums = select(Movement.checkout_id, _left("reserved"), _left("on_rent")).group_by(
        Movement.checkout_id
    )
    return sums.where(Movement.checkout_id.is_not(None)).subquery()


def _left(state: str) -> Label[int]:
    arrived = case((Movement.to_state == state, Movement.quantity), else_=0)
    left = case((Movement.from_state == state, Movement.quantity), else_=0)
    return func.sum(arrived - left).label(state)


def _rows(operations: Iterable[Operation], taken: Iterable[Step]) -> list[Row]:
    """The steps, each with its operation, as the ledger's next rows, sealed one after the other."""
    last, hash = head()
    movements: list[Row] = []
    for id, (operation, step) in enumerate(zip(operations, taken, strict=True), last + 1):
        about = {
            "checkout_id": operation.checkout_id,
            "created_at": operation.created_at,
            "operation_id": operation.id,
        }
        act = {name: getattr(operation, name) for name in ("kind", "actor_id", *SEALED)}
        row = step.row() | about | {"id": id, "prev_hash": hash}
        hash = fingerprint(hash, row, act)
        movements.append(row | {"hash": hash})
    return movements
