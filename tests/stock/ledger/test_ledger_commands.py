"""What operators do with the ledger: prove it, set its shadows right, take it elsewhere."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from tests.support import histories
from tests.support.days import ahead
from webapp.core import clock, guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.school import calendar
from webapp.stock.ledger import verify
from webapp.stock.models import Level


@pytest.fixture
def run(app):
    with app.app_context(), transaction():
        histories.move_in()
        histories.tell(seed=5, acts=40)
    return lambda *args: app.test_cli_runner().invoke(args=["ledger", *args])


def test_a_ledger_that_holds(run):
    assert run("verify").output == "The ledger holds.\n"
    assert run("rebuild").output == "Nothing differed.\n"


def test_shadows_that_came_apart_are_set_right(app, run):
    with app.app_context(), transaction():
        connection = db.session.connection()
        guards.remove(connection, ALL)
        db.session.execute(
            text(
                "UPDATE levels SET available = available + 7, value_minor = 1 WHERE id = 1"
            )
        )
        db.session.execute(text("UPDATE units SET last_movement_id = 1, location_id = 1"))
        guards.install(connection, ALL)
    found = run("verify")
    assert found.exit_code == 1
    assert "level 1 is not what the ledger says" in found.output
    assert "level 1 was set right" in run("rebuild").output
    assert run("verify").exit_code == 0
    with app.app_context():
        assert not guards.missing(db.session.connection(), ALL)


def test_what_is_exported_proves_itself(app, run, tmp_path):
    file = tmp_path / "ledger.jsonl"
    assert run("export", str(file)).exit_code == 0
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    head = ""
    for number, line in enumerate(lines, 1):
        sealed = json.dumps(
            line["sealed"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert line["sealed"]["id"] == number
        assert line["prev_hash"] == head
        head = hashlib.sha256(f"{head}{sealed}".encode()).hexdigest()
        assert line["hash"] == head
    with app.app_context():
        assert len(lines) == sum(1 for _ in verify.chain()) > 40


def test_what_there_was_is_told_as_a_spreadsheet(app, run):
    with app.app_context():
        now = {
            level.item_id: level
            for level in db.session.scalars(db.select(Level).where(Level.location_id == 1))
        }
    _check_only_the_past_is_told(run)
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=False),
        app.app_context(),
    ):
        wall = f"{calendar.local(clock.now()):%Y-%m-%dT%H:%M:%S}"
        rows = [
            line.split(",")
            for line in run(
                "as-of", wall, "--item", "2", "--location", "1"
            ).output.splitlines()
        ]
    assert len(rows) == 2
    assert rows[1][:3] == ["Cello 3/4", "Store", str(now[2].available)]


def _check_only_the_past_is_told(run):
    """Yesterday there was nothing, and tomorrow cannot be asked for."""
    told = run("as-of", f"{ahead(-1)}").output.splitlines()
    assert told[0].endswith("on_hand,value")
    assert len(told) == 1
    assert run("as-of", "2999-01-01").output == "Error: Choose a time in the past\n"
