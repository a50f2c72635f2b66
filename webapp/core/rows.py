"""One row of a query: found, locked for a change, and still in the version its reader saw."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import Executable, Select, insert, literal, tuple_
from sqlalchemy import Row as RowOfValues
from sqlalchemy.orm import InstrumentedAttribute

from .db import db
from .errors import NotFound, Stale

Row = TypeVar("Row")
Made = TypeVar("Made")
Key = TypeVar("Key")
Value = TypeVar("Value")
Columns = TypeVarTuple("Columns")
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
Instants = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def find(query: Select[Row], missing: str, *, lock: bool = False) -> Row:
    """The one row of `query`. NotFound, in the words of `missing`, if there is none.

    With `lock` nobody else changes it until the transaction ends, and it is read anew: what the session knew of it from
    before the lock may be old.
    """
    if lock:
        entity = query.column_descriptions[0]["entity"]
        query = query.with_for_update(of=entity).execution_options(populate_existing=True)
    row: Row | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(missing)
    return row


def find_values(query: Select[*Columns], missing: str) -> RowOfValues[*Columns]:
    """The one row of a query for several columns. NotFound, in the words of `missing`, if there is none."""
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(missing)
    return row


def listed(query: Select[Row], values: Values = None) -> list[Row]:
    """The first column of each row, as models where the query is of one."""
    return list(db.session.scalars(query, values))


def pairs(query: Select[Key, Value], values: Values = None) -> dict[Key, Value]:
    """The second column of each row by its first."""
    return {key: value for key, value in db.session.execute(query, values)}


def made(kind: Callable[..., Made], query: Executable, values: Values = None) -> list[Made]:
    """Each row as a `kind`, which takes its columns in order."""
    return [kind(*row) for row in db.session.execute(query, values)]


def assign(row: object, values: Mapping[str, Any]) -> None:
    """Set each of a row's columns that has a value."""
    for name, value in values.items():
        setattr(row, name, value)


def by_time(
    query: Select[*Columns],
    at: Instants,
    id: InstrumentedAttribute[int],
    after: tuple[datetime, int] | None,
    *,
    latest_first: bool = False,
) -> Select[*Columns]:
    """By an instant and the id, from where the page before ended: `after` is the last row's instant and id."""
    if after:
        keys, last = tuple_(at, id), tuple_(literal(after[0], at.type), literal(after[1]))
        query = query.where(keys < last if latest_first else keys > last)
    if latest_first:
        return query.order_by(at.desc(), id.desc())
    return query.order_by(at, id)


def check_version(
    seen: int | None, now: int, changed: str, facts: Callable[[], Mapping[str, Any]] = dict
) -> None:
    """Stale, in the words of `changed`, if its reader saw another version; None stands for whoever saw none.

    `facts` are what its fields say now, for the form that shows both.
    """
    if seen is not None and seen != now:
        raise Stale(changed, facts={"version": now, **facts()})


def insert_all(kind: type[object], values: Sequence[Mapping[str, Any]]) -> None:
    """Rows of a model in one statement, by the names of its attributes; they are not in the session yet."""
    if not values:
        return
    nulls_too = {"render_nulls": True}  # else rows with other nulls are other statements
    db.session.execute(insert(kind), values, execution_options=nulls_too)
