"""`python -m bench.day_run`: the day's run, and its e-mails, over 20,000 open loans of 3,000 people.

Told are the processor time and the memory of the process that runs it, and for how long it held the database at most;
with `--clients 16` also how long so many clients wait meanwhile for what they click, beside without the run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import flask_migrate
from sqlalchemy import func, select

from bench import day_clicks, seed
from bench.analyse import analyse
from webapp import create_app
from webapp.core import clock
from webapp.core.db import Base, db, transaction
from webapp.school import calendar

LOANS, PEOPLE = 20_000, 3_000
GOALS = {"seconds": 60, "megabytes": 150, "held_ms": 50}
LATE = (-40, -20, -9, -3, -1, 0, 1, 2, 5, 30)  # days from now on which loans are due
# Mako loads pygments where it is; the school's installation, from requirements.txt, has none.
ALONE = """\
import runpy, sys
sys.modules["pygments"] = None
runpy.run_module("bench.day_alone", run_name="__main__", alter_sys=True)
"""
QUIET = 20  # seconds that clients click without the run


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.day_run", description=__doc__)
    options.add_argument("--loans", type=int, default=LOANS)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--clients", type=int, default=0, help="who click meanwhile")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        uri = f"sqlite:///{folder}/school.db"
        token = move_in(uri, given.loans, given.people)
        if given.clients:
            _beside(uri, partial(day_clicks.beside, uri, folder, token, given.clients))
            return
        for words in ("the first of the day", "once more"):
            _report(words, _apart(uri))


def _beside(uri: str, click: Callable[[Callable[[], None]], list[float]]) -> None:
    """What clients wait for without the run, and with it."""
    print(f"alone: {day_clicks.told(click(lambda: time.sleep(QUIET)))}")
    took = click(lambda: _report("the first of the day", _apart(uri)))
    print(f"meanwhile: {day_clicks.told(took)}")


def _apart(uri: str) -> dict[str, float]:
    """In a process of its own, whose memory is nobody else's."""
    command = [sys.executable, "-c", ALONE, uri]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _report(words: str, figures: dict[str, float]) -> None:
    kept = all(figures[name] <= goal for name, goal in GOALS.items())
    print(
        f"{words}: {figures['seconds']:.1f} s of processor time ({figures['run']:.1f} the run, the rest the e-mails), "
        f"{figures['megabytes']:.0f} MiB, the database held {figures['held_ms']:.1f} ms at most, "
        f"{figures['letters']:.0f} e-mails {'(as it should be)' if kept else '(OVER THE GOAL)'}",
        flush=True,
    )


def move_in(uri: str, loans: int, people: int) -> str:
    """A school with so many loans that are out, due around today, of so many people; a student's token."""
    with create_app(SQLALCHEMY_DATABASE_URI=uri).app_context():
        flask_migrate.upgrade()
        keys = seed.move_in(50, 2, 0)
        with transaction():
            _more_people(people)
            seed.put_loans([*_loans(loans, people)])
            seed.put("checkout_units", [_piece(*row) for row in db.session.execute(_out())])
        analyse(uri)
        db.session.remove()
        db.engine.dispose()
    return keys.student


def _out():
    checkouts = Base.metadata.tables["checkouts"].c
    query = select(checkouts.id, checkouts.item_id).order_by(checkouts.id)
    return query.where(checkouts.status == "out", checkouts.notes == "bench")


def _more_people(count: int) -> None:
    users = Base.metadata.tables["users"]
    known = db.session.scalar(select(func.count()).select_from(users)) or 0
    student = db.session.execute(
        select(users).where(users.c.role == "student", users.c.is_active).limit(1)
    ).mappings()
    like = {name: value for name, value in student.one().items() if name != "id"}
    seed.put(
        "users",
        [
            like | {"email": f"more{n}@bench.test", "name": f"Student {n:05}"}
            for n in range(known, count + seed.TEACHERS + 2)
        ],
    )


def _loans(count: int, people: int):
    today = calendar.today()
    for number in range(count):
        due = today + timedelta(days=LATE[number // people % len(LATE) - number % 3])
        student = seed.TEACHERS + 1 + number % people
        yield seed._checkout(number % 50 + 1, "out") | {
            "student_id": student,
            "student_name": f"Student {student:05}",
            "starts_on": due - timedelta(days=60),
            "due_on": due,
            "notes": "bench",
        }


def _piece(id: int, item_id: int) -> dict[str, object]:
    now = clock.now()
    loan = {"item_id": item_id, "status": "out", "requested_at": now}
    return seed._pieces(id, loan | {"out_at": now, "closed_at": None})


if __name__ == "__main__":
    main()
