"""The ledger: the only Python that moves stock."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from sqlalchemy import Subquery, bindparam, case, func, insert, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Level, Movement, Operation
from . import arrivals, steps
from .chain import SEALED, fingerprint, head
from .not_undone import stands
from .projection import Line, Tally

__all__ = [
    "About",
    "Line",
    "backwards",
    "balances",
    "held",
    "level",
    "lock",
    "record",
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
    """What an operation may say of itself beside its movements; it has at most one of the four sources."""

    checkout_id: int | None
    transfer_id: int | None
    repair_id: int | None
    stocktake_id: int | None
    reverses_id: int | None
    reason: str | None
    reference: str
    approved_by: int | None
    note: str


def lock() -> None:
    """Stock's one writer at a time: take it before reading what you decide on. SQLite's writers hold it already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(WRITER)))


def record(
    actor: Actor, kind: str, lines: Iterable[Line], **about: Unpack[About]
) -> Operation:
    """Write one operation and its movements; levels and units follow by themselves. Conflict if too few are there."""
    lock()
    lines = list(lines)
    taken, moved = steps.work_out(lines)
    operation = Operation(kind=kind, actor_id=actor.id, created_at=clock.now(), **about)
    db.session.add(operation)
    db.session.flush()
    if taken:
        db.session.execute(insert(Movement.__table__), _rows(operation, taken))  # type: ignore[arg-type]
    arrivals.keep_codes(lines, is_undo=about.get("reverses_id") is not None)
    _forget(moved)
    return operation


def _forget(moved: Iterable[Tally]) -> None:
    """The database moved them; what Python holds of them, if anything, is from before."""
    session = db.session()
    for each in moved:
        if held := session.identity_map.get(
            each.kind.__mapper__.identity_key_from_primary_key((each.id,))
        ):
            session.expire(held)


def reverse(actor: Actor, checkout_id: int, *, kind: str = "undo") -> None:
    """Take back every operation of a checkout that was not taken back yet, newest first, once each."""
    lock()
    theirs = select(Operation.id).where(Operation.checkout_id == checkout_id, stands())
    for id in db.session.scalars(theirs.order_by(Operation.id.desc())).all():
        record(actor, kind, backwards(id), checkout_id=checkout_id, reverses_id=id)


def backwards(operation_id: int) -> list[Line]:
    """The lines that take an operation back, its last movement first; a neutral one is written once more."""
    moved = (
        select(Movement)
        .where(Movement.operation_id == operation_id)
        .order_by(Movement.id.desc())
    )
    return [
        Line(
            m.item_id,
            m.location_id,
            m.type,
            m.from_state,
            m.to_state,
            m.quantity,
            m.unit_id,
        ).back(
            m.value_delta_minor,
            m.type
            if m.from_state == m.to_state
            else UNDOING.get(m.type, "SYSTEM_CORRECTION"),
        )
        for m in db.session.scalars(moved)
    ]


def level(item_id: int, location_id: int) -> Level:
    """The level as the database has it now, made if it is not there."""
    asked = {"item_id": item_id, "location_id": location_id}
    found = db.session.scalars(
        LEVEL, asked, execution_options={"populate_existing": True}
    ).one_or_none()
    if found is None:
        found = Level(item_id=item_id, location_id=location_id)
        db.session.add(found)
        db.session.flush()
        db.session.refresh(found)
    return found


def held(checkout_id: int) -> Counter[str]:
    """How many pieces of a checkout are in each state now, by the ledger."""
    balance: Counter[str] = Counter()
    columns = Movement.from_state, Movement.to_state, func.sum(Movement.quantity)
    asked = (
        select(*columns)
        .where(Movement.checkout_id == checkout_id)
        .group_by(Movement.from_state, Movement.to_state)
    )
    for came, went, quantity in db.session.execute(asked):
        balance[came] -= quantity
        balance[went] += quantity
    return balance


def balances() -> Subquery:
    """The same of every checkout that moved anything, to be joined: checkout_id, reserved, on_rent."""

    def left(state: str) -> Any:
        came = case((Movement.to_state == state, Movement.quantity), else_=0)
        return func.sum(
            came - case((Movement.from_state == state, Movement.quantity), else_=0)
        ).label(state)

    sums = select(Movement.checkout_id, left("reserved"), left("on_rent")).group_by(
        Movement.checkout_id
    )
    return sums.where(Movement.checkout_id.is_not(None)).subquery()


def _rows(operation: Operation, taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps as the ledger's next rows, sealed one after the other."""
    last, hash = head()
    about = {name: getattr(operation, name) for name in ("checkout_id", "created_at")} | {
        "operation_id": operation.id
    }
    act = {name: getattr(operation, name) for name in ("kind", "actor_id", *SEALED)}
    rows = []
    for id, step in enumerate(taken, last + 1):
        row = step | about | {"id": id, "prev_hash": hash}
        rows.append(row | {"hash": (hash := fingerprint(hash, row, act))})
    return rows
