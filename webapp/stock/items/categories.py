"""Categories: the families items belong to."""

from typing import TypedDict, Unpack

from sqlalchemy import Connection, insert, inspect, select

from webapp.core import rows, text, versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _

from .. import access, lists
from ..ledger import ledger
from ..models import Category, Item
from ..skus import skus

USERS = Item.category
FIELDS = ("name", "prefix", "is_active")
LONGEST_CODE = 20
SEEDS = (
    {"code": "instrument", "name": "Instrument", "prefix": "INS"},
    {"code": "equipment", "name": "Equipment", "prefix": "EQP"},
    {"code": "sheet_music", "name": "Sheet music", "prefix": "SHT"},
    {"code": "accessory", "name": "Accessory", "prefix": "ACC"},
)


class Changes(TypedDict, total=False):
    name: str
    prefix: str
    is_active: bool


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Category]:
    """By name, those no longer used too, with how many items each has; keyset by (name, id). For staff."""
    lists.check_may_look(actor)
    return lists.listed(Category, USERS, after, limit)


def find(actor: Actor, id: int) -> Category:
    lists.check_may_look(actor)
    return lists.find(Category, USERS, id)


def names() -> dict[str, str]:
    """All of them, code to name, in the order they were added; for everybody."""
    query = select(Category.code, Category.name).order_by(Category.id)
    return versions.kept("categories", "names", lambda: rows.pairs(query))


def choices(chosen: str = "") -> dict[str, str]:
    """For a select: code to name, of those in use, and of one that its item has already."""
    categories = db.session.scalars(select(Category).order_by(Category.id))
    return {
        category.code: category.name
        for category in categories
        if category.is_active or category.code == chosen
    }


def check(code: str, *, for_new: bool = True) -> None:
    """Invalid at `category` if there is none of this code, or if it was given up and something new is to be of it."""
    query = select(Category).where(Category.code == code)
    category = db.session.scalars(query).one_or_none()
    if category is None:
        words = _("Category not found; choose one of %(names)s", names=", ".join(names()))
        raise Invalid(fields={"category": words})
    if for_new and not category.is_active:
        raise Invalid(
            fields={"category": _("%(category)s is no longer used", category=category.name)}
        )


def add(
    actor: Actor, *, name: str, code: str | None = None, prefix: str | None = None
) -> Category:
    """A new category, and the SKU sequence that counts for it; without code and prefix it gets those of its name.

    Invalid if the name, however written, or the code is taken.
    """
    access.check_may_describe(actor)
    ledger.lock()
    code = code or _code(name)
    lists.check_free(Category, "name", name)
    if not code[:1].isalpha():
        raise Invalid(fields={"code": _("Enter a code: letters a to z, digits and _")})
    lists.check_free(Category, "code", code)
    prefix = prefix or _prefix(name)
    category = Category(name=lists.squeezed(name), code=code, prefix=prefix)
    lists.keep(category)
    skus.install(db.session.connection())
    return find(actor, category.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Category:
    """Rename it, change its prefix for SKUs still to come, or give it up: its items stay in it. Stale as everywhere."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    category = lists.locked(Category, id, version, FIELDS)
    if "name" in changes:
        lists.check_free(Category, "name", changes["name"], except_id=id)
        changes["name"] = lists.squeezed(changes["name"])
    rows.assign(category, changes)
    db.session.flush()
    return find(actor, id)


def install(connection: Connection) -> None:
    """Add the categories every school starts with, where they are not there yet; run by every migration."""
    table = Category.__table__
    if not inspect(connection).has_table(Category.__tablename__):
        return
    codes = set(connection.scalars(select(table.c.code)))
    missing = [
        seed | {"is_active": True, "version": 1}
        for seed in SEEDS
        if seed["code"] not in codes
    ]
    if missing:
        connection.execute(insert(Category), missing)


def _code(name: str) -> str:
    """The words of a name in small letters and digits: "Sheet music" is sheet_music."""
    letters = (c if c.isalnum() and c.isascii() else " " for c in text.folded(name))
    return "_".join("".join(letters).split())[:LONGEST_CODE]


def _prefix(name: str) -> str:
    """The first three letters of a name, for SKUs."""
    letters = "".join(c for c in lists.capitals(name) if c.isalpha())
    return (letters + "XX")[:3]
