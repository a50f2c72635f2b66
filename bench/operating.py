"""One operation, begin to commit: the ledger's own act and the desk's, beside what the bare driver would do."""

import os
import random
import tempfile
import time
from itertools import count
from statistics import median

from sqlalchemy import select

from bench.bare_stock import Raw
from bench.turns import measured
from tests.load.acts import teacher
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.chain import SEALED, fingerprint
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Movement
from webapp.stock.models.states import STATES
from webapp.stock.operations import operations

MOVE = [column.name for column in Movement.__table__.columns]
INTO = f"({', '.join(MOVE)}) VALUES ({', '.join(f':{name}' for name in MOVE)})"
PLAIN = (
    f"INSERT INTO bare_movements {INTO}",
    "UPDATE bare_levels SET available = available + 1, value_minor = value_minor + 100, seq = seq + 1 "
    "WHERE id = :level_id",
)
NOW = f"SELECT id, item_id, location_id, seq, value_minor, {', '.join(STATES)} FROM levels WHERE id = :level"
LAST = "SELECT id, hash FROM movements ORDER BY id DESC LIMIT 1"
ACT = """INSERT INTO operations (kind, actor_id, reference, note, created_at)
    VALUES ('receive', :actor, '', '', :now) RETURNING id"""


def figures(times):
    """By name: ours, the desk's verb with all it reads and checks, and two bare ones: with the guards and without."""
    actor, chance, raw = teacher(), random.Random(1), Raw()
    here = db.session.execute(
        select(Level.item_id, Level.location_id, Level.id).order_by(Level.id)
    ).all()
    _make_plain_tables()
    numbers = count(1)

    def record():
        item, place, _ = chance.choice(here)
        with transaction():
            ledger.record(
                actor,
                "receive",
                [Line(item, place, "PURCHASE", "outside", "available", 1, None, 100)],
            )
        db.session.expunge_all()

    def receive():
        item, _, _ = chance.choice(here)
        with transaction():
            operations.act(actor, "receive", [{"item": item, "quantity": 1}])
        db.session.expunge_all()
        db.session().info.clear()

    def guarded():
        raw.begin()
        row = _row(raw, chance.choice(here)[2], actor.id)
        raw.cursor.execute(raw.said(f"INSERT INTO movements {INTO}"), row)
        raw.commit()

    def plain():
        item, place, level = chance.choice(here)
        number = next(numbers)
        row = dict.fromkeys(MOVE, 0) | {
            "id": number,
            "seq": number,
            "level_id": level,
            "item_id": item,
        }
        row |= {
            "location_id": place,
            "type": "PURCHASE",
            "from_state": "outside",
            "to_state": "available",
        }
        row |= {
            "unit_id": None,
            "checkout_id": None,
            "prev_hash": "0" * 64,
            "hash": "0" * 64,
        }
        row["created_at"] = raw.instant(clock.now())
        raw.begin()
        for statement in PLAIN:
            raw.cursor.execute(raw.said(statement), row)
        raw.commit()

    try:
        return measured(
            {"ours": record, "verb": receive, "guarded": guarded, "plain": plain},
            times,
            raw,
        )
    finally:
        raw.close()
        _drop_plain_tables()


def _row(raw, level, actor):
    """The next row of the ledger, as the guards want it, and the operation it belongs to."""
    id, item, place, seq, value, *pieces = raw.cursor.execute(
        raw.said(NOW), {"level": level}
    ).fetchone()
    last, head = raw.cursor.execute(LAST).fetchone()
    now = clock.now()
    ((operation,),) = raw.cursor.execute(
        raw.said(ACT), {"actor": actor, "now": raw.instant(now)}
    ).fetchall()
    row = {
        "id": last + 1,
        "operation_id": operation,
        "level_id": id,
        "seq": seq + 1,
        "item_id": item,
    }
    row |= {
        "location_id": place,
        "unit_id": None,
        "checkout_id": None,
        "type": "PURCHASE",
        "from_state": "outside",
    }
    row |= {
        "to_state": "available",
        "quantity": 1,
        "value_delta_minor": 100,
        "value_after_minor": value + 100,
    }
    row |= {f"{state}_after": had for state, had in zip(STATES, pieces, strict=True)}
    row["available_after"] += 1
    row |= {"created_at": now, "prev_hash": head}
    sealed = fingerprint(
        head, row, dict.fromkeys(SEALED) | {"kind": "receive", "actor_id": actor}
    )
    return row | {"hash": sealed, "created_at": raw.instant(now)}


def disk():
    """The milliseconds in which this disk keeps 16 kB for good: no durable commit is quicker."""
    took = []
    with tempfile.TemporaryFile() as file:
        for _ in range(50):
            file.write(bytes(16_384))
            file.flush()
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - started)
    return median(took) * 1000


def be_durable():
    """The tests' PostgreSQL forgets what was answered; here it works as a school's would."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            for name in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = on")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        db.engine.dispose()


def _make_plain_tables():
    """The same columns, with the number for an index and nothing else: no guard, no chain, no reference."""
    _drop_plain_tables()
    with transaction():
        said = db.session.connection().exec_driver_sql
        for name in ("movements", "levels"):
            said(
                f"CREATE TABLE bare_{name} AS SELECT * FROM {name} WHERE {name == 'levels'}"
            )
            said(f"CREATE UNIQUE INDEX ix_bare_{name} ON bare_{name} (id)")


def _drop_plain_tables():
    db.session.rollback()
    with transaction():
        for name in ("movements", "levels"):
            db.session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS bare_{name}")
