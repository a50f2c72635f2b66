"""`make bench`: Backline beside the bare limit, on a big school, measured in turns in one run."""

import argparse
import contextlib
import tempfile
from pathlib import Path

import flask_migrate

from bench import inside, outside, seed
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core.db import db
from webapp.stock import verify


def main():
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--postgresql", action="store_true", help="on PostgreSQL only")
    options.add_argument("--both", action="store_true", help="on SQLite, then on PostgreSQL")
    options.add_argument("--rounds", type=int, default=5, help="rounds the figures are the medians of")
    options.add_argument("--items", type=int, default=10_000, help="items; five movements and one checkout each")
    given = options.parse_args()
    engines = ("sqlite", "postgresql") if given.both else ("postgresql",) if given.postgresql else ("sqlite",)
    for engine in engines:
        with contextlib.ExitStack() as at_the_end:
            _bench(engine, given, at_the_end)


def _bench(engine, given, at_the_end):
    folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
    server = at_the_end.enter_context(temporary_server()) if engine == "postgresql" else ""
    print(f"\n{engine}: {given.items} items, {given.items * 5} movements, {given.items} reservations", flush=True)
    if server:
        print("(durable commits are off in this PostgreSQL, for Backline and the limit alike)")
    counts = {}
    for size in (100, given.items):
        uri = _empty(engine, folder, server, size)
        app = create_app(SQLALCHEMY_DATABASE_URI=uri)
        with app.app_context():
            flask_migrate.upgrade()
            keys = seed.move_in(size, size, size * 2)
            assert list(verify.problems()) == [], "the ledger holds"
            _analyse(engine)
        counts[size] = inside.queries(app, keys)
    inside.report(app, keys, counts)
    with app.app_context():
        db.engine.dispose()
    outside.report(engine, uri, keys, folder, given.rounds)


def _empty(engine, folder, server, size):
    if engine == "sqlite":
        return f"sqlite:///{folder}/{size}.db"
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{size}")
    return server.format(f"bench_{size}")


def _analyse(engine):
    """What the databases do by themselves overnight."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF" if engine == "sqlite" else "SELECT 1")
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main()
