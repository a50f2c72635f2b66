"""A real gunicorn with two processes, and clients who all let go at the same moment."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PROCESSES, CLIENTS = 2, 16
PATIENCE = 60  # seconds
IDLE = (
    1200  # seconds: some clients wait for their first race until all the others' are over
)


class Answer(NamedTuple):
    status: int
    kind: str
    body: Any
    seconds: float


@contextlib.contextmanager
def gunicorn(
    application,
    uri,
    log,
    *,
    processes=PROCESSES,
    config="gunicorn.conf.py",
    folder=ROOT,
    environment=None,
):
    """The port of a running server; it inherits the open socket, so nobody can take the port in between."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=64) as listener,
        open(log, "wb") as said,
    ):
        # A client that connects before gunicorn is up inherits the socket's options as they are now: without this one
        # each of its answers would wait 40 ms, its body behind its head (Nagle and delayed acknowledgements).
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port, fd = listener.getsockname()[1], listener.fileno()
        options = ["--workers", str(processes), "--threads", "8", "--no-control-socket"]
        options += ["--keep-alive", str(IDLE)]
        options += [
            "--log-level",
            "warning",
            "--bind",
            f"fd://{fd}",
            "--graceful-timeout",
            "5",
            "--config",
            config,
        ]
        running = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, application],
            cwd=folder,
            pass_fds=[fd],
            env=os.environ | {"BACKLINE_DATABASE_URL": uri} | (environment or {}),
            stdout=said,
            stderr=said,
        )
        try:
            yield port
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(PATIENCE)


class Client:
    """One signed-in program with a connection of its own."""

    def __init__(self, port, token):
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        self.http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.process = None

    def ask(self, method, path, said=None, **headers):
        started = time.perf_counter()
        body = None if said is None else json.dumps(said)
        self.http.request(method, path, body, self.headers | headers)
        response = self.http.getresponse()
        self.process = response.getheader("X-Process")
        body = response.read()
        return Answer(
            response.status,
            response.getheader("Content-Type"),
            json.loads(body),
            time.perf_counter() - started,
        )


def clients(port, tokens, at_the_end):
    """As many at each process, each of them known to it already; `at_the_end` closes them."""
    found, seen = [], Counter()
    for token in tokens:
        for _ in range(500):
            client = Client(port, token)
            at_the_end.callback(client.http.close)
            assert client.ask("GET", "/api/inventory/items/").status == 200
            if seen[client.process] < CLIENTS // PROCESSES:
                break
        seen[client.process] += 1
        found.append(client)
    assert list(seen.values()) == [CLIENTS // PROCESSES] * PROCESSES, seen
    return found


def race(runners, rounds):
    """All that is asked in a round is sent together. The answers, by round."""
    barrier = threading.Barrier(len(runners), timeout=PATIENCE)
    answers = [[None] * len(runners) for _ in rounds]

    def run(lane):
        try:
            for number, each in enumerate(rounds):
                barrier.wait()
                path, body, *headers = each.asked[lane]
                answers[number][lane] = runners[lane].ask(
                    each.method, path, body, **dict(*headers)
                )
        except threading.BrokenBarrierError:
            return  # whoever broke it says why
        except BaseException:
            barrier.abort()
            raise

    with ThreadPoolExecutor(len(runners)) as pool:
        list(pool.map(run, range(len(runners))))
    assert not barrier.broken, f"not everybody was there within {PATIENCE} s"
    return answers
