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
            db.session.execute(text(SQL), {"live": True, "a": a, "b": b})
            db.session.execute(text(SQL), {"live": False, "a": a, "b": b})
            db.session.execute(text(SQL), {"live": True, "a": b, "b": d})
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
    chance, there = Random(7), {}
    with app.app_context(), transaction():
        for id in range(1, 300):
            a = chance.randrange(600)
            span = a, a + chance.choice((1, 5, 30, 200)), chance.random() < 0.9
            asked = chance.choice([*there, None, None]) if there else None
            clash = span[2] and any(
                o[2] and o[0] < span[1] and o[1] > span[0]
                for k, o in there.items()
                if k != asked
            )
            given = {
                "id": asked or id,
                "a": _minute(span[0]),
                "b": _minute(span[1]),
                "live": span[2],
            }
            try:
                with db.session.begin_nested():
                    db.session.execute(text(CHANGE if asked else ADD), given)
            except IntegrityError:
                assert clash, (span, there)
            else:
                assert not clash, (span, there)
                there[given["id"]] = span
    assert sum(live for _, _, live in there.values()) > 5


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

    def steps(years, at):
        with app.app_context(), transaction():
            for day in range(years * 300):
                start = datetime(2027 + years, 1, 1) + timedelta(days=day)
                given = {
                    "live": True,
                    "a": f"{start}.000000",
                    "b": f"{start + timedelta(hours=1)}.000000",
                }
                db.session.execute(text(SQL), given)
            taken, connection = [], db.session.connection().connection.dbapi_connection
            connection.set_progress_handler(lambda: taken.append(1), 1)
            db.session.execute(
                text(SQL),
                {"live": True, "a": f"{at} 10:00:00.000000", "b": f"{at} 11:00:00.000000"},
            )
            connection.set_progress_handler(None, 1)
        return len(taken)

    few, many = steps(1, "2040-01-01"), steps(4, "2040-01-02")
    assert many <= few * 1.2


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
