"""`make load`: a made-up school of any size, loaded with work, on SQLite and PostgreSQL."""

import argparse
import contextlib
import sys
import tempfile
import time

import flask_migrate

from tests.load import acts
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core.db import db
from webapp.demo import generator
from webapp.stock.ledger import verify


def main():
    options = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    options.add_argument(
        "--engine", choices=("sqlite", "postgresql"), action="append", help="else both"
    )
    for name, usual in (
        ("items", 2000),
        ("units", 10_000),
        ("movements", 100_000),
        ("seed", 1),
    ):
        options.add_argument(f"--{name}", type=int, default=usual)
    given = options.parse_args()
    size = {name: getattr(given, name) for name in ("items", "units", "movements", "seed")}
    for engine in given.engine or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as at_the_end:
            server = (
                at_the_end.enter_context(temporary_server())
                if engine == "postgresql"
                else ""
            )
            uri = server.format("postgres") or f"sqlite:///{folder}/load.db"
            app = create_app(
                SQLALCHEMY_DATABASE_URI=uri, SECRET_KEY="load", DATA_DIR=folder
            )
            with app.app_context(), contextlib.redirect_stdout(sys.stderr):
                flask_migrate.upgrade()
            with app.app_context():
                load(app, engine, size)
                db.session.remove()
                db.engine.dispose()


def load(app, engine, size, *, many=1000, each=10, times=20, report=print):
    """Make a school up, load it, and prove its ledger afterwards."""
    report(f"\n{engine}")
    report(f"  {generator.fill(**size, more=True, report=lambda *_: None)}")
    work = {
        f"{many + 200:,} units in one act": lambda: acts.create_units(many + 200),
        f"a batch of {many:,} lines": lambda: acts.write_batch(many),
        f"{acts.CLIENTS} clients at once": lambda: acts.update_together(app, each),
    }
    for name, act in work.items():
        started = time.perf_counter()
        done = act()
        spent = time.perf_counter() - started
        report(f"  {name:26} {spent * 1000:9.0f} ms  {done / spent:9,.0f}/s")
    for name, question in acts.questions().items():
        took, rows = acts.asked(question, times)
        report(f"  {name:26} {took:9.2f} ms  {rows:5} rows")
    started = time.perf_counter()
    found = list(verify.problems())
    report(
        f"  {'verify':26} {(time.perf_counter() - started) * 1000:9.0f} ms  {len(found)} problems"
    )
    assert found == []


if __name__ == "__main__":
    main()
