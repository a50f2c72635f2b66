"""Rules the database keeps by itself, in the same words on SQLite and PostgreSQL."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, inspect, text


class Guard(NamedTuple):
    """A trigger. The two bodies are statements in each database's own words; None means it is not needed there."""

    name: str
    table: str
    event: str
    sqlite: str | None
    postgresql: str | None
    each: str = "ROW"
    constraint: str = ""  # what stands in for it on PostgreSQL
    needs: str = ""  # a column of another table that it asks, as in "units.code_key"
    writes_to: str = ""  # another table, which an older revision may lack


def refuse(
    name: str,
    table: str,
    event: str,
    when: str,
    words: str,
    *,
    postgresql: str = "",
    needs: str = "",
) -> Guard:
    """A guard that stops the statement with `words` wherever `when` holds; `postgresql` is the same in its words, where
    they differ."""
    raised = f"RAISE EXCEPTION '{words}' USING ERRCODE = '23514'"
    return Guard(
        name,
        table,
        event,
        f"SELECT RAISE(ABORT, '{words}') WHERE {when}",
        f"IF {postgresql or when} THEN {raised}; END IF",
        needs=needs,
    )


def install(connection: Connection, guards: Iterable[Guard]) -> None:
    """Those that the schema of this revision has room for; what an older one has of its own stays."""
    guards = _installable(connection, guards)
    remove(connection, guards)
    for guard in guards:
        for statement in _create(guard, connection.dialect.name):
            connection.exec_driver_sql(statement)


def remove(connection: Connection, guards: Iterable[Guard]) -> None:
    """Before migrations: SQLite cannot rebuild a table that another table's trigger writes to."""
    on_table = connection.dialect.name == "postgresql"
    tables = inspect(connection).get_table_names()
    for guard in (
        g for g in guards if g.table in tables and getattr(g, connection.dialect.name)
    ):
        connection.exec_driver_sql(
            f"DROP TRIGGER IF EXISTS {guard.name}"
            + (f" ON {guard.table}" if on_table else "")
        )


def missing(connection: Connection, guards: Iterable[Guard]) -> set[str]:
    """What start-up asks before it serves anybody."""
    if connection.dialect.name == "sqlite":
        expected = {guard.name for guard in guards if guard.sqlite}
        return expected - set(connection.scalars(text("SELECT name FROM sqlite_master")))
    expected = {
        guard.name if guard.postgresql else guard.constraint for guard in guards
    } - {""}
    here = "SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint"
    return expected - set(connection.scalars(text(here)))


def _installable(connection: Connection, guards: Iterable[Guard]) -> list[Guard]:
    """Those whose tables and columns are there: an older revision lacks some."""
    seen = inspect(connection)
    tables = {"", *seen.get_table_names()}
    columns = {
        name: {column["name"] for column in seen.get_columns(name)}
        for name in tables - {""}
    }
    return [
        g
        for g in guards
        if getattr(g, connection.dialect.name)
        and g.table in columns
        and g.writes_to in tables
        and _watched(g.event) | _read(g.sqlite or "") <= columns[g.table]
        and _is_there(g.needs, columns)
    ]


def _is_there(column: str, columns: Mapping[str, set[str]]) -> bool:
    table, _, name = column.partition(".")
    return not column or name in columns.get(table, ())


def _watched(event: str) -> set[str]:
    """The columns an event names, as in BEFORE UPDATE OF id, kind."""
    return {column.strip() for column in event.partition(" OF ")[2].split(",")} - {""}


def _read(body: str) -> set[str]:
    """The columns of its row that a trigger looks at."""
    return set(re.findall(r"\b(?:NEW|OLD)\.(\w+)", body))


def _create(guard: Guard, dialect: str) -> list[str]:
    trigger = (
        f"CREATE TRIGGER {guard.name} {guard.event} ON {guard.table} FOR EACH {guard.each}"
    )
    if dialect == "sqlite":
        return [f"{trigger} BEGIN {guard.sqlite}; END"]
    function = (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
    )
    return [
        f"{function} BEGIN {guard.postgresql}; RETURN NEW; END $$",
        f"{trigger} EXECUTE FUNCTION {guard.name}()",
    ]
