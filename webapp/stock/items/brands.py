"""Brands: who makes things. To an item its brand is its `make`."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, both, plural

from .. import access, lists, search_text
from ..ledger import ledger
from ..models import Brand, Item, SkuSequence

USERS = Item.brand_id
FIELDS = ("name", "code")
ITEMS = plural("%(num)s item", "%(num)s items")
SEQUENCES = plural("%(num)s SKU sequence", "%(num)s SKU sequences")


class Changes(TypedDict, total=False):
    name: str
    code: str


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Brand]:
    """By name, with how many items each has; keyset by (name, id). For staff."""
    lists.check_may_look(actor)
    return lists.listed(Brand, USERS, after, limit)


def find(actor: Actor, id: int) -> Brand:
    lists.check_may_look(actor)
    return lists.find(Brand, USERS, id)


def choices() -> dict[str, str]:
    """For a select: id to name."""
    query = select(Brand.id, Brand.name).order_by(Brand.sort_key, Brand.id)
    return {str(id): name for id, name in db.session.execute(query)}


def add(actor: Actor, *, name: str, code: str | None = None) -> Brand:
    """A new brand; without a code it gets one. Invalid if the name, however written, or the code is taken."""
    access.check_may_describe(actor)
    ledger.lock()
    lists.check_free(Brand, "name", name)
    if code:
        lists.check_free(Brand, "code", code)
    brand = Brand(name=lists.squeezed(name), code=code or lists.code(name, _codes()))
    lists.keep(brand)
    return find(actor, brand.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Brand:
    """Rename it, and its items with it, or change its code: made SKUs stay as they are. Stale as everywhere."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    brand = lists.locked(Brand, id, version, FIELDS)
    for field, value in changes.items():
        lists.check_free(Brand, field, str(value), except_id=id)
        setattr(brand, field, lists.squeezed(str(value)))
    db.session.flush()
    if "name" in changes:
        search_text.refold(Item.brand_id == id)
    return find(actor, id)


def remove(actor: Actor, id: int, *, version: int | None = None) -> None:
    """Erase a brand that nothing names. Conflict, with the count, while items (archived ones too) or sequences do."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    brand = lists.locked(Brand, id, version, FIELDS)
    items, sequences = _count(Item.brand_id == id), _count(SkuSequence.brand_id == id)
    if items or sequences:
        counts = [ITEMS.of(items)] if items else []
        counts += [SEQUENCES.of(sequences)] if sequences else []
        raise Conflict(
            _(
                "%(brand)s cannot be removed: %(used)s still use it",
                brand=brand.name,
                used=both(counts),
            ),
            facts={"items": items, "sequences": sequences},
            see=["items"] if items else ["skus"],
        )
    db.session.delete(brand)
    db.session.flush()


def named(actor: Actor, names: Iterable[str]) -> dict[str, Brand]:
    """The brands of these names, however written, made if they are not there; by `lists.key` of the name."""
    wanted = {lists.key(name): lists.squeezed(name) for name in names if name.strip()}
    if not wanted:
        return {}
    access.check_may_describe(actor)
    ledger.lock()  # so that none is made twice, or erased before its items are there
    brands = {lists.key(brand.name): brand for brand in db.session.scalars(select(Brand))}
    missing = {key: name for key, name in wanted.items() if key not in brands}
    brands |= _add_all(missing, {brand.code for brand in brands.values()})
    return {key: brands[key] for key in wanted}


def _add_all(names: dict[str, str], codes: set[str]) -> dict[str, Brand]:
    """A brand for each name, by its key; `codes` are taken."""
    added = {}
    for key, name in names.items():
        added[key] = Brand(name=name, code=lists.code(name, codes))
        codes.add(added[key].code)
        db.session.add(added[key])
    db.session.flush()
    return added


def _count(is_used: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(is_used)) or 0


def _codes() -> set[str]:
    return set(db.session.scalars(select(Brand.code)))
