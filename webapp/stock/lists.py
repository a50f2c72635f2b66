"""Small lists: what brands, suppliers and categories have in common."""

import re
from collections.abc import Container
from itertools import chain
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, with_expression

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import Base, db
from webapp.core.derived import beyond
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _, lazy

from . import access
from .ledger import ledger
from .models import Brand, Category, Supplier

Row = TypeVar("Row", Brand, Supplier, Category)
Entry = Brand | Supplier | Category
Kind = type[Brand] | type[Supplier] | type[Category]
Users = (
    InstrumentedAttribute[int | None] | InstrumentedAttribute[str]
)  # column that names rows
MISSING = {
    "Brand": lazy("Brand not found"),
    "Category": lazy("Category not found"),
    "Supplier": lazy("Supplier not found"),
}
TAKEN = {
    ("Brand", "name"): lazy("There is already a brand of this name"),
    ("Brand", "code"): lazy("There is already a brand of this code"),
    ("Category", "name"): lazy("There is already a category of this name"),
    ("Category", "code"): lazy("There is already a category of this code"),
    ("Supplier", "name"): lazy("There is already a supplier of this name"),
}


def key(name: str) -> str:
    """The same for a name in any case, with any accents and spaces."""
    return " ".join(text.folded(name).split())


def squeezed(name: str) -> str:
    return " ".join(name.split())


def listed(
    kind: type[Row], users: Users, after: tuple[str, int] | None, limit: int
) -> list[Row]:
    """By name, each with how often it is `used`; keyset by (sort key, id). `users` is the column that names them."""
    query = _with_use(kind, users).where(beyond(kind, after))
    query = query.order_by(kind.sort_key, kind.id).limit(limit)
    return rows.listed(query)


def find(kind: type[Row], users: Users, id: int) -> Row:
    return rows.find(_with_use(kind, users).where(kind.id == id), _missing(kind))


def locked(kind: type[Row], id: int, version: int | None, fields: tuple[str, ...]) -> Row:
    """The row as it is now, for change, with stock's writer lock. Stale, with its fields, if it is not of `version`."""
    ledger.lock()
    row = rows.find(select(kind).where(kind.id == id), _missing(kind), lock=True)
    changed = _("Somebody changed %(name)s while you were typing", name=row.name)
    rows.check_version(
        version, row.version, changed, lambda: {name: getattr(row, name) for name in fields}
    )
    return row


def check_free(kind: Kind, field: str, value: str, *, except_id: int = 0) -> None:
    """Invalid at the field if another one has this, however it is written."""
    others = db.session.scalars(select(getattr(kind, field)).where(kind.id != except_id))
    if key(value) in map(key, others):
        raise Invalid(fields={field: TAKEN[kind.__name__, field]})


def keep(row: Base) -> None:
    db.session.add(row)
    db.session.flush()


def check_may_look(actor: Actor) -> None:
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see this"))


def capitals(name: str) -> str:
    """A name in plain capitals and digits, without anything between: "Gebr. König" is GEBRKONIG."""
    return re.sub("[^A-Z0-9]", "", text.folded(name).upper())


def code(name: str, taken: Container[str]) -> str:
    """A short code that stands for a name and is not taken: YAM, YAMA, …, YAM2."""
    stem = capitals(name) or "BRAND"
    longer = (stem[:length] for length in range(3, 9))
    numbered = (f"{stem[:3]}{number}" for number in range(2, 99_999))
    return next(code for code in chain(longer, numbered) if code not in taken)


def _with_use(kind: type[Row], users: Users) -> Select[Row]:
    """The rows of a list, each with how often it is named."""
    uses = select(users.label("of"), func.count().label("uses")).group_by(users).subquery()
    named_by = Category.code if kind is Category else kind.id
    return (
        select(kind)
        .outerjoin(uses, uses.c.of == named_by)
        .options(with_expression(kind.used, func.coalesce(uses.c.uses, 0)))
        .execution_options(populate_existing=True)
    )


def _missing(kind: Kind) -> str:
    return MISSING[kind.__name__]
