"""What was done about a repair, by the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.core import rows
from webapp.core.db import db

from ..ledger.not_undone import stands
from ..models import Movement, Operation


@dataclass(frozen=True)
class Done:
    """One line of an act about a repair; `at` is a UTC instant."""

    act: str
    at: datetime
    from_state: str
    to_state: str
    quantity: int
    actor_id: int
    note: str


def history(repair_id: int) -> list[Done]:
    """Oldest first; the caller has checked who may see it."""
    operation = (
        Operation.kind.label("act"),
        Operation.created_at.label("at"),
        Operation.actor_id,
        Operation.note,
    )
    movement = Movement.from_state, Movement.to_state, Movement.quantity
    query = (
        select(*operation, *movement)
        .join(Operation, Operation.id == Movement.operation_id)
        .where(Operation.repair_id == repair_id)
        .order_by(Movement.id)
        .limit(500)
    )
    return [Done(**row) for row in db.session.execute(query).mappings()]


def standing(repair_id: int) -> list[Operation]:
    """The acts that were not undone, and are no undo themselves; oldest first."""
    query = select(Operation).where(Operation.repair_id == repair_id, stands())
    return rows.listed(query.order_by(Operation.id))
