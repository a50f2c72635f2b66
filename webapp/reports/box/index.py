"""The index of the one box: which columns make the entries, the triggers that keep them, and the proof that they do.

On SQLite the entries' words are in an FTS5 table of trigrams beside them, on PostgreSQL in indexes of pg_trgm.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, inspect, text

from webapp.core.guards import Guard

ENTRIES, TRIGRAMS = "search_entries", "search_words"
UNMODELLED = (TRIGRAMS, "ix_search_entries_words")  # what their names begin with
APART = 10_000_000_000  # between the ids of two kinds; more than a table has rows
BEGINS = 40  # characters


class Source(NamedTuple):
    """A table whose rows are found by these columns, which hold them in the form that is searched."""

    kind: str
    number: int
    table: str
    columns: tuple[str, ...]

    @property
    def first_id(self) -> int:
        """Below the ids of all entries of this kind."""
        return self.number * APART


SOURCES = {
    source.kind: source
    for source in (
        Source("item", 1, "items", ("folded",)),
        Source("unit", 2, "units", ("tag_key", "serial_key", "batch_key")),
        Source("set", 3, "sets", ("folded",)),
        Source("person", 4, "users", ("folded",)),
        Source("room", 5, "rooms", ("folded",)),
        Source("location", 6, "locations", ("folded",)),
    )
}


def verify(connection: Connection) -> int:
    """How many entries are wrong, missing or too many."""
    counts = [f"SELECT count(*) FROM {ENTRIES} WHERE {_is_wrong()}"]
    counts += (
        f"SELECT count(*) FROM {source.table} t WHERE {_is_missing(source)}"
        for source in SOURCES.values()
    )
    return sum(connection.scalar(text(count)) or 0 for count in counts)


def sync(connection: Connection) -> None:
    """Make the entries what they are to be, as after a migration, while the triggers were off."""
    if ENTRIES not in inspect(connection).get_table_names():
        return
    connection.exec_driver_sql(f"DELETE FROM {ENTRIES} WHERE {_is_wrong()}")
    for source in SOURCES.values():
        connection.exec_driver_sql(
            f"{_insert(source, 't')} FROM {source.table} t WHERE {_is_missing(source)}"
        )


def rebuild(connection: Connection) -> int:
    """Write all of it anew; how many entries there are then."""
    connection.exec_driver_sql(f"DELETE FROM {ENTRIES}")
    sync(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"INSERT INTO {TRIGRAMS} ({TRIGRAMS}) VALUES ('rebuild')"
        )
    return int(connection.scalar(text(f"SELECT count(*) FROM {ENTRIES}")) or 0)


def _joined(source: Source, row: str) -> str:
    """What a row is found by, with single spaces between."""
    columns = (f"coalesce({row}.{name}, '')" for name in source.columns)
    return " || ' ' || ".join(columns)


def _begins(source: Source, row: str) -> str:
    return f"substr({_joined(source, row)}, 1, {BEGINS})"


def _words(source: Source, row: str) -> str:
    return f"'  ' || replace({_joined(source, row)}, ' ', '  ') || '  '"


def _insert(source: Source, row: str) -> str:
    values = (
        f"{source.first_id} + {row}.id",
        f"'{source.kind}'",
        f"{row}.id",
        _begins(source, row),
        _words(source, row),
    )
    columns = "id, kind, ref, begins, words"
    return f"INSERT INTO {ENTRIES} ({columns}) SELECT {', '.join(values)}"


def _is_wrong() -> str:
    """That an entry is of no row, or says something else than its row."""
    right = (
        f"{ENTRIES}.kind = '{source.kind}' AND EXISTS (SELECT 1 FROM {source.table} t"
        f" WHERE t.id = {ENTRIES}.ref AND {_words(source, 't')} = {ENTRIES}.words)"
        for source in SOURCES.values()
    )
    return f"NOT ({' OR '.join(right)})"


def _is_missing(source: Source) -> str:
    """That a row `t` has no entry."""
    id = f"{source.first_id} + t.id"
    return f"NOT EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.id = {id})"


def _guards() -> Iterable[Guard]:
    for source in SOURCES.values():
        yield _guard(source, "begin", "AFTER INSERT", _insert(source, "NEW"))
        changed = f"AFTER UPDATE OF {', '.join(source.columns)}"
        yield _guard(source, "follow", changed, _update(source))
        gone = f"DELETE FROM {ENTRIES} WHERE id = {source.first_id} + OLD.id"
        yield _guard(source, "end", "AFTER DELETE", gone)


def _guard(source: Source, name: str, event: str, body: str) -> Guard:
    name = f"search_{source.table}_{name}"
    return Guard(name, source.table, event, body, body, writes_to=ENTRIES)


def _update(source: Source) -> str:
    words = _words(source, "NEW")
    return (
        f"UPDATE {ENTRIES} SET begins = {_begins(source, 'NEW')}, words = {words}"
        f" WHERE id = {source.first_id} + NEW.id AND words <> {words}"
    )


PUT_IN = f"INSERT INTO {TRIGRAMS} (rowid, words) VALUES (NEW.id, NEW.words)"
TAKE_OUT = (
    f"INSERT INTO {TRIGRAMS} ({TRIGRAMS}, rowid, words)"
    " VALUES ('delete', OLD.id, OLD.words)"
)
GUARDS = (
    *_guards(),
    *(  # an FTS5 table that holds no text of its own is told of each change
        Guard(f"search_{name}", ENTRIES, event, body, None, writes_to=TRIGRAMS)
        for name, event, body in (
            ("put_in", "AFTER INSERT", PUT_IN),
            ("change", "AFTER UPDATE OF words", f"{TAKE_OUT}; {PUT_IN}"),
            ("take_out", "AFTER DELETE", TAKE_OUT),
        )
    ),
)
