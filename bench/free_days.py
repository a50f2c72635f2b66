"""`python -m bench.free_days`: half a year of one item's free days, by this head and by an older one, in turns.

Each head has a process and a school of its own, moved in by its own code; told is the processor time of application
and database together. Each figure is the median of the rounds, and each ratio one of figures of the same round.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import adapters
from bench.heads import checked_out, database, hash_of
from bench.inside import verdict
from tests.support.postgres import temporary_server

BEFORE = "7071d00"  # the head that is compared with where none is named
GOALS = {1_000: 2.0, 3_000: 4.0}  # processor milliseconds, by promises
FASTER = 8  # times
ROUNDS = 9
PROCESS = """
import json, random, sys
from datetime import timedelta
import flask_migrate
from bench import seed
from bench.analyse import analyse
from bench.inside import counting
from bench.turns import Processors
from webapp import create_app
from webapp.core.db import db, transaction
from webapp.lending import availability
from webapp.school import calendar

TIMES, DAYS = 20, 180

def promises(count):
    chance, today = random.Random(1), calendar.today()
    for number in range(count):
        starts = today + timedelta(days=chance.randrange(DAYS - 10))
        due = starts + timedelta(days=chance.randrange(1, 15))
        days = {"starts_on": starts, "due_on": due, "asked_from": starts, "asked_until": due}
        yield seed._checkout(1, "pending" if number % 4 == 0 else "approved") | days

def move_in(count):
    flask_migrate.upgrade()
    seed.move_in(2, 2, 0)
    with transaction():
        PUT_LOANS(list(promises(count)))
    db.session.rollback()
    db.engine.dispose()

def free_days():
    today = calendar.today()
    FREE_DAYS
    db.session.rollback()
    return free

app = create_app()
with app.app_context():
    move_in(int(sys.argv[1]))
    analyse(app.config["SQLALCHEMY_DATABASE_URI"])
with create_app().app_context():
    for _ in range(10):
        free = free_days()
    with counting() as statements:
        free_days()
    processors = Processors()
    print(json.dumps([free, len(statements)]), flush=True)
    for _ in sys.stdin:
        before = processors.seconds()
        for _ in range(TIMES):
            free_days()
        print((processors.seconds() - before) / TIMES * 1000, flush=True)
"""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.free_days", description=__doc__)
    options.add_argument("--against", default=BEFORE, help="the commit to compare with")
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    chosen = options.parse_args()
    with contextlib.ExitStack() as at_the_end:
        holder = tempfile.TemporaryDirectory(prefix="days-", ignore_cleanup_errors=True)
        folder = Path(at_the_end.enter_context(holder))
        heads = {"this": hash_of("HEAD"), "before": hash_of(chosen.against)}
        checkouts = {
            name: (commit, checked_out(commit, folder / name))
            for name, commit in heads.items()
        }
        for engine in chosen.engine or ("sqlite", "postgresql"):
            for count in GOALS:
                _compare(engine, count, folder, checkouts)


def _compare(engine: str, count: int, folder: Path, checkouts) -> None:
    """Both heads on one engine, with so many promises of one item."""
    with contextlib.ExitStack() as at_the_end:
        server = at_the_end.enter_context(temporary_server()) if engine != "sqlite" else ""
        sides = {}
        for name, (commit, checkout) in checkouts.items():
            uri, _ = database(engine, server, folder, f"{name}_{count}")
            sides[name] = at_the_end.enter_context(_started(commit, checkout, uri, count))
        statements = _check_they_agree(sides.values())
        _report(engine, count, _in_turns(sides), statements)


def _check_they_agree(sides) -> int:
    """How many statements this head takes to tell the same days as the one before."""
    (free, statements), (free_before, _) = (json.loads(_line(side)) for side in sides)
    assert free == free_before, "both heads tell the same days"
    return statements


def _in_turns(sides) -> dict[str, list[float]]:
    figures = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            figures[name].append(_measured(side))
    return figures


@contextlib.contextmanager
def _started(commit: str, checkout: Path, uri: str, count: int):
    """A process that tells its figure for each line it is sent."""
    head = adapters.for_commit(commit)(checkout, uri, "of the bench")
    process = subprocess.Popen(
        [sys.executable, "-c", _process(head), str(count)],
        cwd=checkout,
        env=os.environ | head.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.stdin.close()


def _process(head) -> str:
    """What its process runs, in this head's own words."""
    code = PROCESS.replace("FREE_DAYS", head.free_days)
    return code.replace("PUT_LOANS", head.put_loans)


def _line(process) -> str:
    """The next line of figures; what moving in tells before it is left out."""
    return next(line for line in process.stdout if line[0] in "[0123456789")


def _measured(process) -> float:
    process.stdin.write("\n")
    process.stdin.flush()
    return float(_line(process))


def _report(engine, count, figures, statements) -> None:
    this, before = map(statistics.median, figures.values())
    ratio = statistics.median(old / new for new, old in zip(*figures.values(), strict=True))
    holds = this <= GOALS[count] and statements == 1 and ratio >= FASTER
    print(
        f"{engine}: 180 days of an item with {count:,} promises: {this:.2f} ms, {statements} statement(s);"
        f" before {before:.2f} ms, {ratio:.1f} times as long   goal {GOALS[count]:.0f} ms, 1 statement,"
        f" {FASTER} times   {verdict(holds)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
