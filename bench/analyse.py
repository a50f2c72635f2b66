"""What the databases do by themselves overnight: look at what is in them, so that they plan well."""

import contextlib
import sqlite3

import psycopg


def analyse(uri: str) -> None:
    """ANALYZE the database at `uri`, past the application's own transactions, which would roll it back on SQLite."""
    if uri.startswith("sqlite"):
        with contextlib.closing(
            sqlite3.connect(uri.removeprefix("sqlite:///"), isolation_level=None)
        ) as connection:
            connection.execute("ANALYZE")
        return
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ANALYZE")
