"""What a test on PostgreSQL gets is the template, row by row, whatever the test before it did."""

import contextlib

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import copy, fresh
from tests.support.refilled import OWN, Pooled, Refilled
from webapp.core.db import db, transaction

DIRTY = """
    UPDATE users SET name = 'Somebody' WHERE id = 2;
    UPDATE rooms SET name = name || '!';
    DELETE FROM opening_hours;
    DELETE FROM settings WHERE name = (SELECT min(name) FROM settings);
    INSERT INTO locations (name, sort_key, folded, is_active, version)
        SELECT name || n, sort_key, folded, is_active, version FROM locations, generate_series(1, 30) n;
    SELECT nextval(oid::regclass) FROM pg_class WHERE relkind = 'S';
"""
GUARDS_OFF = "SET LOCAL session_replication_role = replica"


@pytest.fixture
def original(school):
    return school("postgresql")


@pytest.fixture
def made():
    """How often a new copy was made."""
    return []


@pytest.fixture
def uri(tmp_path_factory, request):
    return fresh("postgresql", "refilled", tmp_path_factory, request)


@pytest.fixture
def kept(uri):
    """An engine whose connections stay."""
    engine = create_engine(make_url(uri).set(drivername="postgresql+psycopg"))
    yield engine
    engine.dispose()


@pytest.fixture
def school_again(original, uri, made, kept, request):
    """`school_again()` is what the next test would do first."""

    def renew():
        made.append(uri)
        copy("postgresql", original, uri, request)

    one, pooled = Refilled(uri, renew), Pooled(kept)
    one.bring_back(pooled)
    yield lambda: one.bring_back(pooled)
    one.close()


def rows_of(uri):
    """All that stands there, in this order: the rows by table, and how far the sequences are."""
    with psycopg.connect(uri) as connection:
        tables = connection.execute(
            f"SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= {OWN}"
        ).fetchall()
        rows = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in tables
        }
        query = "SELECT sequencename, start_value, last_value FROM pg_sequences"
        return rows, sorted(connection.execute(query))


def do(kept, *statements):
    """By a connection that goes back among those that are kept; the engine's own transactions only look."""
    with contextlib.closing(kept.raw_connection()) as connection:
        for statement in statements:
            connection.driver_connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("_", ["first", "second"])
def test_each_test_gets_what_the_template_holds(app, school, engine, _):
    assert rows_of(app.config["SQLALCHEMY_DATABASE_URI"]) == rows_of(school(engine))
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE users SET name = 'Somebody'"))
        db.session.execute(text("DELETE FROM opening_hours"))


def test_all_rows_and_numbers_are_those_of_the_template(
    original, uri, made, kept, school_again
):
    for _ in range(3):
        do(kept, GUARDS_OFF, "DELETE FROM movements", DIRTY)
        assert rows_of(uri) != rows_of(original)
        school_again()
        assert rows_of(uri) == rows_of(original)
    assert len(made) == 1


def test_a_row_put_back_under_its_number_is_noticed(
    original, uri, made, kept, school_again
):
    do(kept, "UPDATE users SET name = 'X' WHERE id = 1")
    do(kept, "DELETE FROM opening_hours WHERE weekday = 1")
    school_again()
    assert rows_of(uri) == rows_of(original)
    assert len(made) == 1


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER movements_keep ON movements",
        "ALTER TABLE movements DISABLE TRIGGER movements_keep",
        "DROP INDEX ix_movements_level_id_created_at_id",
        "ALTER TABLE users ADD COLUMN shoes integer",
        "ALTER TABLE users ALTER COLUMN name DROP NOT NULL",
        "CREATE TABLE more (id integer)",
        "CREATE TEMPORARY TABLE more (id integer)",
        "ANALYZE users",
        "CREATE OR REPLACE FUNCTION movements_keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_after_another_schema_there_is_a_new_copy(
    original, uri, made, kept, school_again, change
):
    do(kept, change)
    school_again()
    assert len(made) == 2
    assert rows_of(uri) == rows_of(original)


def test_connections_are_as_if_new(kept, made, school_again):
    do(kept, "SET enable_seqscan = off", "SELECT pg_advisory_lock(1)")
    school_again()
    with kept.connect() as connection:
        assert connection.scalar(text("SHOW enable_seqscan")) == "on"
        locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert connection.scalar(text(locks)) == 0
    assert len(made) == 1


def test_who_was_left_behind_is_cut_off(original, uri, made, kept, school_again):
    forgotten = kept.raw_connection()
    forgotten.driver_connection.execute("UPDATE users SET name = 'X'")
    with psycopg.connect(uri) as other:
        other.execute("SELECT 1 FROM rooms FOR UPDATE")
        school_again()
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")
    assert rows_of(uri) == rows_of(original)
    assert len(made) == 1
    forgotten.invalidate()
    forgotten.close()
