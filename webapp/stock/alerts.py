"""Alerts: what somebody should see to soon, on the shelves and with single units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.sql.functions import count

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar

from . import levels
from .models import Item, Level, Location, Unit
from .operations import pending

MAINTENANCE_DAYS, WARRANTY_DAYS = 7, 30
LOW = (
    Level.reorder_point.is_not(None),
    Level.status.in_(("low_stock", "out_of_stock")),
    Item.archived_at.is_(None),
)
SHORT = (
    select(
        Level.id.label("level_id"),
        Level.item_id,
        Item.name.label("item_name"),
        Location.name.label("location"),
    )
    .add_columns(
        Level.status,
        Level.available,
        Level.reorder_point,
        Level.reorder_quantity.label("wanted"),
    )
    .join(Item, Item.id == Level.item_id)
    .join(Location, Location.id == Level.location_id)
    .where(*LOW)
    .order_by(Level.available - Level.reorder_point, Item.sort_key, Level.id)
    .limit(bindparam("most"))
)
UNITS = {  # which are meant; what has left for good needs nothing
    "maintenance_due": (Unit.on_hand > 0, Unit.next_maintenance_on <= bindparam("soon")),
    "warranty_ending": (
        Unit.on_hand > 0,
        Unit.warranty_until.between(bindparam("today"), bindparam("ends")),
    ),
}
DUE = {
    name: select(
        Unit.id.label("unit_id"),
        Unit.tag,
        Item.name.label("item_name"),
        Location.name.label("location"),
    )
    .add_columns(on.label("on"))
    .join(Item, Item.id == Unit.item_id)
    .join(Location, Location.id == Unit.location_id)
    .where(*UNITS[name])
    .order_by(on, Unit.id)
    .limit(bindparam("most"))
    for name, on in (
        ("maintenance_due", Unit.next_maintenance_on),
        ("warranty_ending", Unit.warranty_until),
    )
}
COUNTS = select(
    select(count())
    .select_from(Level)
    .join(Item)
    .where(*LOW)
    .scalar_subquery()
    .label("low_stock"),
    *(
        select(count()).select_from(Unit).where(*rules).scalar_subquery().label(name)
        for name, rules in UNITS.items()
    ),
)
TO_SEE_TO = COUNTS.add_columns(pending.WAITING.label("waiting"))  # for a second person


@dataclass(frozen=True)
class Short:
    """A level with no more than its reorder point says; `wanted` is how many to get then, if anybody said so."""

    level_id: int
    item_id: int
    item_name: str
    location: str
    status: str
    available: int
    reorder_point: int
    wanted: int | None


@dataclass(frozen=True)
class Due:
    """A unit whose day has come or is near."""

    unit_id: int
    tag: str
    item_name: str
    location: str
    on: date


@dataclass(frozen=True)
class Alerts:
    """How many there are of each kind, and the first of them: the emptiest, the earliest."""

    low_stock: list[Short]
    maintenance_due: list[Due]
    warranty_ending: list[Due]
    counts: dict[str, int]


def counts(actor: Actor, query: Select[*tuple[Any, ...]] = COUNTS) -> dict[str, int]:
    """How many alerts of each kind there are, and of what else `query` counts, in one statement. For staff."""
    levels.check(actor)
    return dict(db.session.execute(query, _days()).one()._mapping)


def all_alerts(actor: Actor, *, limit: int = 50) -> Alerts:
    """The first `limit` of each kind, and how many there are. For staff."""
    numbers = counts(actor)
    short = [Short(**row) for row in db.session.execute(SHORT, {"most": limit}).mappings()]
    return Alerts(
        short, _due("maintenance_due", limit), _due("warranty_ending", limit), numbers
    )


def _due(name: str, limit: int) -> list[Due]:
    return [
        Due(**row)
        for row in db.session.execute(DUE[name], _days() | {"most": limit}).mappings()
    ]


def _days() -> dict[str, date]:
    today = calendar.today()
    soon, ends = (
        calendar.after(today, MAINTENANCE_DAYS),
        calendar.after(today, WARRANTY_DAYS),
    )
    return {
        "today": today,
        "soon": soon,
        "ends": ends,
    }
