"""Writers wait for each other, in this process and in others; who waits too long is told, and nothing is saved."""

import sqlite3
import subprocess
import sys
import time

import psycopg
import pytest

from webapp.core.db import db
from webapp.core.errors import Busy
from webapp.core.write_queue import WriteQueue
from webapp.lending.models import Checkout

HOLD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from webapp.core.write_queue import WriteQueue
turns = WriteQueue()
turns.take(sys.argv[1])
print("mine", flush=True)
time.sleep(float(sys.argv[3]))
turns.give()
"""


@pytest.fixture
def other_process(tmp_path, pytestconfig):
    """Holds the turn of a database for so many seconds; returns its path."""
    running = []

    def hold(seconds):
        database = str(tmp_path / "school.db")
        arguments = [
            sys.executable,
            "-c",
            HOLD,
            database,
            str(pytestconfig.rootpath),
            str(seconds),
        ]
        running.append(subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True))
        assert running[-1].stdout.readline() == "mine\n"
        return database

    hold.running = running
    yield hold
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def test_another_process_is_waited_for(other_process):
    turns, started = WriteQueue(), time.monotonic()
    turns.take(other_process(0.3))
    assert time.monotonic() - started >= 0.2
    turns.give()


def test_who_waits_too_long_is_told_and_the_next_one_is_not_stuck(other_process):
    database = other_process(1.0)
    impatient = WriteQueue(patience=0.1)
    for _ in range(2):
        with pytest.raises(Busy):
            impatient.take(database)
    impatient.patience = 10.0
    impatient.take(database)
    impatient.give()


def test_a_killed_process_holds_nobody_up(other_process):
    database = other_process(60)
    turns = WriteQueue(patience=0.1)
    with pytest.raises(Busy):
        turns.take(database)
    other_process.running[-1].kill()
    turns.patience = 10.0
    turns.take(database)
    turns.give()


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_lock_that_stays_is_503_and_nothing_is_saved(app, as_, engine, wish, typed, door):
    sol = as_("sol")
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    if engine == "postgresql":
        other = psycopg.connect(url)
        other.execute("SELECT id FROM users WHERE id = 2 FOR UPDATE")
    else:
        other = db_lock(url)
    answer = (
        sol.post("/items/1", data=typed)
        if door == "page"
        else sol.post("/api/inventory/checkouts/", json=wish)
    )
    other.close()
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    with app.app_context():
        assert db.session.query(Checkout).count() == 0


def db_lock(url):
    """A stranger, who does not stand in line, in the middle of writing."""
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other
