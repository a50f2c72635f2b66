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

from bench import inside, processes
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
    secret = secrets.token_hex(16)
    browser, program = _browser(secret, keys), _bearer(keys.teacher)
    rows = [(row, browser) for row in PAGES]
    rows += [(row, program) for row in (*LOOKS, *acts(keys.pending))]
    with _both_served(uri, folder, workers, secret, browser) as (ours, bare):
        _report_head(workers)
        for row, headers in rows:
            _measure(row, Side(ours, headers), Side(bare, headers), rounds)
        _report_memory("Backline", ours)
        _report_memory("bare", bare)


def _report_head(workers):
    print(
        f"\n{workers} process(es) of 8 threads; p50 and p95 in ms one by one, req/s with {TOGETHER} clients"
    )
    print(f"{'':5} {'':22} {'Backline':>24} {'bare':>24} {'ratio':>6} {'goal':>5}")


def _report_memory(name, port):
    megabytes = processes.megabytes(processes.listening(port))
    print(f"memory of all processes, {name}: {megabytes} MB (proportional)")


def _browser(secret, keys):
    """The headers of a browser in which a teacher is signed in."""
    session = cookie(create_app(SECRET_KEY=secret), keys.teacher_cookie)
    return {"Accept-Encoding": "identity", "Cookie": f"session={session}"}


@contextlib.contextmanager
def _both_served(uri, folder, workers, secret, signed_in):
    """The ports of Backline and of the bare limit, which sends as many bytes of a page as Backline does."""
    environment = {"BACKLINE_SECRET_KEY": secret}
    with gunicorn(
        "wsgi:app", uri, folder / "ours.log", processes=workers, environment=environment
    ) as ours:
        sizes = {"BARE_SIZES": json.dumps(_sizes(Side(ours, signed_in)))}
        with gunicorn(
            "bench.bare:create_app()",
            uri,
            folder / "bare.log",
            processes=workers,
            config="python:bench",
            environment=environment | sizes,
        ) as bare:
            yield ours, bare


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
    if _is_missing(row, ours):
        print(f"{row.number:5} {row.name:22} skipped: {row.path()} is not there")
        return
    _ask_in_turns(row, (ours, bare), rounds)
    print(f"{row.number:5} {row.name:22} {_compared(row, ours, bare)}", flush=True)
    if row.name == "book":
        _report_slowest(ours.percentile(0.99))


def _compared(row, ours, bare):
    """The figures of both, in words."""
    rates = [statistics.median(side.rates) for side in (ours, bare)]
    figures = map(_figures, (ours, bare), rates)
    judged = _judged(row, *rates)
    if ours.failed or bare.failed:
        judged = f"void: {ours.failed} and {bare.failed} unexpected answers"
    return " ".join([*figures, judged])


def _report_slowest(slow):
    words = f"{slow:15.1f} ms   goal {P99} ms   {inside.verdict(slow <= P99)}"
    print(f"{'':5} {'  p99 of it':22} {words}")


def _is_missing(row, side):
    http = side.connect()
    status = side.ask(http, row)[1]
    http.close()
    return status == 404


def _ask_in_turns(row, sides, rounds):
    for _ in range(2):
        for side in sides:
            side.all_together(row)  # once to warm up
    for side in sides:
        side.rates.clear()
    for _, side in itertools.product(range(rounds), sides):
        side.one_by_one(row)
        side.all_together(row)


def _figures(side, rate):
    middle, high = side.percentile(0.5), side.percentile(0.95)
    return f"{f'{middle:6.1f} {high:6.1f} {rate:7.0f}/s':>24}"


def _judged(row, ours, bare):
    """The ratio of the rates beside the goal, and whether it is reached."""
    holds = ours >= row.rate if row.rate else ours / bare >= row.goal
    goal = f"{row.rate}/s" if row.rate else f"{row.goal:.2f}"
    return f"{ours / bare:6.2f} {goal:>5} {inside.verdict(holds)}"
