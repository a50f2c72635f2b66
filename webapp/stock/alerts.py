"""Alerts: what somebody should see to soon, on the shelves and with single units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql.functions import count

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar

from . import levels, pending
from .models import Item, Level, Location, Unit

MAINTENANCE_DAYS, WARRANTY_DAYS = 7, 30
LOW = (
    Level.reorder_point.is_not(None),
    Level.status.in_(("low_stock", "out_of_stock")),
    Item.archived_at.is_(None),
)


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


def counts(actor: Actor) -> dict[str, int]:
    """How many alerts of each kind there are, in one statement. For staff."""
    levels.check(actor)
    low = select(count()).select_from(Level).join(Item, Item.id == Level.item_id).where(*LOW)
    units = {name: select(count()).select_from(Unit).where(*rules) for name, rules in _units().items()}
    asked = {"low_stock": low} | units
    row = db.session.execute(select(*(each.scalar_subquery().label(name) for name, each in asked.items()))).one()
    return dict(row._mapping)


def to_see_to(actor: Actor) -> dict[str, int]:
    """The same, and how many acts are `waiting` for a second person; two statements. For staff."""
    return counts(actor) | {"waiting": pending.count(actor)}


def all_alerts(actor: Actor, *, limit: int = 50) -> Alerts:
    """The first `limit` of each kind, and how many there are. For staff."""
    told = counts(actor)
    named = Level.id.label("level_id"), Level.item_id, Item.name.label("item_name"), Location.name.label("location")
    few = (
        select(*named, Level.status, Level.available, Level.reorder_point, Level.reorder_quantity.label("wanted"))
        .join(Item, Item.id == Level.item_id)
        .join(Location, Location.id == Level.location_id)
        .where(*LOW)
        .order_by(Level.available - Level.reorder_point, Item.name, Level.id)
    )
    short = [Short(**row) for row in db.session.execute(few.limit(limit)).mappings()]
    return Alerts(short, _due("maintenance_due", limit), _due("warranty_ending", limit), told)


def _units() -> dict[str, tuple[Any, ...]]:
    """Which units are meant; what has left for good needs nothing."""
    today = calendar.today()
    here, near = Unit.on_hand > 0, calendar.after(today, MAINTENANCE_DAYS)
    ending = Unit.warranty_until.between(today, calendar.after(today, WARRANTY_DAYS))
    return {"maintenance_due": (here, Unit.next_maintenance_on <= near), "warranty_ending": (here, ending)}


def _due(name: str, limit: int) -> list[Due]:
    on = Unit.next_maintenance_on if name == "maintenance_due" else Unit.warranty_until
    named = Unit.id.label("unit_id"), Unit.tag, Item.name.label("item_name"), Location.name.label("location")
    asked = (
        select(*named, on.label("on"))
        .join(Item, Item.id == Unit.item_id)
        .join(Location, Location.id == Unit.location_id)
        .where(*_units()[name])
        .order_by(on, Unit.id)
    )
    return [Due(**row) for row in db.session.execute(asked.limit(limit)).mappings()]
