"""Pictured: repairs as pictures know them."""

from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.core.words import _
from webapp.pictures.kinds import Kind

from . import access, repairs


def _repair(actor: Actor, id: int) -> str:
    if not access.may_see(actor):
        raise NotFound(_("Repair not found"))
    repair = repairs.find(actor, id)
    return _("%(item)s, repair %(number)s", item=repair.item_name, number=repair.id)


def _may_add(actor: Actor, _id: int) -> bool:
    return access.may_see(actor)


KINDS = {"repair": Kind(_repair, _may_add, "repairs.show")}
