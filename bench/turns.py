"""WriteQueue: acts measured one after another again and again, so that what else the machine does hits all alike."""

import statistics
import time
from pathlib import Path
from typing import NamedTuple

from webapp.core.db import db


class Figure(NamedTuple):
    """Medians in milliseconds: by the clock on the wall, and by the processors of client and server together."""

    wall: float
    cpu: float


class Processors:
    """How long this process, and PostgreSQL's that serve it, were computing: other people's work does not count."""

    def __init__(self, raw=None):
        self.servers = []
        if db.engine.dialect.name == "postgresql":
            asked = "SELECT pg_backend_pid()"
            pids = {db.session.connection().exec_driver_sql(asked).scalar()}
            db.session.rollback()
            if raw:
                pids.add(raw.ask([asked], {})[0][0])
            self.servers = [Path(f"/proc/{pid}/schedstat") for pid in pids]

    def seconds(self):
        return (
            time.process_time()
            + sum(int(server.read_text().split()[0]) for server in self.servers) / 1e9
        )


def measured(acts, times, raw=None):
    """A Figure of each act, by its name."""
    processors, took = Processors(raw), {name: [] for name in acts}
    for _ in range(3):
        for act in acts.values():
            act()
    for _ in range(times):
        for name, act in acts.items():
            cpu, wall = processors.seconds(), time.perf_counter()
            act()
            wall = time.perf_counter() - wall
            took[name].append((wall * 1000, (processors.seconds() - cpu) * 1000))
    return {
        name: Figure(*map(statistics.median, zip(*each, strict=True)))
        for name, each in took.items()
    }
