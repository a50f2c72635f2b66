"""Movements as people read them: what happened to a thing, when, where, and who said so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db

from . import units
from .models import Location, Movement, Operation


@dataclass(frozen=True)
class Moved:
    """One line of the ledger; `act` is the human act it belongs to, `at` a UTC instant."""

    id: int
    at: datetime
    act: str
    from_state: str
    to_state: str
    quantity: int
    location: str
    actor_id: int
    operation_id: int
    checkout_id: int | None
    transfer_id: int | None
    repair_id: int | None
    note: str


def of_unit(actor: Actor, unit_id: int, *, before: int | None = None, limit: int = 50) -> list[Moved]:
    """A unit's history, newest first; NotFound or NotAllowed as for the unit itself."""
    units.find(actor, unit_id)
    told = Movement.id, Movement.from_state, Movement.to_state, Movement.quantity, Movement.checkout_id
    sources = Movement.operation_id, Operation.transfer_id, Operation.repair_id
    about = *sources, Operation.kind.label("act"), Operation.actor_id, Operation.note
    asked = (
        select(*told, *about, Movement.created_at.label("at"), Location.name.label("location"))
        .join(Operation, Operation.id == Movement.operation_id)
        .join(Location, Location.id == Movement.location_id)
        .where(Movement.unit_id == unit_id)
        .order_by(Movement.id.desc())
        .limit(limit)
    )
    if before:
        asked = asked.where(Movement.id < before)
    return [Moved(**row) for row in db.session.execute(asked).mappings()]
