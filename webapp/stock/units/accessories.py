"""Accessories: what belongs to a unit and is checked when it goes out and comes back."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound

from .. import access
from ..ledger import ledger
from ..models import Accessory
from . import units

MOST = 30  # a list that is longer is ticked without looking


def listed(actor: Actor, unit_id: int) -> list[Accessory]:
    """A unit's, by name. For staff; NotFound for a unit that is not there."""
    units.find(actor, unit_id)
    return list(db.session.scalars(_of(unit_id)))


def choices(there: Iterable[Accessory]) -> list[tuple[int, str]]:
    """How they are offered for ticking off."""
    return [
        (each.id, f"{each.name} (was missing)" if each.is_missing else each.name)
        for each in there
    ]


def add(actor: Actor, unit_id: int, *, name: str) -> Accessory:
    """One more belongs to the unit. Invalid if it has one of this name, however it is written."""
    units.find(actor, unit_id)
    access.check_may_describe(actor)
    ledger.lock()
    there = [each.name for each in db.session.scalars(_of(unit_id))]
    if text.folded(name) in map(text.folded, there):
        raise Invalid(fields={"name": "This is already on the list"})
    if len(there) >= MOST:
        raise Conflict(
            f"A unit can have at most {MOST} accessories", facts={"accessories": len(there)}
        )
    accessory = Accessory(unit_id=unit_id, name=name, is_missing=False)
    db.session.add(accessory)
    db.session.flush()
    return accessory


def mark(actor: Actor, unit_id: int, id: int, *, is_missing: bool) -> Accessory:
    """Mark as missing, or back. For staff."""
    accessory = _held(actor, unit_id, id)
    accessory.is_missing = is_missing
    db.session.flush()
    return accessory


def remove(actor: Actor, unit_id: int, id: int) -> None:
    """It does not belong to the unit any more."""
    units.find(actor, unit_id)
    access.check_may_describe(actor)
    db.session.delete(_held(actor, unit_id, id))
    db.session.flush()


def check(actor: Actor, unit_id: int, there: Collection[int]) -> list[str]:
    """Somebody looked: those with these ids are there, the unit's others are missing. The names newly missing."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can check accessories")
    found = list(
        db.session.scalars(
            _of(unit_id).with_for_update().execution_options(populate_existing=True)
        )
    )
    if set(there) - {each.id for each in found}:
        raise Invalid(
            fields={"accessories": "Not all of these belong to this unit any more"}
        )
    gone = [each.name for each in found if each.id not in there and not each.is_missing]
    for each in found:
        each.is_missing = each.id not in there
    db.session.flush()
    return gone


def _of(unit_id: int) -> Select[Accessory]:
    return (
        select(Accessory)
        .where(Accessory.unit_id == unit_id)
        .order_by(Accessory.sort_key, Accessory.id)
    )


def _held(actor: Actor, unit_id: int, id: int) -> Accessory:
    units.find(actor, unit_id)
    ledger.lock()
    asked = (
        select(Accessory)
        .where(Accessory.unit_id == unit_id, Accessory.id == id)
        .with_for_update()
    )
    accessory = db.session.scalars(
        asked.execution_options(populate_existing=True)
    ).one_or_none()
    if accessory is None:
        raise NotFound("This unit has no such accessory")
    return accessory
