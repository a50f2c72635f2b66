"""What was done about a repair, by the ledger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select

from webapp.core import rows
from webapp.core.db import db

from ..ledger.not_undone import stands
from ..models import Movement, Operation


@dataclass(frozen=True)
class Done:
    """One line of an act about a repair, or of one that took its pieces away; `at` is a UTC instant."""

    operation_id: int | None
    act: str
    at: datetime
    from_state: str
    to_state: str
    quantity: int
    actor_id: int
    note: str


class Act(NamedTuple):
    """An operation by itself; `reverses_id` is the one that it undoes."""

    operation_id: int
    act: str
    at: datetime
    actor_id: int
    note: str
    reverses_id: int | None


ACT = (
    Operation.id.label("operation_id"),
    Operation.kind.label("act"),
    Operation.created_at.label("at"),
    Operation.actor_id,
    Operation.note,
)


def history(repair_id: int) -> list[Done]:
    """Oldest first; the caller has checked who may see it."""
    movement = Movement.from_state, Movement.to_state, Movement.quantity
    query = (
        select(*ACT, *movement)
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


def acts(operation_ids: Collection[int]) -> list[Act]:
    """These operations and what undid them, whatever they were about; oldest first."""
    ids = or_(Operation.id.in_(operation_ids), Operation.reverses_id.in_(operation_ids))
    query = select(*ACT, Operation.reverses_id).where(ids).order_by(Operation.id)
    return rows.made(Act, query)
