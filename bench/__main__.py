"""`make bench`: Backline beside the bare limit, on a big school and its ledger, measured in turns in one run."""

import argparse
import contextlib
import tempfile
from pathlib import Path

import flask_migrate

from bench import big, inside, outside, seed
from bench.analyse import analyse
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core.db import db
from webapp.demo import generator
from webapp.stock.ledger import verify

TIMES = 20  # each question in a round
NUMBERS = (
    ("rounds", 5, "rounds the figures are the medians of"),
    ("items", 10_000, "items; five movements and one checkout each"),
    ("movements", 1_000_000, "of the stock part"),
    ("small", 10_000, "movements of the small school beside it"),
)


def main():
    given = _options()
    engines = ("sqlite",)
    if given.both:
        engines = ("sqlite", "postgresql")
    elif given.postgresql:
        engines = ("postgresql",)
    for engine in engines:
        for part in (_pages, _stock):
            if given.only in (None, part.__name__[1:]):
                _measure(part, engine, given)


def _options():
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--postgresql", action="store_true", help="on PostgreSQL only")
    options.add_argument(
        "--both", action="store_true", help="on SQLite, then on PostgreSQL"
    )
    options.add_argument("--only", choices=("pages", "stock"), help="one of the two parts")
    options.add_argument(
        "--there",
        metavar="URL",
        help="a made-up school to measure instead; it grows by a little",
    )
    for name, default, words in NUMBERS:
        options.add_argument(f"--{name}", type=int, default=default, help=words)
    return options.parse_args()


def _measure(part, engine, given):
    """A part in a folder, and on a server, of its own."""
    with contextlib.ExitStack() as at_the_end:
        holder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        folder = Path(at_the_end.enter_context(holder))
        server = ""
        if engine == "postgresql":
            server = at_the_end.enter_context(temporary_server())
        part(engine, given, folder, server)


def _stock(engine, given, folder, server):
    print(
        f"\n{engine}: the ledger, {given.small:,} movements and {given.movements:,}",
        flush=True,
    )
    before = _measured(_made_up(engine, folder, server, given.small), given)
    uri = given.there or _made_up(engine, folder, server, given.movements)
    analyse(uri)
    with create_app(SQLALCHEMY_DATABASE_URI=uri).app_context():
        big.report(engine, uri, before, given.rounds * TIMES, given.movements // 50)
        db.engine.dispose()


def _made_up(engine, folder, server, movements):
    """A school's address; so many movements make a level of fifty and a unit of ten."""
    uri = empty(engine, folder, server, movements)
    with create_app(SQLALCHEMY_DATABASE_URI=uri).app_context():
        flask_migrate.upgrade()
        sizes = {
            "items": max(5, movements // 56),
            "units": movements // 10,
            "movements": movements,
        }
        print(generator.fill(**sizes, seed=1, report=lambda *_: None), flush=True)
        db.engine.dispose()
    analyse(uri)
    return uri


def _measured(uri, given):
    with create_app(SQLALCHEMY_DATABASE_URI=uri).app_context():
        before = big.small(given.rounds * TIMES)
        db.engine.dispose()
        return before


def _pages(engine, given, folder, server):
    print(
        f"\n{engine}: {given.items} items, {given.items * 5} movements, {given.items} reservations",
        flush=True,
    )
    if server:
        print(
            "(durable commits are off in this PostgreSQL, for Backline and the limit alike)"
        )
    counts = {}
    for size in (100, given.items):
        uri = empty(engine, folder, server, size)
        app, keys = _moved_in(uri, size)
        counts[size] = inside.queries(app, keys)
    inside.report(app, keys, counts)
    with app.app_context():
        db.engine.dispose()
    outside.report(engine, uri, keys, folder, given.rounds)


def _moved_in(uri, size):
    """A school with so many items, and what its clients sign in with."""
    app = create_app(SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context():
        flask_migrate.upgrade()
        keys = seed.move_in(size, size, size * 2)
        assert list(verify.problems()) == [], "the ledger holds"
        db.engine.dispose()
    analyse(uri)
    return app, keys


def empty(engine, folder, server, size):
    if engine == "sqlite":
        return f"sqlite:///{folder}/{size}.db"
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{size}")
    return server.format(f"bench_{size}")


if __name__ == "__main__":
    main()
