"""Two hundred ways to falsify the books behind the guards' back, and every one is found."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support import histories
from webapp.core import clock, guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.stock.ledger import checkpoints, verify
from webapp.stock.models import Movement
from webapp.stock.models.states import STATES

EACH = 40  # of five kinds
NUMBERS = (
    "operation_id",
    "level_id",
    "seq",
    "item_id",
    "location_id",
    "quantity",
    "value_delta_minor",
)
NUMBERS += ("value_after_minor", *(f"{state}_after" for state in STATES))
WORDS = ("type", "from_state", "to_state", "hash", "prev_hash")
COLUMNS = [column.name for column in Movement.__table__.columns]


@pytest.fixture
def books(app):
    """A school with a past, its guards and foreign keys gone: what somebody with the file and time would have."""
    with app.app_context():
        with transaction():
            histories.move_in()
            histories.tell(seed=1, acts=90)
            checkpoints.write()
            assert list(verify.problems()) == []
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
                connection.connection.dbapi_connection.execute(
                    "PRAGMA ignore_check_constraints=ON"
                )
        with transaction():
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text("SET LOCAL session_replication_role = replica"))
            guards.remove(db.session.connection(), ALL)
            yield lambda sql, **values: db.session.execute(text(sql), values)


def falsify(run, chance, how):
    """One corruption; what it was, in words."""
    last = run("SELECT max(id) FROM movements").scalar()
    id = chance.randint(1, last)
    row = run("SELECT * FROM movements WHERE id = :id", id=id).mappings().one()
    if how == "edit":
        return _edit(run, chance, row)
    if how == "delete":
        return _delete(run, chance, id, last)
    if how == "insert":
        return _copy(run, row, last)
    if how == "swap":
        return _swap(run, chance, id, last)
    return _cut(run, last, chance.randint(1, 20))


def _delete(run, chance, id, last):
    run("DELETE FROM movements WHERE id = :id", id=id)
    if chance.random() < 0.5:  # and close the gap
        for later in range(id + 1, last + 1):
            run("UPDATE movements SET id = :new WHERE id = :id", new=later - 1, id=later)
    return f"deleted {id} of {last}"


def _copy(run, row, last):
    new = dict(row) | {
        "id": last + 1,
        "seq": row["seq"] + 1000,
        "prev_hash": row["hash"],
    }
    values = ", ".join(f":{column}" for column in COLUMNS)
    run(f"INSERT INTO movements ({', '.join(COLUMNS)}) VALUES ({values})", **new)
    return f"copied {row['id']} to the end"


def _swap(run, chance, id, last):
    other = chance.choice([n for n in range(1, last + 1) if n != id])
    for old, new in ((id, last + 1), (other, id), (last + 1, other)):
        run("UPDATE movements SET id = :new WHERE id = :old", old=old, new=new)
    return f"swapped {id} and {other}"


def _edit(run, chance, row):
    if chance.random() < 0.3:
        said = {
            "kind": "'forged'",
            "actor_id": "3",
            "reference": "'LS 8'",
            "approved_by": "4",
            "repair_id": "7",
        }
        name, value = chance.choice(list(said.items()))
        run(
            f"UPDATE operations SET {name} = {value} WHERE id = :id", id=row["operation_id"]
        )
        return f"operation {row['operation_id']}: {name}"
    if chance.random() < 0.5:
        name = chance.choice(NUMBERS)
        run(f"UPDATE movements SET {name} = {name} + 1000 WHERE id = :id", id=row["id"])
    else:
        name = chance.choice(WORDS)
        run(f"UPDATE movements SET {name} = 'x' WHERE id = :id", id=row["id"])
    return f"movement {row['id']}: {name}"


def _cut(run, last, length):
    """The end is gone, and levels and units are as if it had never been: only the signatures know."""
    first = last - length + 1
    run("DELETE FROM movements WHERE id >= :first", first=first)
    run("DELETE FROM operations WHERE id NOT IN (SELECT operation_id FROM movements)")
    for id, seq in run("SELECT level_id, max(seq) FROM movements GROUP BY level_id").all():
        now = (
            run(
                "SELECT * FROM movements WHERE level_id = :id AND seq = :seq",
                id=id,
                seq=seq,
            )
            .mappings()
            .one()
        )
        states = ", ".join(f"{state} = {now[f'{state}_after']}" for state in STATES)
        value = now["value_after_minor"]
        run(
            f"UPDATE levels SET {states}, seq = :seq, value_minor = :value WHERE id = :id",
            id=id,
            seq=seq,
            value=value,
        )
    return f"cut {length} of {last}"


@pytest.mark.parametrize("how", ["edit", "delete", "insert", "swap", "cut"])
def test_every_forgery_is_found(books, how):
    for seed in range(EACH):
        with db.session.begin_nested() as savepoint:
            done = falsify(books, Random(seed), how)
            found = [problem for problem in verify.problems() if "guard" not in problem]
            assert found, f"{how}, seed {seed}: {done}"
            savepoint.rollback()


def test_nothing_is_found_where_nothing_was_done(books):
    assert not [problem for problem in verify.problems() if "guard" not in problem]


def test_a_checkpoint_signed_elsewhere_is_no_checkpoint(books, app):
    app.config["LEDGER_KEY"] = "another"
    assert any("not signed here" in problem for problem in list(verify.problems()))


def test_a_clock_that_ran_ahead_and_was_put_back_stops_no_checkpoint(app):
    with app.app_context(), transaction():
        histories.move_in()
        with clock.at(clock.now() + timedelta(days=9)):
            checkpoints.write()
        histories.tell(seed=1, acts=1)
        checkpoints.write()
        assert db.session.scalar(text("SELECT count(*) FROM checkpoints")) == 2


def test_one_checkpoint_an_hour_and_none_while_nothing_moves(app):
    def written():
        return db.session.execute(text("SELECT count(*) FROM checkpoints")).scalar()

    with app.app_context(), transaction():
        histories.move_in()
        now = clock.now()
        for minutes, acts, count in (
            (0, 0, 1),
            (30, 1, 1),
            (61, 0, 2),
            (200, 0, 2),
            (300, 1, 3),
        ):
            with clock.at(now + minutes * checkpoints.EVERY / 60):
                histories.tell(seed=minutes, acts=acts)
                checkpoints.write()
            assert written() == count, minutes


@pytest.mark.parametrize(
    "sql", ["UPDATE checkpoints SET hash = 'x'", "DELETE FROM checkpoints"]
)
def test_checkpoints_stay(app, sql):
    with app.app_context():
        with transaction():
            checkpoints.write()
        with pytest.raises(IntegrityError, match="ledger"), transaction():
            db.session.execute(text(sql))
