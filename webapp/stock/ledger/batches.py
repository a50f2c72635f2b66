"""Batches: many values asked for in as few statements as the databases take, and read as they are now."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Select

from webapp.core.db import db

SIZE = 500  # values in one statement
Value = TypeVar("Value", int, str)
Row = TypeVar("Row")


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, each once, in lists that fit into one statement."""
    once = list(dict.fromkeys(values))
    yield from (once[at : at + SIZE] for at in range(0, len(once), SIZE))


def fresh(
    query: Callable[[list[Value]], Select[Row]], values: Iterable[Value]
) -> list[Row]:
    """What `query` selects for each batch of these values, as the database has it now."""
    options = {"populate_existing": True}
    return [
        row
        for batch in batches(values)
        for row in db.session.scalars(query(batch), execution_options=options)
    ]
