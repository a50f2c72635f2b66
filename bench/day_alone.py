"""The day's run, and its e-mails, in a process whose memory is nobody else's: `bench.day_run` starts it."""

import gc
import json
import sys
import time
from pathlib import Path

from sqlalchemy import event, update

from webapp import create_app, day
from webapp.core import clock, posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter


def main(uri: str) -> None:
    app = create_app(SQLALCHEMY_DATABASE_URI=uri, DEMO=True, SMTP_URL="")
    gc.collect()
    gc.freeze()  # as wsgi.py does
    with app.app_context():
        print(json.dumps(_run()))


def _run() -> dict[str, float]:
    held, began = _watch(), time.process_time()
    day.see_to((*day.OFTEN, *day.DAILY))
    run = time.process_time() - began
    longest = max(held, default=0)
    with transaction():
        db.session.execute(update(Letter).values(due_at=clock.now()))
    held.clear()  # that one was not the run's
    letters = posting.post()
    return {
        "run": run,
        "seconds": time.process_time() - began,
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
    main(sys.argv[1])
