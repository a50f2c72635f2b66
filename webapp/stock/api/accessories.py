"""What belongs to a unit, for programs."""

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..schemas.units import AccessoryInput, AccessoryPatch, AccessoryShown
from ..units import accessories
from .blueprint import bp


@bp.get("/inventory/units/<int:id>/accessories/")
@signed_in
@only(access.may_look)
@answers("accessories", list[AccessoryShown])
def list_accessories(id: int) -> Answer:
    """List the accessories of a unit, and which are missing; for staff."""
    listed = accessories.listed(actor(), id)
    return [AccessoryShown.model_validate(accessory) for accessory in listed]


@bp.post("/inventory/units/<int:id>/accessories/")
@signed_in
@only(access.may_describe)
@answers("accessories", AccessoryShown, status=201)
def add_accessory(id: int, json: AccessoryInput) -> Answer:
    """Add an accessory to a unit."""
    return AccessoryShown.model_validate(accessories.add(actor(), id, **dict(json))), 201


@bp.patch("/inventory/units/<int:id>/accessories/<int:accessory>/")
@signed_in
@only(access.may_look)
@answers("accessories", AccessoryShown)
def mark_accessory(id: int, accessory: int, json: AccessoryPatch) -> Answer:
    """Mark an accessory as missing, or as back; for staff."""
    return AccessoryShown.model_validate(
        accessories.mark(actor(), id, accessory, **dict(json))
    )


@bp.delete("/inventory/units/<int:id>/accessories/<int:accessory>/")
@signed_in
@only(access.may_describe)
@answers("accessories", None, status=204)
def remove_accessory(id: int, accessory: int) -> Answer:
    """Remove an accessory from a unit."""
    accessories.remove(actor(), id, accessory)
    return "", 204
