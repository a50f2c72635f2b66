"""Whoever answers reads that a request's first day is over, that the school moved it, and what was lost."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from ..ahead_acts import ask, page_says, promise
from ..conftest import API
from ..desk_acts import act

CLOSED = "/api/inventory/closed-days/"


@pytest.fixture
def asked(as_, harp):
    return ask(as_("sol"), harp, 2, 4).json["id"]


def cards(as_, id):
    """What the queue's card and the loan's page say to the teacher."""
    return [page_says(as_("tess"), path) for path in ("/approvals", f"/checkouts/{id}")]


def test_that_its_first_day_is_over(app, as_, asked):
    assert not any("is over" in card for card in cards(as_, asked))
    with app.app_context(), transaction():
        db.session.get(Checkout, asked).starts_on = ahead(-1)
    for card in cards(as_, asked):
        assert "was the first day that was asked for, and is over" in card


def test_that_the_school_moved_it(as_, asked):
    days = {"starts_on": str(ahead(4)), "ends_on": str(ahead(5))}
    closed = as_("ada").post(CLOSED, json={"name": "Storm"} | days)
    assert closed.status_code == 201
    was, now = (f"{day:%a} {day.day} {day:%b}" for day in (ahead(4), ahead(6)))
    for card in cards(as_, asked):
        assert "Moved by the school" in card
        assert f"from {was} to {now}" in card


def test_that_something_of_theirs_was_lost(as_, harp, stand, letter):
    lost = promise(as_, stand, 0, 4)
    act(as_("dora"), lost, "hand_out")
    said = {"outcome": "lost"}
    assert act(as_("dora"), lost, "return_item", **said).status_code == 200
    id = ask(as_("sol"), harp, 2, 4).json["id"]
    for card in cards(as_, id):
        assert "1 loan</b> recorded as lost and not found since" in card
    assert "1 loan of theirs was recorded as lost" in letter("requested")
    assert as_("dora").post(f"{API}{lost}/found/").status_code == 200
    assert not any("not found since" in card for card in cards(as_, id))
