"""Suppliers: who sells things to the school, and mends them."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from sqlalchemy import select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _, either

from .. import access, lists
from ..ledger import ledger
from ..models import Supplier, Unit

USERS = Unit.supplier_id
FIELDS = ("name", "contact", "is_active")


class Changes(TypedDict, total=False):
    name: str
    contact: str
    is_active: bool


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Supplier]:
    """By name, those no longer used too, with how many units came from each; keyset by (name, id). For staff."""
    lists.check_may_look(actor)
    return lists.listed(Supplier, USERS, after, limit)


def find(actor: Actor, id: int) -> Supplier:
    lists.check_may_look(actor)
    return lists.find(Supplier, USERS, id)


def in_use() -> dict[int, str]:
    """The names, in their order, of those the school still works with; the caller has checked who asks."""
    query = (
        select(Supplier.id, Supplier.name)
        .where(Supplier.is_active)
        .order_by(Supplier.sort_key, Supplier.id)
    )
    return rows.pairs(query)


def id_of(reference: int | str, field: str = "supplier") -> int:
    """The id of the one that is so called, however it is written, even if no longer used; or that has this id.

    Invalid at the field if there is none.
    """
    query = select(Supplier.id, Supplier.name)
    names = rows.pairs(query)
    ids = {lists.key(name): id for id, name in names.items()}
    if isinstance(reference, str) and lists.key(reference) in ids:
        return ids[lists.key(reference)]
    if str(reference).isdecimal() and int(reference) in names:
        return int(reference)
    raise Invalid(fields={field: _unknown(str(reference), names.values())})


def add(actor: Actor, *, name: str, contact: str = "") -> Supplier:
    """A new supplier. Invalid if there is one of this name, however it is written."""
    access.check_may_describe(actor)
    ledger.lock()
    lists.check_free(Supplier, "name", name)
    supplier = Supplier(name=lists.squeezed(name), contact=contact)
    lists.keep(supplier)
    return find(actor, supplier.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Supplier:
    """Describe it anew, or give it up with `is_active=False`: what came from it keeps its name. Stale as everywhere."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    supplier = lists.locked(Supplier, id, version, FIELDS)
    if "name" in changes:
        lists.check_free(Supplier, "name", changes["name"], except_id=id)
        changes["name"] = lists.squeezed(changes["name"])
    rows.assign(supplier, changes)
    db.session.flush()
    return find(actor, id)


def _unknown(name: str, names: Iterable[str]) -> str:
    near = text.nearest(name, names)
    if near:
        return _(
            "There is no supplier called %(name)s: perhaps %(near)s?",
            name=name,
            near=either(near),
        )
    return _("There is no supplier called %(name)s", name=name)
