"""Proof that the ledger was not tampered with and that levels and units are still its shadow."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from webapp.core import guards
from webapp.core.db import db

from .chain import SEALED, fingerprint
from .guards import GUARDS
from .models import Level, Movement, Operation, Unit
from .states import STATES

COLUMNS = [column for column in Movement.__table__.columns]
ACT = [getattr(Operation, name) for name in ("kind", "actor_id", *SEALED)]
CHAIN = select(*COLUMNS, *ACT).join(Operation, Operation.id == Movement.operation_id).order_by(Movement.id)


def problems() -> Iterator[str]:
    """Everything that does not hold, a sentence each; nothing when all is well. Reads the whole ledger."""
    yield from (f"guard {name} is missing" for name in sorted(guards.missing(db.session.connection(), GUARDS)))
    levels: dict[int, tuple[int, ...]] = {}
    units: dict[int, Counter[str]] = {}
    last, head = 0, ""
    for row in db.session.execute(CHAIN.execution_options(yield_per=1000)).mappings():
        facts = {column.name: row[column.name] for column in COLUMNS}
        if row["id"] != last + 1:
            yield f"movement {last + 1} is missing"
        if row["prev_hash"] != head or row["hash"] != fingerprint(head, facts, dict(row)):
            yield f"movement {row['id']} is not what was written"
        last, head = row["id"], row["hash"]
        levels[row["level_id"]] = (row["seq"], row["value_after_minor"], *(row[f"{s}_after"] for s in STATES))
        if row["unit_id"]:
            unit = units.setdefault(row["unit_id"], Counter())
            unit[row["from_state"]] -= row["quantity"]
            unit[row["to_state"]] += row["quantity"]
    yield from _shadows(levels, units)


def _shadows(levels: dict[int, tuple[int, ...]], units: dict[int, Counter[str]]) -> Iterator[str]:
    nothing = (0,) * (len(STATES) + 2)
    for id, *has in db.session.execute(
        select(Level.id, Level.seq, Level.value_minor, *(getattr(Level, s) for s in STATES))
    ):
        if tuple(has) != levels.get(id, nothing):
            yield f"level {id} is not what the ledger says"
    for id, *has in db.session.execute(select(Unit.id, *(getattr(Unit, s) for s in STATES))):
        if has != [units.get(id, Counter())[state] for state in STATES]:
            yield f"unit {id} is not what the ledger says"
