"""Forgetting at the same moment as something else: one is first, and the other sees it."""

from concurrent.futures import ThreadPoolExecutor

import flask_migrate
import pytest
from sqlalchemy import func, select, text

from tests.support.queries import counted
from webapp.core import guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.lending.forgetting import requests
from webapp.lending.models import Checkout
from webapp.people import forgotten
from webapp.school import settings

from .acts import SOL, back, closed_long_ago, forget

FORGOTTEN = text("SELECT COUNT(*) FROM users WHERE id = -1")


@pytest.fixture
def due(app, old):
    with app.app_context(), transaction():
        settings.change("forget_loans_after", 6)
    return old


def run(app, _turn=0):
    with app.app_context(), transaction():
        return requests.forget(1)


def test_two_runs_at_once_forget_once(app, due):
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda turn: run(app, turn), range(2))) == [False, True]


def test_undone_at_the_same_moment_it_is_one_or_the_other(app, as_, due):
    dora = as_("dora")
    done = dora.get("/api/inventory/operations/").json[0]["id"]

    def undo():
        return dora.post(f"/api/inventory/operations/{done}/undo/", json={}).status_code

    with ThreadPoolExecutor(2) as pool:
        undone, ran = pool.submit(undo), pool.submit(run, app)
        answer, is_forgotten = undone.result(), ran.result()
    assert (answer == 409) == is_forgotten
    with app.app_context():
        loan = db.session.get(Checkout, due)
        whose = {True: ("returned", forgotten.ID), False: ("out", SOL)}
        assert (loan.stored_status, loan.student_id) == whose[is_forgotten]


def test_a_run_that_stops_goes_on_where_it_was(app, due):
    """Each request is forgotten in a transaction of its own: what is not committed is as it was."""
    with app.app_context(), pytest.raises(RuntimeError), transaction():
        assert requests.forget(1)
        raise RuntimeError
    with app.app_context():
        assert db.session.get(Checkout, due).student_id == SOL
    assert forget(app)[0] == 1


def test_each_loan_more_takes_one_statement_more(app, as_, due):
    ids = [back(as_) for _each in range(3)]
    for id in ids:
        closed_long_ago(app, id)
    with app.app_context(), transaction():
        moved = text("UPDATE checkouts SET request_id = 2 WHERE request_id > 2")
        db.session.execute(moved)
    counts = [statements(app, request) for request in (1, 2)]
    assert counts[1] - counts[0] == len(ids) - 1
    assert counts[0] <= 20


def statements(app, request):
    with counted(app) as seen, app.app_context(), transaction():
        assert requests.forget(request)
    return len(seen)


def test_it_goes_down_and_up_with_what_is_forgotten(app, old):
    """Below, who was forgotten stays so; above, it can be forgotten once more."""
    forget(app)
    with app.app_context():
        flask_migrate.downgrade(revision="0059")
        assert db.session.scalar(FORGOTTEN) == 1
        whose = text("SELECT student_id FROM checkouts")
        assert db.session.scalar(whose) == forgotten.ID
        db.session.rollback()
        flask_migrate.upgrade()
        assert not guards.missing(db.session.connection(), ALL)
        db.session.rollback()
    assert forget(app)[0] == 1


def test_nobody_stands_for_the_forgotten_below_where_none_are(app):
    with app.app_context():
        flask_migrate.downgrade(revision="0059")
        assert db.session.scalar(FORGOTTEN) == 0
        db.session.rollback()
        flask_migrate.upgrade()
        assert db.session.scalar(FORGOTTEN) == 1


def test_the_one_who_stands_for_them_is_there(app):
    with app.app_context():
        query = select(func.count()).select_from(Checkout)
        assert db.session.scalar(query.where(Checkout.student_id == forgotten.ID)) == 0
        assert db.session.scalar(FORGOTTEN) == 1
