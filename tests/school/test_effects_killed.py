"""A worker that is killed in the middle of a batch leaves nothing half done; the next one goes on where it was."""

import subprocess
import sys

import pytest

from tests.support.days import ahead
from webapp.core import jobs
from webapp.core.db import db
from webapp.core.jobs import Job
from webapp.school.effects import changes

from .conftest import CLOSED, LOANS, holidays

WORK = """
import sys, time
sys.path.insert(0, sys.argv[2])
from webapp import create_app
from webapp.core import jobs
from webapp.school.effects import changes

tell = changes._tell


def tell_and_stop(*told):
    tell(*told)
    print("the first is told", flush=True)
    time.sleep(120)


changes._tell = tell_and_stop
with create_app(SQLALCHEMY_DATABASE_URI=sys.argv[1]).app_context():
    jobs.work(lambda: True)
"""


@pytest.fixture
def both(as_, lent):
    """Two people's loans that are due on a day that closes."""
    said = {"item": 2, "student": 3, "due_date": str(ahead(5))}
    other = as_("tess").post(LOANS, json=said).json["id"]
    assert as_("tess").post(f"{LOANS}{other}/approve/", json={}).status_code == 200
    return lent, other


@pytest.fixture
def killed(app, as_, both, monkeypatch, pytestconfig):
    """The worker was killed when it had moved the first of them."""
    monkeypatch.setattr(changes, "AT_ONCE", 0)
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, database, str(pytestconfig.rootpath)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout.readline() == "the first is told\n"
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()
    return both


def test_nothing_is_half_done_and_the_next_worker_does_it_once(app, killed, now, mails):
    assert {now(loan=id) for id in killed} == {ahead(5)}
    assert mails() == []
    with app.app_context():
        jobs.work(lambda: True)
        job = db.session.query(Job).one()
        assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert {now(loan=id) for id in killed} == {ahead(7)}
    assert len(mails()) == 2
