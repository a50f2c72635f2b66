"""The day's run is killed anywhere and run again: nobody is skipped, nothing is told twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout, Request
from webapp.people.models import User
from webapp.school import calendar

from .acts import due

KILLS = int(os.environ.get("BACKLINE_TEST_KILLS", "3"))
PEOPLE = 60
COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "day", "run"]


@pytest.fixture
def many(app):
    """So many students, each with a loan that is a day late; their ids."""
    with app.app_context(), transaction():
        ids = [_student(number) for number in range(PEOPLE)]
    due(app, -1)
    return ids


def _student(number):
    name = f"Student {number}"
    email = f"student{number}@school.test"
    person = User(name=name, email=email, role="student", password_hash="-", teacher_id=1)
    db.session.add(person)
    db.session.flush()
    _lend({"student_id": person.id, "student_name": name})
    return person.id


def _lend(whose):
    days = {"starts_on": ahead(-9), "due_on": ahead(-1)}
    request = Request(**whose, **days, asked_by=whose["student_id"])
    db.session.add(request)
    db.session.flush()
    loan = Checkout(request_id=request.id, item_id=1, item_name="Bow", **whose, **days)
    loan.asked_from, loan.asked_until = days["starts_on"], days["due_on"]
    loan.quantity, loan.status, loan.expires_at = 1, "out", request.sent_at
    db.session.add(loan)


def start(app):
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    environ = os.environ | {
        "BACKLINE_DATABASE_URL": uri,
        "BACKLINE_DATA_DIR": str(app.config["DATA_DIR"]),
    }
    return subprocess.Popen(COMMAND, env=environ)


def digests(app):
    """How many each of them has."""
    with app.app_context():
        return Counter(
            db.session.scalars(select(Letter.subject_id).where(Letter.kind == "digest"))
        )


def today(app):
    with app.app_context():
        return calendar.today()


def is_midnight_over(app, day):
    """Whether another day has begun, on which all are told anew."""
    return today(app) != day


def test_killed_and_run_again(app, many):
    day = today(app)
    for _kill in range(KILLS):
        run, before = start(app), len(digests(app))
        while run.poll() is None and len(digests(app)) == before < PEOPLE:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert start(app).wait(120) == 0
    assert set(digests(app)) == set(many)
    assert is_midnight_over(app, day) or digests(app) == Counter(many)


def test_two_at_once(app, many):
    day = today(app)
    runs = [start(app), start(app)]
    assert [run.wait(120) for run in runs] == [0, 0]
    assert set(digests(app)) == set(many)
    assert is_midnight_over(app, day) or digests(app) == Counter(many)
