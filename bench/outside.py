"""What a client waits for: Backline and the bare limit on the same database, asked in turns."""

import contextlib
import itertools
import json
import secrets
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Lock

from bench import processes
from bench.rows import LOOKS, PAGES, acts, cookie
from tests.races.servers import gunicorn
from webapp import create_app

ALONE, TOGETHER, SECONDS = (
    30,
    16,
    1.0,
)  # requests one after the other; clients at once, and for how long
P99 = 20  # milliseconds, for a booking


class Side:
    """One server, and the figures gathered of it."""

    def __init__(self, port, headers):
        self.port, self.headers = port, headers
        self.alone, self.rates, self.failed = [], [], 0

    def connect(self):
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, http, row, lock=Lock()):  # noqa: B008  # one for all: the rows' iterators are shared
        with lock:
            path, body = row.path(), row.body()
        started = time.perf_counter()
        http.request(
            row.method, path, None if body is None else json.dumps(body), self.headers
        )
        response = http.getresponse()
        response.read()
        took = time.perf_counter() - started
        self.failed += response.status != row.status
        return took, response.status

    def one_by_one(self, row):
        http = self.connect()
        self.alone += [self.ask(http, row)[0] for _ in range(ALONE)]
        http.close()

    def all_together(self, row):
        end = time.perf_counter() + SECONDS

        def run(_):
            http, done = self.connect(), 0
            while time.perf_counter() < end:
                self.ask(http, row)
                done += 1
            http.close()
            return done

        started = time.perf_counter()
        with ThreadPoolExecutor(TOGETHER) as pool:
            done = sum(pool.map(run, range(TOGETHER)))
        self.rates.append(done / (time.perf_counter() - started))

    def percentile(self, part):
        return (
            sorted(self.alone)[min(len(self.alone) - 1, int(len(self.alone) * part))] * 1000
        )


def report(engine, uri, keys, folder, rounds):
    workers = 1 if engine == "sqlite" else 2
    secret = {"BACKLINE_SECRET_KEY": secrets.token_hex(16)}
    signed_in = {"Accept-Encoding": "identity"}
    signed_in["Cookie"] = (
        f"session={cookie(create_app(SECRET_KEY=secret['BACKLINE_SECRET_KEY']), keys.teacher_cookie)}"
    )
    rows = [(row, signed_in) for row in PAGES]
    rows += [(row, _bearer(keys.teacher)) for row in (*LOOKS, *acts(keys.pending))]
    with contextlib.ExitStack() as at_the_end:
        log, log_of_bare = folder / "ours.log", folder / "bare.log"
        server = gunicorn("wsgi:app", uri, log, processes=workers, environment=secret)
        ours = at_the_end.enter_context(server)
        environment = secret | {"BARE_SIZES": json.dumps(_sizes(Side(ours, signed_in)))}
        server = gunicorn(
            "bench.bare:create_app()", uri, log_of_bare, processes=workers, config="python:bench",
            environment=environment,
        )  # fmt: skip
        bare = at_the_end.enter_context(server)
        print(
            f"\n{workers} process(es) of 8 threads; p50 and p95 in ms one by one, req/s with {TOGETHER} clients"
        )
        print(f"{'':5} {'':22} {'Backline':>24} {'bare':>24} {'ratio':>6} {'goal':>5}")
        for row, headers in rows:
            _measure(row, Side(ours, headers), Side(bare, headers), rounds)
        for name, port in (("Backline", ours), ("bare", bare)):
            print(
                f"memory of all processes, {name}: {processes.megabytes(processes.listening(port))} MB (proportional)"
            )


def _sizes(side):
    """The bytes of each page as Backline draws it, which the bare limit sends as many of."""
    http, sizes = side.connect(), {}
    for row in PAGES:
        http.request(row.method, row.path(), headers=side.headers)
        sizes[row.path()] = len(http.getresponse().read())
    http.close()
    return sizes


def _bearer(token):
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def _measure(row, ours, bare, rounds):
    http = ours.connect()
    status = ours.ask(http, row)[1]
    http.close()
    if status == 404:
        return print(f"{row.number:5} {row.name:22} skipped: {row.path()} is not there")
    for _ in range(2):
        for side in (ours, bare):
            side.all_together(row)  # once to warm up
    for side in (ours, bare):
        side.rates.clear()
    for _, side in itertools.product(range(rounds), (ours, bare)):
        side.one_by_one(row)
        side.all_together(row)
    rates = [statistics.median(side.rates) for side in (ours, bare)]
    told = [
        f"{side.percentile(0.5):6.1f} {side.percentile(0.95):6.1f} {rate:7.0f}/s"
        for side, rate in zip((ours, bare), rates, strict=True)
    ]
    ratio = rates[0] / rates[1]
    holds = rates[0] >= row.rate if row.rate else ratio >= row.goal
    goal = f"{row.rate}/s" if row.rate else f"{row.goal:.2f}"
    told += [f"{ratio:6.2f} {goal:>5}", "holds" if holds else "MISSED"]
    if ours.failed or bare.failed:
        told[-1] = f"void: {ours.failed} and {bare.failed} unexpected answers"
    print(
        f"{row.number:5} {row.name:22} {told[0]:>24} {told[1]:>24} {told[2]} {told[3]}",
        flush=True,
    )
    if row.name == "book":
        slow = ours.percentile(0.99)
        print(
            f"{'':5} {'  p99 of it':22} {slow:15.1f} ms   goal {P99} ms   {'holds' if slow <= P99 else 'MISSED'}"
        )
