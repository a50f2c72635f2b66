"""`python -m bench.day_run`: the day's run, and its e-mails, over 20,000 open loans of 3,000 people.

Told are the processor time and the memory of the process that runs it, and for how long it held the database at most.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import flask_migrate
from sqlalchemy import event, func, select, update

from bench import seed
from bench.analyse import analyse
from webapp import create_app, day
from webapp.core import clock, posting
from webapp.core.db import Base, db, transaction
from webapp.core.outbox import Letter
from webapp.school import calendar

LOANS, PEOPLE = 20_000, 3_000
GOALS = {"seconds": 60, "megabytes": 150, "held_ms": 50}
LATE = (-40, -20, -9, -3, -1, 0, 1, 2, 5, 30)  # days from now on which loans are due


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.day_run", description=__doc__)
    options.add_argument("--loans", type=int, default=LOANS)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--run", help="only run the day of the database at this address")
    given = options.parse_args()
    if given.run:
        print(json.dumps(_run(given.run)))
        return
    with tempfile.TemporaryDirectory() as folder:
        uri = f"sqlite:///{folder}/school.db"
        move_in(uri, given.loans, given.people)
        for words in ("the first of the day", "once more"):
            _report(words, _apart(uri))


def _apart(uri: str) -> dict[str, float]:
    """In a process of its own, whose memory is nobody else's."""
    command = [sys.executable, "-m", "bench.day_run", "--run", uri]
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


def move_in(uri: str, loans: int, people: int) -> None:
    """A school with so many loans that are out, due around today, of so many people."""
    with create_app(SQLALCHEMY_DATABASE_URI=uri).app_context():
        flask_migrate.upgrade()
        seed.move_in(50, 2, 0)
        with transaction():
            _more_people(people)
            seed.put_loans([*_loans(loans, people)])
            seed.put("checkout_units", [_piece(*row) for row in db.session.execute(_out())])
        analyse(uri)
        db.session.remove()
        db.engine.dispose()


def _out():
    checkouts = Base.metadata.tables["checkouts"].c
    query = select(checkouts.id, checkouts.item_id).order_by(checkouts.id)
    return query.where(checkouts.status == "out", checkouts.notes == "bench")


def _more_people(count: int) -> None:
    users = Base.metadata.tables["users"]
    known = db.session.scalar(select(func.count()).select_from(users)) or 0
    student = db.session.execute(
        select(users).where(users.c.role == "student").limit(1)
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


def _run(uri: str) -> dict[str, float]:
    app = create_app(SQLALCHEMY_DATABASE_URI=uri, DEMO=True, SMTP_URL="")
    with app.app_context():
        held = _watch()
        day.see_to((*day.OFTEN, *day.DAILY))
        run = time.process_time()
        with transaction():
            db.session.execute(update(Letter).values(due_at=clock.now()))
        longest = max(held, default=0)  # of the run; that one was not its own
        held.clear()
        letters = posting.post()
        return {
            "run": run,
            "seconds": time.process_time(),
            "megabytes": _most_memory(),
            "held_ms": max([longest, *held]) * 1000,
            "letters": letters,
        }


def _most_memory() -> float:
    """MiB of this process at most; what `getrusage` says counts who started it, too."""
    status = Path("/proc/self/status").read_text()
    kilobytes: int = next(
        int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")
    )
    return kilobytes / 1024


def _watch() -> list[float]:
    """For how many seconds of processor time each write held the database: from its turn to its end."""
    held: list[float] = []
    began: dict[int, float] = {}

    @event.listens_for(db.engine, "begin")
    def begun(connection):  # after the one of `core.db`, which waits for the turn
        if connection.info.get("writing"):
            began[id(connection)] = time.thread_time()

    @event.listens_for(db.engine, "checkin")
    def ended(_connection, record):
        if began:
            held.append(time.thread_time() - began.popitem()[1])

    return held


if __name__ == "__main__":
    main()
