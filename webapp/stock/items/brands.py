"""Brands: who makes things. To an item its brand is its `make`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict

from .. import access, lists, search_text
from ..ledger import ledger
from ..lists import Entry
from ..models import Brand, Item, SkuSequence

USERS = Item.brand_id
FIELDS = ("name", "code")


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Entry]:
    """By name, with how many items each has; keyset by (name, id). For staff."""
    lists.check_may_look(actor)
    return lists.listed(Brand, USERS, after, limit)


def find(actor: Actor, id: int) -> Entry:
    lists.check_may_look(actor)
    return lists.find(Brand, USERS, id)


def choices() -> dict[str, str]:
    """For a select: id to name."""
    asked = select(Brand.id, Brand.name).order_by(Brand.sort_key, Brand.id)
    return {str(id): name for id, name in db.session.execute(asked)}


def add(actor: Actor, *, name: str, code: str | None = None) -> Entry:
    """A new brand; without a code it gets one. Invalid if the name, however written, or the code is taken."""
    access.check_may_describe(actor)
    ledger.lock()
    lists.check_free(Brand, "name", name)
    if code:
        lists.check_free(Brand, "code", code)
    brand = Brand(name=lists.squeezed(name), code=code or lists.code(name, _codes()))
    lists.keep(brand)
    return find(actor, brand.id)


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Entry:
    """Rename it, and its items with it, or change its code: made SKUs stay as they are. Stale as everywhere."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    brand = lists.held(Brand, id, version, FIELDS)
    for field, value in changes.items():
        lists.check_free(Brand, field, value, besides=id)
        setattr(brand, field, lists.squeezed(value))
    db.session.flush()
    if "name" in changes:
        search_text.refold(Item.brand_id == id)
    return find(actor, id)


def remove(actor: Actor, id: int, *, version: int | None = None) -> None:
    """Erase a brand that nothing names. Conflict, with the count, while items (archived ones too) or sequences do."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    brand = lists.held(Brand, id, version, FIELDS)
    items, sequences = (
        db.session.scalar(select(func.count()).where(column == id)) or 0
        for column in (USERS, SkuSequence.brand_id)
    )
    if items or sequences:
        used = [
            f"{n} {word}{'' if n == 1 else 's'}"
            for n, word in ((items, "item"), (sequences, "SKU sequence"))
            if n
        ]
        facts = {"items": items, "sequences": sequences}
        raise Conflict(
            f"{brand.name} cannot be removed: {' and '.join(used)} still use it",
            facts=facts,
        )
    db.session.delete(brand)
    db.session.flush()


def named(actor: Actor, names: Iterable[str]) -> dict[str, Brand]:
    """The brands of these names, however written, made if they are not there; by `lists.key` of the name."""
    asked = {lists.key(name): lists.squeezed(name) for name in names if name.strip()}
    if not asked:
        return {}
    access.check_may_describe(actor)
    ledger.lock()  # so that none is made twice, or erased before its items are there
    there = {lists.key(brand.name): brand for brand in db.session.scalars(select(Brand))}
    taken = {brand.code for brand in there.values()}
    for key, name in asked.items():
        if key not in there:
            there[key] = Brand(name=name, code=lists.code(name, taken))
            taken.add(there[key].code)
            db.session.add(there[key])
    db.session.flush()
    return {key: there[key] for key in asked}


def _codes() -> set[str]:
    return set(db.session.scalars(select(Brand.code)))
