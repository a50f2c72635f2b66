"""`python -m bench.rooms_day`: the day of twenty rooms, with few and with very many reservations behind it.

The same time whatever lies in other weeks, few statements, a page that is light to send.
"""

import argparse
import contextlib
import gzip
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import flask_migrate
from flask.testing import FlaskClient
from sqlalchemy import text

from bench import seed
from bench.__main__ import empty
from bench.analyse import analyse
from bench.inside import browser_of, counting, verdict
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people import sign_ins
from webapp.people.models import User
from webapp.school import calendar

SIZES = (10_000, 1_000_000)
SLOWER, STATEMENTS, HTML, SENT = (
    0.2,
    3,
    30_000,
    6_000,
)  # a part of the time, the day's own, bytes, bytes
WARM = 20  # requests that are not counted
BOOKKEEPING = 1  # statements to know who asks
HOURS = 10  # a room's reservations a day
CHUNK = 10_000


class School(NamedTuple):
    """One with so many reservations behind it, as two people look at it."""

    student: FlaskClient
    teacher: FlaskClient


def main():
    options = argparse.ArgumentParser(prog="python -m bench.rooms_day", description=__doc__)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--sizes", type=int, nargs=2, default=SIZES, metavar="N")
    options.add_argument("--rounds", type=int, default=200)
    given = options.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        with contextlib.ExitStack() as at_the_end:
            report(engine, given, at_the_end)


def report(engine, given, at_the_end):
    """Both schools are asked in turns, by a student, so that whatever else the machine does slows both."""
    holder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
    folder = Path(at_the_end.enter_context(holder))
    server = at_the_end.enter_context(temporary_server()) if engine == "postgresql" else ""
    schools = {size: _school(engine, folder, server, size) for size in given.sizes}
    path = f"/rooms?date={(clock.now() + timedelta(days=2)).date()}"
    print(
        f"\n{engine}: the day of {seed.ROOMS} rooms, {HOURS} reservations each, in {path}"
    )
    print(f"     {_compared(_times(schools, path, given.rounds))}")
    for who, browser in schools[max(given.sizes)]._asdict().items():
        _report_weight(who, browser, path)


def _compared(times):
    """What the page takes with few and with many reservations, in words."""
    few, many = times.values()
    with_each = "   ".join(
        f"with {size:>9,} reservations {took:6.1f} ms" for size, took in times.items()
    )
    holds = many <= few * (1 + SLOWER)
    return f"{with_each}   {many / few - 1:+.0%}   goal {SLOWER:.0%} at most   {verdict(holds)}"


def _times(schools, path, rounds):
    """The median of the milliseconds that the page takes a student, by the school's size."""
    times = {size: [] for size in schools}
    for n in range(rounds + WARM):
        for size, school in schools.items():
            started = time.perf_counter()
            assert school.student.get(path).status_code == 200
            if n >= WARM:
                times[size].append((time.perf_counter() - started) * 1000)
    return {size: statistics.median(took) for size, took in times.items()}


def _report_weight(who, browser, path):
    with counting() as statements:
        html = browser.get(path).data
    own, sent = len(statements) - BOOKKEEPING, len(gzip.compress(html, 5))
    print(
        f"     a {who}: {own} statements   goal {STATEMENTS} at most   {verdict(own <= STATEMENTS)}"
    )
    print(
        f"     {len(html) / 1000:6.1f} kB of HTML   goal {HTML // 1000} kB at most   {verdict(len(html) <= HTML)}"
    )
    print(
        f"     {sent / 1000:6.1f} kB sent      goal {SENT // 1000} kB at most    {verdict(sent <= SENT)}",
        flush=True,
    )


def _school(engine, folder, server, size):
    uri = empty(engine, folder, server, size)
    app = create_app(SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context():
        flask_migrate.upgrade()
        seed.move_in(100, 0, 10)
        with transaction():
            _reservations(size)
            if engine == "postgresql":  # who names numbers takes none from the sequence
                db.session.execute(
                    text("SELECT setval('reservations_id_seq', :last)"), {"last": size}
                )
        analyse(uri)
        with transaction():
            people = [db.session.get_one(User, id) for id in (seed.TEACHERS + 1, 1)]
            cookies = [sign_ins.open(each).token for each in people]
    return School(*(browser_of(app, sign_in) for sign_in in cookies))


def _reservations(count):
    """Hourly from nine in every room until two weeks from now, and as far back as it takes; the last one first."""
    last_day = calendar.today() + timedelta(days=14)
    for first in range(0, count, CHUNK):
        booked, occupied = [], []
        for n in range(first, min(count, first + CHUNK)):
            back, hour = divmod(n // seed.ROOMS, HOURS)
            starts = seed.hour_of(last_day - timedelta(days=back), 9 + hour)
            booked.append({"id": n + 1} | seed.reservation(n, starts))
            occupied.append(seed.occupancy(n, starts))
        seed.put("reservations", booked)
        seed.put("occupancy", occupied)


if __name__ == "__main__":
    main()
