"""Last done: the operation with which taking back begins, of a transfer, a repair, a count or a unit."""

from typing import Literal

from sqlalchemy import Select, select

from webapp.core.actor import Actor
from webapp.core.db import db

from ..ledger.not_undone import stands
from ..models import Movement, Operation
from . import undo

Source = Literal["transfer_id", "repair_id", "stocktake_id"]


def undoable(actor: Actor, source: Source, id: int) -> int | None:
    """The last operation about it that stands, by its id; None if there is none, or undoing it would be refused."""
    query = select(Operation.id).where(getattr(Operation, source) == id, stands(Operation))
    return _if_undoable(actor, db.session.scalar(_last(query)))


def undoable_of_unit(actor: Actor, unit_id: int) -> int | None:
    """The last operation that moved it and stands, by its id; None as above."""
    moved = select(Movement.operation_id).where(Movement.unit_id == unit_id)
    query = select(Operation.id).where(Operation.id.in_(moved), stands(Operation))
    return _if_undoable(actor, db.session.scalar(_last(query)))


def _last(query: Select[int]) -> Select[int]:
    return query.order_by(Operation.id.desc()).limit(1)


def _if_undoable(actor: Actor, id: int | None) -> int | None:
    return id if id and undo.refusal(actor, id) is None else None
