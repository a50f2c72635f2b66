"""The canary: the same verbs with the locks and the database's guards taken away.

One thing is added: a pause between look and write, so that others look too in every round.
Without the pause most rounds end in a double too, but not nearly all.
"""

import re
import secrets
import sqlite3
import time

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.races.wsgi import named
from webapp import create_app
from webapp.core import db, health
from webapp.guards import ALL
from webapp.lending.models import Checkout, Request
from webapp.lending.piles import piles
from webapp.pictures import of_things
from webapp.repairs.models import Repair
from webapp.rooms.models import Reservation
from webapp.stock.ledger import ledger
from webapp.stock.models import Unit

MECHANISM = (
    "movements_count"  # this trigger guards nothing: it is how levels follow the ledger
)
PAUSE = 0.02  # seconds
HESITATION = (
    0.3  # before something is changed by who must not know of what the others do meanwhile
)
DECIDED = (
    "INSERT INTO series (",
    "INSERT INTO reservations",
    "UPDATE reservations",
    "INSERT INTO closures",
    "INSERT INTO closed_days",
    "INSERT INTO basket_lines",
    "UPDATE baskets",
    "INSERT INTO item_waits (",
    "UPDATE item_waits",
    "INSERT INTO checkouts",
    "UPDATE checkouts",
    "INSERT INTO movements",
    "INSERT INTO fault_reports",
    "INSERT INTO repairs",
    "INSERT INTO repair_departures",
    "INSERT INTO service_ends",
    "UPDATE pictures",
)
ORDERED = "UPDATE checkouts", "UPDATE pictures"
LOCK = re.compile(r" FOR (?:NO KEY )?UPDATE(?: OF \w+(?:, \w+)*)?(?: SKIP LOCKED)?")


def drop_guards(connection):
    """Triggers, constraints and the ledger's keys; SQLite drops keys only with a copy of the table."""
    on_sqlite = connection.dialect.name == "sqlite"
    for guard in ALL:
        if guard.name != MECHANISM and getattr(guard, connection.dialect.name):
            where = "" if on_sqlite else f" ON {guard.table}"
            connection.exec_driver_sql(f"DROP TRIGGER {guard.name}{where}")
    connection.exec_driver_sql("DROP INDEX uq_checkout_units_unit_id_open")
    connection.exec_driver_sql("DROP INDEX uq_item_waits_open")
    if on_sqlite:
        mechanism = connection.exec_driver_sql(
            f"SELECT sql FROM sqlite_master WHERE name = '{MECHANISM}'"
        ).scalar()
        for table in ("service_ends", "movements"):  # the first refers to the other's keys
            connection.exec_driver_sql(f"CREATE TABLE loose AS SELECT * FROM {table}")
            connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql(f"ALTER TABLE loose RENAME TO {table}")
        connection.exec_driver_sql(mechanism)
    else:
        connection.exec_driver_sql(
            "ALTER TABLE occupancy DROP CONSTRAINT ex_occupancy_overlap"
        )
        connection.exec_driver_sql(
            "ALTER TABLE movements DROP CONSTRAINT pk_movements CASCADE"
        )
        connection.exec_driver_sql(
            "ALTER TABLE movements DROP CONSTRAINT uq_movements_level_id_seq"
        )
        connection.exec_driver_sql(
            "ALTER TABLE service_ends DROP CONSTRAINT pk_service_ends"
        )
        connection.exec_driver_sql("ALTER TABLE units DROP CONSTRAINT ck_units_one_is_one")
        connection.exec_driver_sql(
            "ALTER TABLE units DROP CONSTRAINT ck_units_available_not_negative"
        )


def unlock(hesitation=PAUSE):
    """In this process: no lock is asked for, no version is compared, SQLite begins no transaction.

    Even one begun deferred would be a guard: SQLite refuses to write after a look that is out of date.
    """
    health.check = lambda: None
    ledger.lock = lambda: None
    of_things.hold = lambda _kind, _id: None
    piles.next_number = lambda: secrets.randbelow(2**31)  # the lock makes it the next one
    event.remove(Engine, "begin", db._begin)
    event.listen(Engine, "connect", _check_nothing)
    for model in (Checkout, Request, Reservation, Repair, Unit):
        model.__mapper__.version_id_col = None
        event.listen(model, "before_insert", _first_version)

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def plain(connection, _cursor, statement, parameters, _context, _many):
        if "SAVEPOINT" in statement and connection.dialect.name == "sqlite":
            return "SELECT 1", parameters  # it would begin one
        statement = LOCK.sub("", statement)
        if statement.startswith(DECIDED):
            time.sleep(hesitation if statement.startswith(ORDERED) else PAUSE)
        return statement, parameters


def _check_nothing(connection, _record):
    """SQLite can be told to leave out its checks; of PostgreSQL's, those in the way were dropped."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA ignore_check_constraints=ON")


def _first_version(_mapper, _connection, row):
    row.version = 1


def app():
    unlock()
    return named(create_app())


def hesitating():
    """The same, where who changes a loan looks long before the others write, and writes long after them."""
    unlock(HESITATION)
    return named(create_app())
