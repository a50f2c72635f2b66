"""Archiving items, for programs."""

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..items import archiving, items
from ..schemas.archiving import ArchiveInput
from ..schemas.items import ItemShown
from .blueprint import bp


@bp.post("/inventory/items/<int:id>/archive/")
@signed_in
@only(access.may_describe)
@answers("items", ItemShown)
def archive(id: int, json: ArchiveInput) -> Answer:
    """Archive an item: it is no longer lent, keeps its history, and can be restored."""
    archiving.archive(actor(), id, **dict(json))
    return ItemShown.model_validate(items.show(actor(), id))


@bp.post("/inventory/items/<int:id>/restore/")
@signed_in
@only(access.may_describe)
@answers("items", ItemShown)
def restore(id: int) -> Answer:
    """Restore an archived item."""
    archiving.restore(actor(), id)
    return ItemShown.model_validate(items.show(actor(), id))
