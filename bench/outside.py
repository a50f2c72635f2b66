"""What a client waits for: Backline and the bare limit on the same database, asked in turns."""

import itertools
import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock

from bench.rows import LOOKS, PAGES, acts, cookie
from tests.races.servers import gunicorn
from webapp import create_app

ALONE, TOGETHER, SECONDS = 30, 16, 1.0  # requests one after the other; clients at once, and for how long
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
        http.request(row.method, path, None if body is None else json.dumps(body), self.headers)
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
        return sorted(self.alone)[min(len(self.alone) - 1, int(len(self.alone) * part))] * 1000


def report(engine, uri, keys, folder, rounds):
    processes = 1 if engine == "sqlite" else 2
    with (
        gunicorn("wsgi:app", uri, folder / "ours.log", processes=processes) as ours,
        gunicorn("bench.bare:app", uri, folder / "bare.log", processes=processes, config="python:bench") as bare,
    ):
        print(f"\n{processes} process(es) of 8 threads; p50 and p95 in ms one by one, req/s with {TOGETHER} clients")
        print(f"{'':5} {'':22} {'Backline':>24} {'bare':>24} {'ratio':>6} {'goal':>5}")
        signed_in = {"Cookie": f"session={cookie(create_app(), keys.teacher_cookie)}", "Accept-Encoding": "identity"}
        rows = [(row, signed_in) for row in PAGES]
        rows += [(row, _bearer(keys.teacher)) for row in (*LOOKS, *acts(keys.pending))]
        for row, headers in rows:
            _measure(row, Side(ours, headers), Side(bare, headers), rounds)
        for name, port in (("Backline", ours), ("bare", bare)):
            print(f"memory a process, {name}: {_memory(port)} MB (proportional)")


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
    print(f"{row.number:5} {row.name:22} {told[0]:>24} {told[1]:>24} {told[2]} {told[3]}", flush=True)
    if row.name == "book":
        slow = ours.percentile(0.99)
        print(f"{'':5} {'  p99 of it':22} {slow:15.1f} ms   goal {P99} ms   {'holds' if slow <= P99 else 'MISSED'}")


def _memory(port):
    """Each worker's proportional share, by the socket it listens on."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if b"gunicorn" not in b" ".join(command) or not _listens(folder, port):
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) // 1024 for line in lines if line.startswith("Pss:")]
    return ", ".join(map(str, sorted(found))) or "unknown"


def _listens(folder, port):
    inodes = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if _local(line) == port}
    links = {str(each.readlink()) for each in (folder / "fd").iterdir()}
    return any(f"socket:[{inode}]" in links for inode in inodes if inode != "0")


def _local(line):
    return int(line.split()[1].rpartition(":")[2], 16) if line.split()[3] == "0A" else 0
