"""What a change of the open days hits and the worker sees to, and what is asked for in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core import clock, jobs
from webapp.core.db import db, transaction
from webapp.core.jobs import Job
from webapp.lending.models import Checkout
from webapp.school.effects import changes
from webapp.stock.items import items

from .conftest import CLOSED, LOANS, holidays


def test_many_are_left_to_the_worker_which_goes_on_where_it_stopped(
    app, as_, lent, now, monkeypatch, mails
):
    monkeypatch.setattr(changes, "AT_ONCE", 0)
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    assert now(loan=lent) == ahead(5)
    with app.app_context():
        stopped = iter([False])
        jobs.work(lambda: next(stopped))
        jobs.work(lambda: True)
        jobs.work(lambda: True)
        job = db.session.query(Job).one()
        assert (job.state, job.done) == ("done", 1)
    assert now(loan=lent) == ahead(7)
    assert len(mails()) == 1


def test_what_was_due_as_it_was_decided_is_moved_by_a_worker_that_comes_days_later(
    app, as_, lent, now, monkeypatch
):
    monkeypatch.setattr(changes, "AT_ONCE", 0)
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    with clock.at(clock.now() + timedelta(days=6)), app.app_context():
        jobs.work(lambda: True)
    assert now(loan=lent) == ahead(7)


def test_a_job_that_fails_says_why_and_goes_on_when_asked(app, as_, lent, now, monkeypatch):
    monkeypatch.setattr(changes, "AT_ONCE", 0)
    as_("ada").post(CLOSED, json=holidays())
    with monkeypatch.context() as broken, app.app_context():
        broken.setattr(changes, "BATCH", None)
        jobs.work(lambda: True)
    ada = as_("ada")
    assert "It stopped" in ada.get("/jobs/1").text
    assert ada.post("/jobs/1/retry").status_code == 303
    assert ada.post("/jobs/1/retry").status_code == 409
    with app.app_context():
        jobs.work(lambda: True)
    assert now(loan=lent) == ahead(7)


@pytest.mark.parametrize("path", ["/jobs", "/jobs/1"])
def test_jobs_are_for_admins(as_, path):
    assert as_("tess").get(path).status_code == 403
    assert as_("ada").get("/jobs/99").status_code == 404


@pytest.fixture
def stands(app):
    with app.app_context(), transaction():
        return items.add(
            TESS, name="Stand", category="accessory", location="Store", quantity=20
        ).id


def test_a_loan_that_is_asked_for_as_its_day_closes_is_never_due_on_it(app, as_, stands):
    for number in range(10):
        day = ahead(10 + 3 * number)
        said = {"item": stands, "student": 2, "due_date": str(day), "send_anyway": True}
        closed = {"name": "Storm", "starts_on": str(day), "ends_on": str(day)}
        with ThreadPoolExecutor(2) as both:
            asked = both.submit(as_("tess").post, LOANS, json=said)
            shut = both.submit(as_("ada").post, CLOSED, json=closed)
        assert shut.result().status_code == 201
        assert asked.result().status_code in (201, 422)
        with app.app_context():
            assert db.session.query(Checkout).filter_by(due_on=day).count() == 0


def asked(as_, item, day):
    """A request until a day; its id."""
    said = {"item": item, "student": 2, "due_date": str(day), "send_anyway": True}
    return as_("tess").post(LOANS, json=said).json["id"]


def test_a_loan_that_is_approved_as_its_day_closes_is_never_due_on_it(app, as_, stands):
    for number in range(10):
        day = ahead(10 + 3 * number)
        id = asked(as_, stands, day)
        closed = holidays(10 + 3 * number, 10 + 3 * number)
        with ThreadPoolExecutor(2) as both:
            approved = both.submit(as_("tess").post, f"{LOANS}{id}/approve/", json={})
            shut = both.submit(as_("ada").post, CLOSED, json=closed)
        assert shut.result().status_code == 201
        assert approved.result().status_code == 200
        with app.app_context():
            assert db.session.get(Checkout, id).due_on == ahead(11 + 3 * number)
