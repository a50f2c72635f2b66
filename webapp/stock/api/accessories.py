"""What belongs to a unit, for programs."""

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers, spec

from .. import access
from ..schemas.units import AccessoryInput, AccessoryPatch, AccessoryShown
from ..units import accessories
from .blueprint import bp


@bp.get("/inventory/units/<int:id>/accessories/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[AccessoryShown]), tags=["accessories"])
def list_accessories(id: int) -> Answer:
    """List what belongs to a unit, and what of it is missing; for staff."""
    return [AccessoryShown.model_validate(each) for each in accessories.listed(actor(), id)]


@bp.post("/inventory/units/<int:id>/accessories/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_201=AccessoryShown), tags=["accessories"])
def add_accessory(id: int, json: AccessoryInput) -> Answer:
    """Add what belongs to a unit."""
    return AccessoryShown.model_validate(accessories.add(actor(), id, **dict(json))), 201


@bp.patch("/inventory/units/<int:id>/accessories/<int:accessory>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=AccessoryShown), tags=["accessories"])
def mark_accessory(id: int, accessory: int, json: AccessoryPatch) -> Answer:
    """Say that an accessory is missing, or back; for staff."""
    return AccessoryShown.model_validate(
        accessories.mark(actor(), id, accessory, **dict(json))
    )


@bp.delete("/inventory/units/<int:id>/accessories/<int:accessory>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_204=None), tags=["accessories"])
def remove_accessory(id: int, accessory: int) -> Answer:
    """Take an accessory off a unit's list."""
    accessories.remove(actor(), id, accessory)
    return "", 204
