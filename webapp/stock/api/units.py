"""Units for programs."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..items import items
from ..models import Unit
from ..movements import movements
from ..schemas import PagedQuery
from ..schemas.units import (
    BlockInput,
    ConditionInput,
    DryQuery,
    MaintenanceInput,
    MovedShown,
    UnitInput,
    UnitMade,
    UnitPatch,
    UnitQuery,
    UnitShown,
    UnitsInput,
    UnitsMade,
)
from ..units import tags, unit_facts, units
from .blueprint import bp


@bp.get("/inventory/units/")
@signed_in
@only(access.may_look)
@answers("units", list[UnitShown])
def list_units(query: UnitQuery) -> Answer:
    """List the units, of an item, by serial number or by any code, however it is written; for staff."""
    search = partial(units.search, serial=query.serial, code=query.code, item=query.item)
    return _listed(query, search)


@bp.get("/inventory/units/by-serial/<path:serial>/")
@signed_in
@only(access.may_look)
@answers("units", list[UnitShown])
def units_by_serial(serial: str, query: PagedQuery) -> Answer:
    """List the units with this serial number however it is written, of whatever item; for staff."""
    return _listed(query, partial(units.with_serial, serial=serial))


@bp.get("/inventory/units/by-sku/<path:sku>/")
@signed_in
@only(access.may_look)
@answers("units", list[UnitShown])
def units_by_sku(sku: str, query: PagedQuery) -> Answer:
    """List the units of the item with this SKU; for staff."""
    item = items.by_sku(actor(), sku)
    return _listed(query, partial(units.search, item=item.id))


@bp.get("/inventory/units/by-tag/<path:tag>/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown)
def unit_by_tag(tag: str) -> Answer:
    """Show the unit with this tag, however it is written; for staff."""
    return answer_one(UnitShown, units.tagged(actor(), tag))


@bp.get("/inventory/units/<int:id>/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown)
def show_unit(id: int) -> Answer:
    """Show a unit; for staff."""
    return answer_one(UnitShown, units.find(actor(), id))


@bp.get("/inventory/units/<int:id>/history/")
@signed_in
@only(access.may_look)
@answers("units", list[MovedShown])
def unit_history(id: int, query: PagedQuery) -> Answer:
    """List what happened to a unit, newest first; for staff."""
    before = paging.id_in(query.after)
    rows = movements.of_unit(actor(), id, before=before, limit=query.limit + 1)
    return answer_list(MovedShown, rows, query.limit, paging.by_id)


@bp.post("/inventory/units/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown, status=201)
def add_unit(json: UnitInput) -> Answer:
    """Add a unit that came in, or give a piece on the shelf its tag; for staff."""
    return answer_one(
        UnitShown, units.find(actor(), tags.add_one(actor(), **dict(json)).id), 201
    )


@bp.post("/inventory/units/bulk/")
@signed_in
@only(access.may_look)
@answers("units", UnitsMade, also={201: UnitsMade})
def add_units(query: DryQuery, json: UnitsInput) -> Answer:
    """Add up to a thousand units of an item, all or none; a dry run only shows the result."""
    fields = dict(json) | {"units": [tags.New(**dict(unit)) for unit in json.units]}
    units_made: Sequence[tags.New | Unit] = (
        tags.rehearse(actor(), **fields) if query.dry_run else tags.add(actor(), **fields)
    )
    made = [UnitMade.model_validate(unit) for unit in units_made]
    return UnitsMade(dry_run=query.dry_run, units=made), 200 if query.dry_run else 201


@bp.patch("/inventory/units/<int:id>/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown, 412)
def describe_unit(id: int, json: UnitPatch) -> Answer:
    """Change a unit; with If-Match only if nobody else changed it since."""
    return _described(id, json)


@bp.post("/inventory/units/<int:id>/condition/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown, 412)
def unit_condition(id: int, json: ConditionInput) -> Answer:
    """Set the condition of a unit; for staff."""
    return _described(id, json)


@bp.post("/inventory/units/<int:id>/maintenance/")
@signed_in
@only(access.may_describe)
@answers("units", UnitShown, 412)
def unit_maintenance(id: int, json: MaintenanceInput) -> Answer:
    """Record a unit's last maintenance, and plan the next."""
    return _described(id, json)


@bp.post("/inventory/units/<int:id>/block/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown)
def block_unit(id: int, json: BlockInput) -> Answer:
    """Block a unit from lending, with the reason; for staff."""
    return answer_one(UnitShown, units.block(actor(), id, **dict(json)))


@bp.post("/inventory/units/<int:id>/unblock/")
@signed_in
@only(access.may_look)
@answers("units", UnitShown)
def unblock_unit(id: int) -> Answer:
    """Unblock a unit, so that it may be lent again; for staff."""
    return answer_one(UnitShown, units.unblock(actor(), id))


class Search(Protocol):
    """A list of units, a page at a time."""

    def __call__(self, actor: Actor, *, after: int, limit: int) -> list[Unit]: ...


def _listed(query: PagedQuery, search: Search) -> Answer:
    after = paging.id_in(query.after) or 0
    rows = search(actor(), after=after, limit=query.limit + 1)
    return answer_list(UnitShown, rows, query.limit, paging.by_id)


def _described(id: int, json: UnitPatch | ConditionInput | MaintenanceInput) -> Answer:
    changes = json.model_dump(exclude_unset=True)
    return answer_one(
        UnitShown, unit_facts.describe(actor(), id, version=if_match(), **changes)
    )
