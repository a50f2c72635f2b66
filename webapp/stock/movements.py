"""Movements as people read them: what happened to a thing, when, where, and who said so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Select, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotFound

from . import access, units
from .history import on_days
from .models import Item, Location, Movement, Operation, Unit
from .states import STATES

AFTER = tuple(f"{state}_after" for state in STATES)
OWN: tuple[str, ...] = (
    "id",
    "operation_id",
    "item_id",
    "unit_id",
    "location_id",
    "checkout_id",
    "type",
    "from_state",
    "to_state",
)
OWN += ("quantity", "value_delta_minor", "value_after_minor", "hash", *AFTER)


class Asked(TypedDict, total=False):
    """Which movements: of what, where, in which act, by whom, and on which of the school's days."""

    item: int | None
    location: int | None
    unit: int | None
    checkout: int | None
    type: str | None
    actor: int | None
    operation: int | None
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Moved:
    """One line of the ledger; `act` is the human act it belongs to, `at` a UTC instant, values are in minor units."""

    id: int
    at: datetime
    operation_id: int
    act: str
    note: str
    actor_id: int
    item_id: int
    item_name: str
    unit_id: int | None
    tag: str | None
    location_id: int
    location: str
    checkout_id: int | None
    transfer_id: int | None
    repair_id: int | None
    type: str
    from_state: str
    to_state: str
    quantity: int
    value_delta_minor: int
    value_after_minor: int
    after: dict[str, int]  # the whole level, after it
    hash: str


def listed(
    actor: Actor, /, *, before: int | None = None, limit: int = 50, oldest_first: bool = False, **asked: Unpack[Asked]
) -> list[Moved]:
    """Newest first, before an id; or oldest first, after it. One query, however many. Staff only."""
    access.check_may_look(actor)
    found = filtered(_told(), asked)
    if before:
        found = found.where(Movement.id > before if oldest_first else Movement.id < before)
    found = found.order_by(Movement.id if oldest_first else Movement.id.desc()).limit(limit)
    return [_moved(row) for row in db.session.execute(found).mappings()]


def find(actor: Actor, id: int) -> Moved:
    """One movement. NotFound for an id that is not there."""
    access.check_may_look(actor)
    row = db.session.execute(_told().where(Movement.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such movement")
    return _moved(row)


def of_unit(actor: Actor, unit_id: int, *, before: int | None = None, limit: int = 50) -> list[Moved]:
    """A unit's history, newest first; NotFound or NotAllowed as for the unit itself."""
    units.find(actor, unit_id)
    return listed(actor, unit=unit_id, before=before, limit=limit)


def filtered(found: Select[Any], asked: Asked) -> Select[Any]:
    """A statement over movements and their operations, of what was asked for only."""
    plain = {
        Movement.item_id: asked.get("item"),
        Movement.location_id: asked.get("location"),
        Movement.unit_id: asked.get("unit"),
        Movement.checkout_id: asked.get("checkout"),
        Movement.operation_id: asked.get("operation"),
        Movement.type: asked.get("type"),
        Operation.actor_id: asked.get("actor"),
    }
    found = found.where(*(column == said for column, said in plain.items() if said))
    return found.where(*on_days(Movement.created_at, asked.get("since"), asked.get("until")))


def _told() -> Select[Any]:
    about = (
        Operation.transfer_id,
        Operation.repair_id,
        Operation.kind.label("act"),
        Operation.actor_id,
        Operation.note,
        Movement.created_at.label("at"),
    )
    names = Item.name.label("item_name"), Location.name.label("location"), Unit.tag
    return (
        select(*(getattr(Movement, name) for name in OWN), *about, *names)
        .join(Operation, Operation.id == Movement.operation_id)
        .join(Item, Item.id == Movement.item_id)
        .join(Location, Location.id == Movement.location_id)
        .outerjoin(Unit, Unit.id == Movement.unit_id)
    )


def _moved(row: Any) -> Moved:
    told = dict(row)
    return Moved(after={state: told.pop(f"{state}_after") for state in STATES}, **told)
