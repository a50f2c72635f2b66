"""Loans from before approving became a promise are carried along; the way back is refused while it would lose some."""

import flask_migrate
import pytest

from tests.support.loans import TESS, tagged
from webapp.core import guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.lending.loans import pieces
from webapp.lending.models import Checkout
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line

from ..ahead_acts import promise
from ..conftest import API


def down_and_up(app):
    with app.app_context():
        flask_migrate.downgrade(revision="0027")
        flask_migrate.upgrade()


@pytest.fixture
def approved_before(app, as_, asked):
    """Sol's loan as approving left it until now: one violin is reserved by the approval itself."""
    as_("tess").post(f"{API}{asked}/approve/", json={})
    with app.app_context(), transaction():
        line = Line(1, 1, "RESERVATION_CREATED", "available", "reserved", 1)
        ledger.record(TESS, "approve", [line], checkout_id=asked)
        loan = db.session.get(Checkout, asked)
        pieces.follow(loan)
        loan.aside[0].aside_at = loan.decided_at
    down_and_up(app)
    return asked


def test_what_was_approved_before_stays_set_aside(app, approved_before, shelf):
    assert shelf() == (1, 1, 0, 0)
    with app.app_context():
        loan = db.session.get(Checkout, approved_before)
        assert [row.aside_at for row in loan.aside] == [loan.decided_at]
        assert loan.asked_from == loan.starts_on


@pytest.mark.parametrize(
    ("verb", "after"),
    [
        ("hand_out", (1, 0, 1, 0)),
        ("cancel", (2, 0, 0, 0)),
        ("set_aside", (1, 1, 0, 0)),
        ("undo", (2, 0, 0, 0)),
        ("return_item", (2, 0, 0, 0)),
    ],
)
def test_and_all_can_be_done_with_it(as_, approved_before, shelf, verb, after):
    answer = as_("tess").post(f"{API}{approved_before}/{verb}/", json={})
    assert answer.status_code == 200
    assert shelf() == after


def test_what_was_set_aside_before_leaves_as_a_certain_unit(
    app, as_, approved_before, shelf
):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    answer = as_("dora").post(f"{API}{approved_before}/hand_out/", json={"unit": unit})
    assert answer.status_code == 200
    assert shelf() == (2, 0, 1, 0)


@pytest.fixture
def refused(app, caplog):
    """Says why, and leaves the schema, and what guards it, as they were."""

    def check(words):
        with app.app_context():
            with pytest.raises(SystemExit):
                flask_migrate.downgrade(revision="0027")
            assert words in caplog.text
            is_whole()

    return check


def is_whole():
    with db.engine.connect() as connection:
        assert guards.missing(connection, ALL) == set()
    assert list(verify.problems()) == []


def test_the_way_back_is_refused_while_a_promise_holds_nothing(app, as_, asked, refused):
    tess = as_("tess")
    tess.post(f"{API}{asked}/approve/", json={})
    refused("approved loans that are not set aside (1)")
    tess.post(f"{API}{asked}/hand_out/", json={})
    down_and_up(app)
    assert tess.get(f"{API}{asked}/").json["status"] == "out"


def test_the_way_back_is_refused_while_a_certain_unit_lies_ready(app, as_, refused):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    id = promise(as_, 1, 0, 4)
    as_("dora").post(f"{API}{id}/set_aside/", json={"unit": unit})
    refused("cannot set certain units aside (1)")
