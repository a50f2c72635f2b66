"""What operators do with the ledger: prove it, set its shadows right, take it elsewhere."""

import hashlib
import json

import pytest
from sqlalchemy import text

from tests.support import histories
from webapp.core import guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.stock import verify


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
        db.session.execute(text("UPDATE levels SET available = available + 7, value_minor = 1 WHERE id = 1"))
        db.session.execute(text("UPDATE units SET last_movement_id = 1, location_id = 1"))
        guards.install(connection, ALL)
    found = run("verify")
    assert found.exit_code == 1 and "level 1 is not what the ledger says" in found.output
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
        sealed = json.dumps(line["sealed"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert line["sealed"]["id"] == number and line["prev_hash"] == head
        head = hashlib.sha256(f"{head}{sealed}".encode()).hexdigest()
        assert line["hash"] == head
    with app.app_context():
        assert len(lines) == sum(1 for _ in verify.chain()) > 40
