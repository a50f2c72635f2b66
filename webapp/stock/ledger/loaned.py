"""Loaned: what stands of a checkout's movements, for whoever keeps account of its units."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import aliased

from webapp.core import rows

from ..models import Movement, Operation, Unit
from .not_undone import stands

UNDO = aliased(Operation)
MOVES = (
    select(
        Movement.created_at,
        Movement.type,
        Movement.from_state,
        Movement.to_state,
        Movement.location_id,
        Movement.unit_id,
        Unit.batch_code.is_not(None),
        Movement.quantity,
        Movement.checkout_id,
    )
    .join(Operation, Operation.id == Movement.operation_id)
    .outerjoin(Unit, Unit.id == Movement.unit_id)
    .where(stands())
    .order_by(Movement.id)
)


class Moved(NamedTuple):
    """One movement of a checkout's pieces; `at` is a UTC instant."""

    at: datetime
    type: str
    from_state: str
    to_state: str
    location_id: int
    unit_id: int | None
    is_batch: bool
    quantity: int
    checkout_id: int


def moves(
    checkout_ids: Collection[int], *, without: int | None = None
) -> dict[int, list[Moved]]:
    """Of each checkout, oldest first, of the operations that were not undone; `without` is one that is about to be."""
    query = MOVES.where(Movement.checkout_id.in_(checkout_ids))
    if without is not None:
        query = query.where(Operation.id != without)
    moved: dict[int, list[Moved]] = {id: [] for id in checkout_ids}
    for movement in rows.made(Moved, query):
        moved[movement.checkout_id].append(movement)
    return moved


def undone(checkout_id: SQLColumnExpression[int], kind: str) -> ColumnElement[bool]:
    """For a query over checkouts: whether an act of this kind on them was ever undone."""
    acts = select(Operation.id).join(UNDO, UNDO.reverses_id == Operation.id)
    return acts.where(Operation.checkout_id == checkout_id, Operation.kind == kind).exists()
