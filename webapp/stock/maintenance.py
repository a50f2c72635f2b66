"""Planned maintenance: which units are due, when each was last looked after, and how often."""

from datetime import date
from typing import Any

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, Stale
from webapp.school import calendar

from . import access, ledger, units
from .models import Item, Location, Unit
from .units import Kept

PLANNED = ("next_maintenance_on", "maintenance_days")


def due(actor: Actor, *, until: date, after: tuple[date, int] | None = None, limit: int = 50) -> list[Kept]:
    """Units here or on loan to be looked after by that day, what is due first first; keyset by (day, id). For staff."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    asked = (
        select(Unit, Item.name, Location.name)
        .join(Item, Item.id == Unit.item_id)
        .join(Location, Location.id == Unit.location_id)
        .where(Unit.next_maintenance_on <= until, Unit.on_hand > 0)
        .order_by(Unit.next_maintenance_on, Unit.id)
        .limit(limit)
    )
    if after:
        on, id = after
        asked = asked.where((Unit.next_maintenance_on > on) | ((Unit.next_maintenance_on == on) & (Unit.id > id)))
    return [Kept(*row) for row in db.session.execute(asked)]


def plan(
    actor: Actor,
    id: int,
    *,
    next_maintenance_on: date | None = None,
    maintenance_days: int | None = None,
    version: int | None = None,
) -> Kept:
    """When a unit is due next and how many days lie between two times; with neither it is not planned any more.

    Without a day it is due so many days after the last time, or after today. Invalid for a day that has passed;
    Stale, with what is planned now, if somebody else changed the unit since `version`.
    """
    units.find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()
    unit = db.session.get_one(Unit, id, with_for_update=True, populate_existing=True)
    if version is not None and unit.version != version:
        facts: dict[str, Any] = {name: getattr(unit, name) for name in ("version", *PLANNED)}
        raise Stale(f"Somebody changed {unit.tag} while you were typing", facts=facts)
    today = calendar.today()
    if next_maintenance_on and next_maintenance_on != unit.next_maintenance_on:
        _check(next_maintenance_on, today, unit.last_maintenance_on)
    if maintenance_days and not next_maintenance_on:
        next_maintenance_on = max(today, calendar.after(unit.last_maintenance_on or today, maintenance_days))
    unit.next_maintenance_on, unit.maintenance_days = next_maintenance_on, maintenance_days
    db.session.flush()
    return units.find(actor, id)


def done(id: int, *, on: date) -> None:
    """A unit was looked after on that day; the next time follows by itself. The caller has checked who may."""
    unit = db.session.get_one(Unit, id)
    unit.last_maintenance_on = on
    unit.next_maintenance_on = calendar.after(on, unit.maintenance_days) if unit.maintenance_days else None
    db.session.flush()


def _check(day: date, today: date, last: date | None) -> None:
    if day < today:
        raise Invalid(fields={"next_maintenance_on": "Choose a day that is still to come"})
    if last and day <= last:
        raise Invalid(fields={"next_maintenance_on": f"Choose a day after the last time, {last}"})
    if day > calendar.after(today, 3650):
        raise Invalid(fields={"next_maintenance_on": "Choose a day within ten years"})
