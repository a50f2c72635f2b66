"""Accessories: what belongs to a unit and is checked when it goes out and comes back."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Select, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.core.words import _

from .. import access
from ..ledger import ledger
from ..models import Accessory as Accessory  # whom other slices ask about
from . import units

MOST = 30  # a list that is longer is ticked without looking


def listed(actor: Actor, unit_id: int) -> list[Accessory]:
    """A unit's, by name. For staff; NotFound for a unit that is not there."""
    units.find(actor, unit_id)
    return rows.listed(_of_unit(unit_id))


def choices(accessories: Iterable[Accessory]) -> list[tuple[int, str]]:
    """How they are offered for ticking off."""
    return [(accessory.id, _label(accessory)) for accessory in accessories]


def add(actor: Actor, unit_id: int, *, name: str) -> Accessory:
    """One more belongs to the unit. Invalid if it has one of this name, however it is written."""
    units.find(actor, unit_id)
    access.check_may_describe(actor)
    ledger.lock()
    names = [accessory.name for accessory in db.session.scalars(_of_unit(unit_id))]
    if text.folded(name) in map(text.folded, names):
        raise Invalid(fields={"name": _("This is already on the list")})
    if len(names) >= MOST:
        words = _("A unit can have at most %(most)s accessories", most=MOST)
        raise Conflict(words, facts={"accessories": len(names)})
    accessory = Accessory(unit_id=unit_id, name=name, is_missing=False)
    db.session.add(accessory)
    db.session.flush()
    return accessory


def mark(actor: Actor, unit_id: int, id: int, *, is_missing: bool) -> Accessory:
    """Mark as missing, or back. For staff."""
    accessory = _locked(actor, unit_id, id)
    accessory.is_missing = is_missing
    db.session.flush()
    return accessory


def remove(actor: Actor, unit_id: int, id: int) -> None:
    """It does not belong to the unit any more."""
    units.find(actor, unit_id)
    access.check_may_describe(actor)
    db.session.delete(_locked(actor, unit_id, id))
    db.session.flush()


def of_units(unit_ids: Collection[int]) -> dict[int, list[Accessory]]:
    """Those of several units by name, in one query; the caller has checked who may see them."""
    there: dict[int, list[Accessory]] = {id: [] for id in unit_ids}
    for accessory in db.session.scalars(_of_units(unit_ids)):
        there[accessory.unit_id].append(accessory)
    return there


def check(actor: Actor, unit_ids: Collection[int], ids: Collection[int]) -> list[Accessory]:
    """Somebody looked: those with these ids are there, the units' others are missing. Those of which that is new."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can check accessories"))
    query = _of_units(unit_ids).with_for_update().execution_options(populate_existing=True)
    accessories = rows.listed(query)
    if set(ids) - {accessory.id for accessory in accessories}:
        raise Invalid(
            fields={"accessories": _("Not all of these belong to this unit any more")}
        )
    changed = [each for each in accessories if each.is_missing is (each.id in ids)]
    for accessory in changed:
        accessory.is_missing = not accessory.is_missing
    db.session.flush()
    return changed


def restore(were_missing: Mapping[int, bool]) -> None:
    """By id, whether each was missing before somebody looked; what belongs to no unit any more is left out."""
    query = select(Accessory).where(Accessory.id.in_(were_missing)).order_by(Accessory.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    for accessory in rows.listed(query):
        accessory.is_missing = were_missing[accessory.id]
    db.session.flush()


def _of_unit(unit_id: int) -> Select[Accessory]:
    return _of_units([unit_id])


def _of_units(unit_ids: Collection[int]) -> Select[Accessory]:
    return (
        select(Accessory)
        .where(Accessory.unit_id.in_(unit_ids))
        .order_by(Accessory.sort_key, Accessory.id)
    )


def _locked(actor: Actor, unit_id: int, id: int) -> Accessory:
    units.find(actor, unit_id)
    ledger.lock()
    query = select(Accessory).where(Accessory.unit_id == unit_id, Accessory.id == id)
    return rows.find(query, _("This unit has no such accessory"), lock=True)


def _label(accessory: Accessory) -> str:
    return (
        _("%(name)s (was missing)", name=accessory.name)
        if accessory.is_missing
        else accessory.name
    )
