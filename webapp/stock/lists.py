"""Small lists: what brands, suppliers and categories have in common."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale

from . import access
from .ledger import ledger
from .models import Brand, Category, Supplier

Kind = type[Brand] | type[Supplier] | type[Category]


@dataclass(frozen=True)
class Entry:
    """A row of a small list, and how many items (of a supplier: units) name it."""

    row: Any
    used: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def key(name: str) -> str:
    """The same for a name in any case, with any accents and spaces."""
    return " ".join(text.folded(name).split())


def squeezed(name: str) -> str:
    return " ".join(name.split())


def listed(
    kind: Kind, users: Any, after: tuple[str, int] | None, limit: int
) -> list[Entry]:
    """By name; keyset by (sort key, id). `users` is the column that names them."""
    asked = _asked(kind, users).where(beyond(kind, after)).order_by(kind.sort_key, kind.id)
    return [Entry(*row) for row in db.session.execute(asked.limit(limit))]


def find(kind: Kind, users: Any, id: int) -> Entry:
    row = db.session.execute(_asked(kind, users).where(kind.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"{kind.__name__} not found")
    return Entry(*row)


def held(kind: Kind, id: int, version: int | None, fields: tuple[str, ...]) -> Any:
    """The row as it is now, for change, with stock's writer lock. Stale, with its fields, if it is not of `version`."""
    ledger.lock()
    asked = (
        select(kind)
        .where(kind.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row: Any = db.session.scalars(asked).one_or_none()
    if row is None:
        raise NotFound(f"{kind.__name__} not found")
    if version is not None and row.version != version:
        facts = {"version": row.version} | {name: getattr(row, name) for name in fields}
        raise Stale(f"Somebody changed {row.name} while you were typing", facts=facts)
    return row


def check_free(kind: Any, field: str, value: str, *, besides: int = 0) -> None:
    """Invalid at the field if another one has this, however it is written."""
    others = db.session.scalars(select(getattr(kind, field)).where(kind.id != besides))
    if key(value) in map(key, others):
        raise Invalid(
            fields={field: f"There is already a {kind.__name__.lower()} of this {field}"}
        )


def keep(row: Any) -> None:
    db.session.add(row)
    db.session.flush()


def check_may_look(actor: Actor) -> None:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see this")


def capitals(name: str) -> str:
    """A name in plain capitals and digits, without anything between: "Gebr. König" is GEBRKONIG."""
    return re.sub("[^A-Z0-9]", "", text.folded(name).upper())


def code(name: str, taken: Container[str]) -> str:
    """A short code that stands for a name and is not taken: YAM, YAMA, …, YAM2."""
    stem = capitals(name) or "BRAND"
    longer, numbered = (
        (stem[:length] for length in range(3, 9)),
        (f"{stem[:3]}{n}" for n in range(2, 99_999)),
    )
    return next(each for codes in (longer, numbered) for each in codes if each not in taken)


def _asked(kind: Kind, users: Any) -> Any:
    used = select(users.label("of"), func.count().label("used")).group_by(users).subquery()
    mine = kind.code if kind is Category else kind.id
    joined = select(kind, func.coalesce(used.c.used, 0)).outerjoin(used, used.c.of == mine)
    return joined.execution_options(populate_existing=True)
