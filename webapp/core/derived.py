"""Columns the application fills from others of their row, at every door: the ORM, bulk inserts, imports."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    String,
    event,
    inspect,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    MappedSQLExpression,
    Mapper,
    column_property,
    mapped_column,
    undefer_group,
)
from sqlalchemy.sql.elements import KeyedColumnElement

from . import text
from .db import Base


def byte_order(length: int) -> String:
    """Text that is compared byte by byte, whatever the database's locale, so that both engines find the same order."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def derived(make: Callable[..., str], *sources: str, length: int, **options: Any) -> Any:
    """A column that holds what `make` makes of the row's columns `sources`, kept up whenever they change.

    It is null where one of them is.
    """

    def filled(row: Mapping[str, Any]) -> str | None:
        values = [row.get(name) for name in sources]
        return None if None in values else make(*values)[:length]

    return mapped_column(
        byte_order(length),
        default=lambda context: filled(context.get_current_parameters()),
        info={"filled": filled, "sources": sources},
        **options,
    )


def name_of(
    name: InstrumentedAttribute[str] | ColumnClause[Any],
    is_it: ColumnElement[bool],
    *,
    always: bool = True,
) -> MappedSQLExpression[Any]:
    """The name of what a row refers to, in the one other row that `is_it`: FOR UPDATE could not lock a join.

    It is read with the row, `always` or only by a query with the option NAMES.
    """
    column: Any = name.expression
    query = select(column).where(is_it).correlate_except(column.table).scalar_subquery()
    return column_property(query, deferred=not always, group=None if always else "names")


NAMES = undefer_group("names")


class Sorted:
    """Rows that are listed by their name: naturally (1, 2, 10), whatever its case and accents."""

    sort_key: Mapped[str] = derived(text.sort_key, "name", length=text.LONGEST_SORT_KEY)


def beyond(model: Any, place: tuple[str, int] | None) -> ColumnElement[bool]:
    """That a row comes after a place (sort key, id) in the list; without one every row does."""
    return tuple_(model.sort_key, model.id) > tuple_(*place) if place else true()


class Named(Protocol):
    """A row of a list that goes by name."""

    @property
    def sort_key(self) -> str: ...

    @property
    def id(self) -> int: ...


def place_of(row: Named) -> tuple[str, int]:
    """Where a row stands in such a list, as `beyond` reads it."""
    return row.sort_key, row.id


@cache
def _derived(mapper: Mapper[Any]) -> list[KeyedColumnElement[Any]]:
    return [column for column in mapper.local_table.columns if "filled" in column.info]


@event.listens_for(Base, "before_update", propagate=True)
def _keep_up(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    seen = inspect(row).attrs
    for column in _derived(mapper):
        sources = column.info["sources"]
        if any(seen[name].history.has_changes() for name in sources):
            setattr(
                row,
                column.key,
                column.info["filled"]({name: getattr(row, name) for name in sources}),
            )
