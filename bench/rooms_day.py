"""`python -m bench.rooms_day`: the day of twenty rooms, with few and with very many reservations behind it.

The same time whatever lies in other weeks, few statements, a page that is light to send.
"""

import argparse
import contextlib
import gzip
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import flask_migrate
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from bench import seed
from bench.__main__ import _empty
from bench.analyse import analyse
from bench.inside import _counting
from bench.rows import cookie
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core import clock
from webapp.core.db import Base, db, transaction
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
    folder = Path(
        at_the_end.enter_context(
            tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        )
    )
    server = at_the_end.enter_context(temporary_server()) if engine == "postgresql" else ""
    schools = [_school(engine, folder, server, size) for size in given.sizes]
    path = f"/rooms?date={(clock.now() + timedelta(days=2)).date()}"
    times = {size: [] for size in given.sizes}
    for n in range(given.rounds + WARM):
        for size, school in zip(given.sizes, schools, strict=True):
            started = time.perf_counter()
            assert school.student.get(path).status_code == 200
            if n >= WARM:
                times[size].append((time.perf_counter() - started) * 1000)
    few, many = (statistics.median(times[size]) for size in given.sizes)
    print(
        f"\n{engine}: the day of {seed.ROOMS} rooms, {HOURS} reservations each, in {path}"
    )
    print(
        f"     with {given.sizes[0]:>9,} reservations {few:6.1f} ms   with {given.sizes[1]:>9,} {many:6.1f} ms",
        end="",
    )
    print(
        f"   {many / few - 1:+.0%}   goal {SLOWER:.0%} at most   {_verdict(many <= few * (1 + SLOWER))}"
    )
    for who, browser in zip(("student", "teacher"), schools[-1], strict=True):
        with _counting() as said:
            html = browser.get(path).data
        own, sent = len(said) - BOOKKEEPING, len(gzip.compress(html, 5))
        print(
            f"     a {who}: {own} statements   goal {STATEMENTS} at most   {_verdict(own <= STATEMENTS)}"
        )
        print(
            f"     {len(html) / 1000:6.1f} kB of HTML   goal {HTML // 1000} kB at most   {_verdict(len(html) <= HTML)}"
        )
        print(
            f"     {sent / 1000:6.1f} kB sent      goal {SENT // 1000} kB at most    {_verdict(sent <= SENT)}",
            flush=True,
        )


def _verdict(holds):
    return "holds" if holds else "MISSED"


def _school(engine, folder, server, size):
    uri = _empty(engine, folder, server, size)
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
    return School(*(_browser(app, sign_in) for sign_in in cookies))


def _browser(app, token):
    browser = app.test_client()
    browser.set_cookie("session", cookie(app, token))
    return browser


def _reservations(count):
    """Hourly from nine in every room until two weeks from now, and as far back as it takes; the last one first."""
    table, now, booked, held = Base.metadata.tables, clock.now(), [], []
    for n in range(count):
        if n % seed.ROOMS == 0:
            back, hour = divmod(n // seed.ROOMS, HOURS)
            wall = datetime.combine(
                calendar.today() + timedelta(days=14 - back), datetime.min.time()
            )
            starts = calendar.instant(wall.replace(hour=9 + hour))
            ends = starts + timedelta(hours=1)
        room = n % seed.ROOMS + 1
        booked.append(
            {
                "id": n + 1,
                "room_id": room,
                "student_id": seed.TEACHERS + 1 + n % seed.STUDENTS,
                "starts_at": starts,
            }
            | {
                "ends_at": ends,
                "rate_minor": 1000,
                "total_cost_minor": 1000,
                "currency": "EUR",
                "created_at": now,
            }
            | {"version": 1, "status": "confirmed"}
        )
        held.append(
            {
                "space_id": room,
                "reservation_id": n + 1,
                "starts_at": starts,
                "blocks_until": ends,
            }
        )
        held[-1]["kind"] = "reservation"
        if len(held) == CHUNK or n + 1 == count:
            for name, rows in (("reservations", booked), ("occupancy", held)):
                db.session.execute(insert(table[name]), rows)
                rows.clear()


if __name__ == "__main__":
    main()
