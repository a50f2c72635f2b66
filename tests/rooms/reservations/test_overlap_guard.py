"""The database's own guard: no space is held twice at a time, and instants have one form."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from webapp.core.db import db, transaction

SQL = "INSERT INTO occupancy (space_id, kind, live, starts_at, blocks_until) VALUES (1, 'lesson', :live, :a, :b)"


def test_the_database_refuses_an_overlap_by_itself(app):
    a, b, c, d = (
        f"2027-03-01 {at}:00.000000" for at in ("10:00", "11:00", "10:59", "12:00")
    )
    with app.app_context():
        with transaction():
            for is_live, starts, until in ((True, a, b), (False, a, b), (True, b, d)):
                add(is_live, starts, until)
        for sql in (
            SQL,
            "UPDATE occupancy SET live = :live WHERE NOT live",
            "UPDATE occupancy SET starts_at = :c WHERE blocks_until = :b",
        ):
            with pytest.raises(IntegrityError, match="ex_occupancy_overlap"), transaction():
                given = {"live": True, "a": c, "b": d, "c": c}
                db.session.execute(
                    text(sql), {k: v for k, v in given.items() if f":{k}" in sql}
                )


def test_the_database_lets_in_what_overlaps_nothing_and_nothing_else(app):
    chance, stored = Random(7), {}
    with app.app_context(), transaction():
        for new_id in range(1, 300):
            span = some_span(chance)
            changed = chance.choice([*stored, None, None]) if stored else None
            is_clash = clashes(span, [s for id, s in stored.items() if id != changed])
            assert try_to_store(changed, new_id, span) is not is_clash, (span, stored)
            if not is_clash:
                stored[changed or new_id] = span
    assert sum(is_live for _, _, is_live in stored.values()) > 5


def some_span(chance):
    """(from, until, whether it is live), in minutes."""
    starts = chance.randrange(600)
    return starts, starts + chance.choice((1, 5, 30, 200)), chance.random() < 0.9


def clashes(span, others):
    starts, until, is_live = span
    return is_live and any(
        is_live and other_starts < until and other_until > starts
        for other_starts, other_until, is_live in others
    )


def try_to_store(changed, new_id, span):
    """Whether the database let it in: as another row, or in the place of one it has."""
    starts, until, is_live = span
    row = {"id": changed or new_id, "a": _minute(starts), "b": _minute(until)}
    sql = CHANGE if changed else ADD
    try:
        with db.session.begin_nested():
            db.session.execute(text(sql), row | {"live": is_live})
    except IntegrityError:
        return False
    return True


ADD = """INSERT INTO occupancy (id, space_id, kind, live, starts_at, blocks_until)
VALUES (:id, 1, 'lesson', :live, :a, :b)"""


CHANGE = (
    "UPDATE occupancy SET live = :live, starts_at = :a, blocks_until = :b WHERE id = :id"
)


def _minute(at):
    return (
        f"2027-03-01 {at // 60:02}:{at % 60:02}:00.000000"
        if at < 1440
        else "2027-03-02 00:00:00.000000"
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_guard_takes_as_long_whatever_lies_behind(app):
    """PostgreSQL's constraint has an index of its own kind."""

    few, many = steps(app, 1, "2040-01-01"), steps(app, 4, "2040-01-02")
    assert many <= few * 1.2


def steps(app, years, on):
    """How many SQLite takes for one more row behind so many years of them."""
    with app.app_context(), transaction():
        for day in range(years * 300):
            starts = datetime(2027 + years, 1, 1) + timedelta(days=day)
            add(True, f"{starts}.000000", f"{starts + timedelta(hours=1)}.000000")
        taken, connection = [], db.session.connection().connection.dbapi_connection
        connection.set_progress_handler(lambda: taken.append(1), 1)
        add(True, f"{on} 10:00:00.000000", f"{on} 11:00:00.000000")
        connection.set_progress_handler(None, 1)
    return len(taken)


def add(is_live, starts, until):
    db.session.execute(text(SQL), {"live": is_live, "a": starts, "b": until})


@pytest.mark.parametrize(
    "at",
    ["2027-03-01T10:00:00.000000", "2027-03-01 10:00", "2027-03-01 10:00:00.000000+00:00"],
)
def test_sqlite_knows_one_form_of_an_instant(app, engine, at):
    if engine == "sqlite":
        with (
            app.app_context(),
            pytest.raises(IntegrityError, match="one form"),
            transaction(),
        ):
            db.session.execute(
                text(SQL), {"live": True, "a": at, "b": "2027-03-01 12:00:00.000000"}
            )
