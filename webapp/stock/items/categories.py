"""Categories: the families items belong to."""

from typing import Any

from sqlalchemy import Connection, insert, inspect, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid

from .. import access, lists
from ..ledger import ledger
from ..lists import Entry
from ..models import Category, Item
from ..skus import skus

USERS = Item.category
FIELDS = ("name", "prefix", "is_active")
SEEDS = (
    {"code": "instrument", "name": "Instrument", "prefix": "INS"},
    {"code": "equipment", "name": "Equipment", "prefix": "EQP"},
    {"code": "sheet_music", "name": "Sheet music", "prefix": "SHT"},
    {"code": "accessory", "name": "Accessory", "prefix": "ACC"},
)


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Entry]:
    """By name, those no longer used too, with how many items each has; keyset by (name, id). For staff."""
    lists.check_may_look(actor)
    return lists.listed(Category, USERS, after, limit)


def find(actor: Actor, id: int) -> Entry:
    lists.check_may_look(actor)
    return lists.find(Category, USERS, id)


def names() -> dict[str, str]:
    """All of them, code to name, in the order they were added; for everybody."""
    return {
        code: name
        for code, name in db.session.execute(
            select(Category.code, Category.name).order_by(Category.id)
        )
    }


def choices(besides: str = "") -> dict[str, str]:
    """For a select: code to name, of those in use, and of one that its item has already."""
    every = db.session.scalars(select(Category).order_by(Category.id))
    return {
        each.code: each.name for each in every if each.is_active or each.code == besides
    }


def check(code: str, *, for_new: bool = True) -> None:
    """Invalid at `category` if there is none of this code, or if it was given up and something new is to be of it."""
    category = db.session.scalars(
        select(Category).where(Category.code == code)
    ).one_or_none()
    if category is None:
        raise Invalid(
            fields={"category": f"Category not found; choose one of {', '.join(names())}"}
        )
    if for_new and not category.is_active:
        raise Invalid(fields={"category": f"{category.name} is no longer used"})


def add(
    actor: Actor, *, name: str, code: str | None = None, prefix: str | None = None
) -> Entry:
    """A new category, and the SKU sequence that counts for it; without code and prefix it gets those of its name.

    Invalid if the name, however written, or the code is taken.
    """
    access.check_may_describe(actor)
    ledger.lock()
    code = (
        code
        or "_".join(
            "".join(
                c if c.isalnum() and c.isascii() else " " for c in text.folded(name)
            ).split()
        )[:20]
    )
    lists.check_free(Category, "name", name)
    if not code[:1].isalpha():
        raise Invalid(fields={"code": "Enter a code: letters a to z, digits and _"})
    lists.check_free(Category, "code", code)
    letters = "".join(c for c in lists.capitals(name) if c.isalpha())
    category = Category(
        name=lists.squeezed(name), code=code, prefix=prefix or (letters + "XX")[:3]
    )
    lists.keep(category)
    skus.install(db.session.connection())
    return find(actor, category.id)


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Entry:
    """Rename it, change its prefix for SKUs still to come, or give it up: its items stay in it. Stale as everywhere."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    category = lists.held(Category, id, version, FIELDS)
    if "name" in changes:
        lists.check_free(Category, "name", changes["name"], besides=id)
        changes["name"] = lists.squeezed(changes["name"])
    for field, value in changes.items():
        setattr(category, field, value)
    db.session.flush()
    return find(actor, id)


def install(connection: Connection) -> None:
    """Add the categories every school starts with, where they are not there yet; run by every migration."""
    table = Category.__table__
    if not inspect(connection).has_table(Category.__tablename__):
        return
    there = set(connection.scalars(select(table.c.code)))
    if new := [
        seed | {"is_active": True, "version": 1}
        for seed in SEEDS
        if seed["code"] not in there
    ]:
        connection.execute(insert(Category), new)
