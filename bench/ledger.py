"""The whole ledger at once, proved and taken along: each in a process of its own, so that its memory can be told."""

import json
import os
import subprocess
import sys
import time
from typing import Any, NamedTuple

from bench.turns import Processors
from tests.load import acts
from webapp import create_app
from webapp.core import downloads
from webapp.core.db import db
from webapp.stock import exports
from webapp.stock.ledger import verify

LINES = 1000  # in one act


class Work(NamedTuple):
    """`memory` is what was needed at the most, above what it was before, in MiB."""

    wall: float
    cpu: float
    memory: float
    told: int


def alone(what: str, uri: str) -> Work:
    """One of WORKS, in a process of its own."""
    environment = os.environ | {"BACKLINE_DATABASE_URL": uri}
    done = subprocess.run(
        [sys.executable, "-m", "bench.ledger", what],
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Work(*json.loads(done.stdout.splitlines()[-1]))


def load(lines: int) -> Work:
    """So many more movements, in acts of a thousand lines, as the batch operation and the generator write them."""
    processors = Processors()
    wall, cpu = time.perf_counter(), processors.seconds()
    for _ in range(max(1, lines // LINES)):
        acts.write_batch(LINES)
        db.session.expunge_all()
    return Work(
        time.perf_counter() - wall,
        processors.seconds() - cpu,
        0,
        max(1, lines // LINES) * LINES,
    )


def _verify() -> int:
    return len(list(verify.problems()))


def _export(format: str) -> int:
    """Bytes, as a client gets them."""
    answer = downloads.send("movements", format, exports.movements(acts.teacher()))
    return sum(len(piece) for piece in answer.response)


WORKS = {"verify": _verify, "csv": lambda: _export("csv"), "xlsx": lambda: _export("xlsx")}


def _memory(name: str) -> float:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(name))


def _work(what: str) -> Any:
    with create_app().app_context():
        acts.teacher()
        processors = Processors()
        idle, wall, cpu = _memory("VmRSS"), time.perf_counter(), processors.seconds()
        told = WORKS[what]()
        return (
            time.perf_counter() - wall,
            processors.seconds() - cpu,
            _memory("VmHWM") - idle,
            told,
        )


if __name__ == "__main__":
    print(json.dumps(_work(sys.argv[1])))
