"""`python -m bench.piles`: a pile of a hundred things out and back, and the item list with what is free for my dates.

Told is the processor time of application and database together, in a school with ten thousand loans behind it; for the
list beside the same list without dates, asked in turns.
"""

import argparse
import contextlib
import secrets
import statistics
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import flask_migrate
from flask.testing import FlaskClient

from bench import seed
from bench.__main__ import empty
from bench.analyse import analyse
from bench.inside import verdict
from bench.turns import Processors
from tests.load.acts import teacher
from tests.support.postgres import temporary_server
from webapp import create_app
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

SIZE = 10_000  # items and loans of the school
CODES, ROUNDS = 100, 7
LISTS, WARM = 100, 10  # lists of either kind that are told, and before them
GOAL, SLOWER = 300, 1.5  # milliseconds of a pile, times the list without dates
API = "/api/inventory"
BORROWER = seed.TEACHERS + 1
LIST = f"{API}/items/?category=instrument&search="


class Program(NamedTuple):
    """A teacher's, who hands out and takes back."""

    client: FlaskClient
    key: str
    processors: Processors

    def post(self, path: str, body: dict[str, object], status: int) -> float:
        """The milliseconds it took; each act has a key of its own, a look has none."""
        headers = {"Authorization": f"Bearer {self.key}"}
        if status == 201:
            headers["Idempotency-Key"] = secrets.token_hex()
        started = self.processors.seconds()
        answer = self.client.post(f"{API}/{path}", json=body, headers=headers)
        took = self.processors.seconds() - started
        assert answer.status_code == status, answer.text
        return took * 1000

    def get(self, path: str) -> float:
        """The milliseconds it took."""
        started = self.processors.seconds()
        answer = self.client.get(path, headers={"Authorization": f"Bearer {self.key}"})
        took = self.processors.seconds() - started
        assert answer.status_code == 200, answer.text
        return took * 1000


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.piles", description=__doc__)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--size", type=int, default=SIZE, help="items and loans")
    given = options.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        with contextlib.ExitStack() as at_the_end:
            report(engine, given.size, at_the_end)


def report(engine: str, size: int, at_the_end: contextlib.ExitStack) -> None:
    """Measures one engine and prints its lines."""
    holder = tempfile.TemporaryDirectory(prefix="piles-", ignore_cleanup_errors=True)
    folder = Path(at_the_end.enter_context(holder))
    server = at_the_end.enter_context(temporary_server()) if engine != "sqlite" else ""
    app = create_app(SQLALCHEMY_DATABASE_URI=empty(engine, folder, server, size))
    with app.app_context():
        key, codes = _move_in(size)
        today, processors = calendar.today(), Processors()
    program = Program(app.test_client(), key, processors)
    _report_piles(engine, program, codes)
    _report_list(engine, program, today)
    with app.app_context():
        db.engine.dispose()


def _move_in(size: int) -> tuple[str, list[str]]:
    """A school; returns the key of a teacher's program, and the codes of what is on the shelf."""
    flask_migrate.upgrade()
    key, actor = seed.move_in(size, 20, 0).teacher, teacher()
    with transaction():
        codes = [_thing(actor, number) for number in range(CODES)]
    db.session.rollback()
    uri = db.engine.url.render_as_string(hide_password=False)
    db.engine.dispose()
    analyse(uri)
    return key, codes


def _thing(actor: Actor, number: int) -> str:
    """A tagged thing on the shelf; every second one is promised to the borrower. Returns its code."""
    item = items.add(
        actor,
        name=f"Stand {number:03}",
        category="equipment",
        location="Shelf 00",
        quantity=0,
        max_checkout_days=30,
    )
    unit = Unit(item_id=item.id, location_id=1, tag=f"PILE-{number:03}")
    db.session.add(unit)
    db.session.flush()
    line = Line(item.id, 1, "PURCHASE", "outside", "available", 1, unit.id)
    ledger.record(actor, "receive", [line])
    if number % 2:
        loan = asking.ask_for(actor, item=item.id, student=BORROWER)
        decisions.approve(actor, loan.id)
    return unit.tag


def _report_piles(engine: str, program: Program, codes: list[str]) -> None:
    """The first round is not told: what is looked up once and kept is known after it."""
    body = {"person": BORROWER, "codes": codes}
    acts = (
        ("looked at", "hand_overs/?dry_run=1", body, 200),
        ("handed out", "hand_overs/", body, 201),
        ("taken back", "take_backs/", {"codes": codes}, 201),
    )
    rounds = [
        [program.post(path, content, status) for _, path, content, status in acts]
        for _ in range(ROUNDS + 1)
    ][1:]
    for (name, *_), figures in zip(acts, zip(*rounds, strict=True), strict=True):
        median = statistics.median(figures)
        print(
            f"{engine}: a pile of {CODES} codes {name}: {median:.0f} ms of the processor"
            f"   goal {GOAL} ms   {verdict(median <= GOAL)}",
            flush=True,
        )


def _report_list(engine: str, program: Program, today: date) -> None:
    dated = f"{LIST}&from={today + timedelta(days=7)}&to={today + timedelta(days=21)}"
    pairs = [(program.get(LIST), program.get(dated)) for _ in range(LISTS + WARM)][WARM:]
    ratio = statistics.median(with_dates / plain for plain, with_dates in pairs)
    plain, with_dates = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(
        f"{engine}: 50 items with what is free for my dates: {with_dates:.1f} ms of the processor, {plain:.1f} without,"
        f" {ratio:.2f} times   goal {SLOWER} times   {verdict(ratio <= SLOWER)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
