"""Planned maintenance: which units are due, and the one rule for when each is due next."""

from datetime import date

from sqlalchemy import ColumnElement, select, true

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import NAMES
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..ledger import ledger
from ..models import Unit
from . import units

PLANNED = ("next_maintenance_on", "maintenance_days")


def due(
    actor: Actor, *, until: date, after: tuple[date, int] | None = None, limit: int = 50
) -> list[Unit]:
    """Units here or on loan to be looked after by that day, what is due first first; keyset by (day, id). For staff."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see units"))
    query = (
        select(Unit)
        .options(NAMES)
        .where(Unit.next_maintenance_on <= until, Unit.on_hand > 0, _beyond(after))
        .order_by(Unit.next_maintenance_on, Unit.id)
        .limit(limit)
    )
    return rows.listed(query)


def plan(
    actor: Actor,
    id: int,
    *,
    next_maintenance_on: date | None = None,
    maintenance_days: int | None = None,
    version: int | None = None,
) -> Unit:
    """When a unit is due next and how many days lie between two times; with neither it is not planned any more.

    Without a day it `follows`. Invalid for a day that makes no sense; Stale, with what is planned now, if somebody
    else changed the unit since `version`.
    """
    units.find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()
    unit = rows.find(select(Unit).where(Unit.id == id), _("Unit not found"), lock=True)
    changed = _("Somebody changed %(name)s while you were typing", name=unit.tag)
    rows.check_version(version, unit.version, changed, lambda: _planned(unit))
    if next_maintenance_on:
        _check_day(unit, next_maintenance_on)
    following = follows(unit.last_maintenance_on, maintenance_days)
    unit.next_maintenance_on = next_maintenance_on or following
    unit.maintenance_days = maintenance_days
    db.session.flush()
    return units.find(actor, id)


def done(id: int, *, on: date) -> None:
    """A unit was looked after on that day; the next time follows by itself. The caller has checked who may."""
    unit = db.session.get_one(Unit, id)
    unit.last_maintenance_on = on
    unit.next_maintenance_on = follows(on, unit.maintenance_days)
    db.session.flush()


def follows(last: date | None, days: int | None) -> date | None:
    """When it is due next by itself: so many days after the last time, or after today if there was none.

    What would have been due before today is due today; without `days` nothing is planned.
    """
    today = calendar.today()
    return max(today, calendar.after(last or today, days)) if days else None


def objection(day: date, last: date | None, *, was: date | None) -> str | None:
    """Why it cannot be due on this day, None if it can: what `was` planned may have passed, what is new may not."""
    today = calendar.today()
    if last and day <= last:
        return _(
            "Choose a day after the last time, %(day)s",
            day=calendar.in_words(last),
        )
    if day == was:
        return None
    if day < today:
        return _("Choose a day in the future")
    if day > calendar.after(today, 3650):
        return _("Choose a day within ten years")
    return None


def _beyond(after: tuple[date, int] | None) -> ColumnElement[bool]:
    """That a unit comes after this day and id; without them every unit does."""
    if after is None:
        return true()
    day, id = after
    same_day = (Unit.next_maintenance_on == day) & (Unit.id > id)
    return (Unit.next_maintenance_on > day) | same_day


def _check_day(unit: Unit, day: date) -> None:
    problem = objection(day, unit.last_maintenance_on, was=unit.next_maintenance_on)
    if problem:
        raise Invalid(fields={"next_maintenance_on": problem})


def _planned(unit: Unit) -> dict[str, date | int | None]:
    return {name: getattr(unit, name) for name in PLANNED}
