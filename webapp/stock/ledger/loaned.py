"""Loaned: what stands of a checkout's movements, for whoever keeps account of its units."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.db import db

from ..models import Movement, Operation, Unit
from .not_undone import stands


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


def moves(checkout_id: int, *, without: int | None = None) -> list[Moved]:
    """Oldest first, of the operations that were not undone; `without` is one that is about to be."""
    query = (
        select(
            Movement.created_at,
            Movement.type,
            Movement.from_state,
            Movement.to_state,
            Movement.location_id,
            Movement.unit_id,
            Unit.batch_code.is_not(None),
            Movement.quantity,
        )
        .join(Operation, Operation.id == Movement.operation_id)
        .outerjoin(Unit, Unit.id == Movement.unit_id)
        .where(Movement.checkout_id == checkout_id, stands())
        .order_by(Movement.id)
    )
    if without is not None:
        query = query.where(Operation.id != without)
    return [Moved(*row) for row in db.session.execute(query)]
