"""Archiving items, for programs."""

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers, spec

from .. import access
from ..items import archiving, items
from ..schemas.archiving import ArchiveInput
from ..schemas.items import ItemShown
from .blueprint import bp


@bp.post("/inventory/items/<int:id>/archive/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=ItemShown), tags=["items"])
def archive(id: int, json: ArchiveInput) -> Answer:
    """Lend an item no more; it keeps its history, and one act brings it back."""
    archiving.archive(actor(), id, **dict(json))
    return ItemShown.model_validate(items.show(actor(), id))


@bp.post("/inventory/items/<int:id>/restore/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=ItemShown), tags=["items"])
def restore(id: int) -> Answer:
    """Bring an archived item back."""
    archiving.restore(actor(), id)
    return ItemShown.model_validate(items.show(actor(), id))
