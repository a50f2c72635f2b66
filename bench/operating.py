"""One operation, begin to commit: the ledger's own act and the desk's, beside what the bare driver would do."""

import os
import random
import tempfile
import time
from itertools import count
from statistics import median
from typing import NamedTuple

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
PURCHASE = {
    "type": "PURCHASE",
    "from_state": "outside",
    "to_state": "available",
    "unit_id": None,
    "checkout_id": None,
}  # what any of these rows says
LAST = "SELECT id, hash FROM movements ORDER BY id DESC LIMIT 1"
ACT = """INSERT INTO operations (kind, actor_id, reference, note, created_at)
    VALUES ('receive', :actor, '', '', :now) RETURNING id"""


class Head(NamedTuple):
    """The end of the chain."""

    id: int
    hash: str


def figures(times):
    """By name: ours, the desk's verb with all it reads and checks, and two bare ones: with the guards and without."""
    _make_plain_tables()
    acts = Acts()
    named = {
        "ours": acts.record,
        "verb": acts.receive,
        "guarded": acts.guarded,
        "plain": acts.plain,
    }
    try:
        return measured(named, times, acts.raw)
    finally:
        acts.raw.close()
        _drop_plain_tables()


class Acts:
    """One piece comes in somewhere: by the ledger, by the desk's verb, and by the bare driver."""

    def __init__(self):
        self.actor, self.chance, self.raw = teacher(), random.Random(1), Raw()
        query = select(Level.item_id, Level.location_id, Level.id).order_by(Level.id)
        self.levels = db.session.execute(query).all()
        self.numbers = count(1)

    def record(self):
        item, place, _ = self.chance.choice(self.levels)
        line = Line(item, place, "PURCHASE", "outside", "available", 1, None, 100)
        with transaction():
            ledger.record(self.actor, "receive", [line])
        db.session.expunge_all()

    def receive(self):
        item, _, _ = self.chance.choice(self.levels)
        with transaction():
            operations.act(self.actor, "receive", [{"item": item, "quantity": 1}])
        db.session.expunge_all()
        db.session().info.clear()

    def guarded(self):
        self.raw.begin()
        row = _row(self.raw, self.chance.choice(self.levels)[2], self.actor.id)
        self.raw.cursor.execute(self.raw.said(f"INSERT INTO movements {INTO}"), row)
        self.raw.commit()

    def plain(self):
        item, place, level = self.chance.choice(self.levels)
        number = next(self.numbers)
        row = dict.fromkeys(MOVE, 0) | PURCHASE
        row |= {"id": number, "seq": number, "level_id": level, "item_id": item}
        row |= {"location_id": place, "prev_hash": "0" * 64, "hash": "0" * 64}
        row["created_at"] = self.raw.instant(clock.now())
        self.raw.begin()
        for statement in PLAIN:
            self.raw.cursor.execute(self.raw.said(statement), row)
        self.raw.commit()


def _row(raw, level, actor):
    """The next row of the ledger, as the guards want it, and the operation it belongs to."""
    now = clock.now()
    place, head = _place(raw, level), _head(raw)
    values = {"actor": actor, "now": raw.instant(now)}
    ((operation,),) = raw.cursor.execute(raw.said(ACT), values).fetchall()
    row = PURCHASE | place | {"id": head.id + 1, "operation_id": operation}
    row |= {"quantity": 1, "value_delta_minor": 100, "created_at": now}
    row["prev_hash"] = head.hash
    act = dict.fromkeys(SEALED) | {"kind": "receive", "actor_id": actor}
    return row | {
        "hash": fingerprint(head.hash, row, act),
        "created_at": raw.instant(now),
    }


def _head(raw):
    """The ledger's last movement."""
    return Head(*raw.cursor.execute(raw.said(LAST)).fetchone())


def _place(raw, level):
    """Of a movement's row what its level says: where it is, and what is there with one piece more."""
    query = raw.cursor.execute(raw.said(NOW), {"level": level})
    id, item, place, seq, value, *pieces = query.fetchone()
    after = {f"{state}_after": n for state, n in zip(STATES, pieces, strict=True)}
    after["available_after"] += 1
    return after | {
        "level_id": id,
        "seq": seq + 1,
        "item_id": item,
        "location_id": place,
        "value_after_minor": value + 100,
    }


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
        run = db.session.connection().exec_driver_sql
        for name in ("movements", "levels"):
            run(
                f"CREATE TABLE bare_{name} AS SELECT * FROM {name} WHERE {name == 'levels'}"
            )
            run(f"CREATE UNIQUE INDEX ix_bare_{name} ON bare_{name} (id)")


def _drop_plain_tables():
    db.session.rollback()
    with transaction():
        for name in ("movements", "levels"):
            db.session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS bare_{name}")
