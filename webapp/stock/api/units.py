"""Units for programs."""

from typing import Any

from webapp.core import paging
from webapp.core.doors import actor, signed_in
from webapp.core.openapi import answers, spec

from .. import units
from ..schemas.units import BlockInput, UnitQuery, UnitShown
from . import bp


@bp.get("/inventory/units/")
@signed_in
@spec.validate(resp=answers(HTTP_200=list[UnitShown]), tags=["units"])
def list_units(query: UnitQuery) -> Any:
    """List the units, of an item or by serial number however it is written; for staff."""
    (after,) = paging.place(query.after, int) or (0,)
    found = units.search(actor(), serial=query.serial, item=query.item, after=after, limit=query.limit + 1)
    here, headers = paging.answer(found, query.limit, lambda unit: (unit.id,))
    return [UnitShown.of(unit) for unit in here], 200, headers


@bp.get("/inventory/units/<int:id>/")
@signed_in
@spec.validate(resp=answers(HTTP_200=UnitShown), tags=["units"])
def show_unit(id: int) -> Any:
    """Show a unit; for staff."""
    return UnitShown.of(units.find(actor(), id))


@bp.post("/inventory/units/<int:id>/block/")
@signed_in
@spec.validate(resp=answers(HTTP_200=UnitShown), tags=["units"])
def block_unit(id: int, json: BlockInput) -> Any:
    """Keep a unit back from lending, and say why; for staff."""
    return UnitShown.of(units.block(actor(), id, **dict(json)))


@bp.post("/inventory/units/<int:id>/unblock/")
@signed_in
@spec.validate(resp=answers(HTTP_200=UnitShown), tags=["units"])
def unblock_unit(id: int) -> Any:
    """Let a unit be lent again; for staff."""
    return UnitShown.of(units.unblock(actor(), id))
