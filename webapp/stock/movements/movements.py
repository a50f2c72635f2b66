"""Movements as people read them: what happened to a thing, when, where, and who said so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVarTuple, Unpack

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _

from .. import access
from ..models import Item, Location, Movement, Operation, Unit
from ..models.states import STATES
from ..units import units
from . import days
from .days import DayFilters
from .movement_types import TYPES

Columns = TypeVarTuple("Columns")
Query = Select[*tuple[Any, ...]]

MOVEMENTS = (
    select(
        Movement.id,
        Movement.created_at,
        Movement.operation_id,
        Operation.kind,
        Operation.note,
        Operation.actor_id,
    )
    .add_columns(
        Movement.item_id,
        Item.name,
        Movement.unit_id,
        Unit.tag,
        Movement.location_id,
        Location.name,
    )
    .add_columns(
        Movement.checkout_id,
        Operation.transfer_id,
        Operation.repair_id,
        Movement.type,
        Movement.from_state,
    )
    .add_columns(
        Movement.to_state,
        Movement.quantity,
        Movement.value_delta_minor,
        Movement.value_after_minor,
    )
    .add_columns(Movement.hash, *(getattr(Movement, f"{state}_after") for state in STATES))
    .join(Operation, Operation.id == Movement.operation_id)
    .join(Item, Item.id == Movement.item_id)
    .join(Location, Location.id == Movement.location_id)
    .outerjoin(Unit, Unit.id == Movement.unit_id)
)
BY = {
    "item": Movement.item_id == bindparam("item"),
    "location": Movement.location_id == bindparam("location"),
    "unit": Movement.unit_id == bindparam("unit"),
    "checkout": Movement.checkout_id == bindparam("checkout"),
    "operation": Movement.operation_id == bindparam("operation"),
    "type": Movement.type == bindparam("type"),
    "actor": Operation.actor_id == bindparam("actor"),
    "before": Movement.id < bindparam("before"),
    "after": Movement.id > bindparam("after"),
    **days.conditions(Movement),
}

_next = aliased(Movement)
_WENT_ON = (
    select(_next.id)
    .where(_next.operation_id == Movement.operation_id, _next.unit_id == Movement.unit_id)
    .where(_next.id > Movement.id, _next.from_state == Movement.to_state)
    .correlate(Movement)
    .exists()
)


class Filters(DayFilters, total=False):
    """Which movements: of what, where, in which act, by whom, and on which of the school's days."""

    item: int | None
    unit: int | None
    checkout: int | None
    type: str | None
    actor: int | None
    operation: int | None


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
    hash: str
    after: dict[str, int]  # the whole level, after it

    @property
    def category(self) -> str:
        return TYPES[self.type].category


def listed(
    actor: Actor,
    /,
    *,
    before: int | None = None,
    limit: int = 50,
    oldest_first: bool = False,
    **filters: Unpack[Filters],
) -> list[Moved]:
    """Newest first, before an id; or oldest first, after it. One query, however many. Staff only."""
    access.check_may_look(actor)
    values = days.parameters(filters)
    if before:
        values["after" if oldest_first else "before"] = before
    build = _oldest if oldest_first else _newest
    query = build(frozenset(values))
    return [_moved(row) for row in db.session.execute(query, values | {"most": limit})]


def find(actor: Actor, id: int) -> Moved:
    """One movement. NotFound for an id that is not there."""
    access.check_may_look(actor)
    query = MOVEMENTS.where(Movement.id == id)
    return _moved(rows.find_values(query, _("Movement not found")))


def of_unit(
    actor: Actor, unit_id: int, *, before: int | None = None, limit: int = 50
) -> list[Moved]:
    """A unit's history, newest first; NotFound or NotAllowed as for the unit itself."""
    units.find(actor, unit_id)
    return listed(
        actor,
        unit=unit_id,
        before=before,
        limit=limit,
    )


def life_of_unit(
    actor: Actor, unit_id: int, *, after: tuple[datetime, int] | None, limit: int
) -> list[Moved]:
    """The same by when it was, each act once: of its steps on, such as off the shelf and out, the last one."""
    units.find(actor, unit_id)
    query = MOVEMENTS.where(Movement.unit_id == unit_id, ~_WENT_ON)
    keys = Movement.created_at, Movement.id
    query = rows.by_time(query, *keys, after, latest_first=True)
    return [_moved(row) for row in db.session.execute(query.limit(limit))]


def filtered(query: Select[*Columns], names: Iterable[str]) -> Select[*Columns]:
    """A statement over movements and their operations, narrowed by these of `days.parameters`: execute it with them."""
    return query.where(*(BY[name] for name in names))


@cache
def _newest(names: frozenset[str]) -> Query:
    """Built once for each set of questions."""
    query = filtered(MOVEMENTS, names).order_by(Movement.id.desc())
    return query.limit(bindparam("most"))


@cache
def _oldest(names: frozenset[str]) -> Query:
    return filtered(MOVEMENTS, names).order_by(Movement.id).limit(bindparam("most"))


def _moved(row: Row[*tuple[Any, ...]]) -> Moved:
    """Of a row of MOVEMENTS, which ends with the level after the movement."""
    own, after = row[: -len(STATES)], row[-len(STATES) :]
    return Moved(*(*own, dict(zip(STATES, after, strict=True))))
