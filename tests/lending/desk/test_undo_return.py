"""A return is taken back with the checkout: it is out again, part by part, unless somebody waits for it since."""

import re

import pytest
from sqlalchemy import update

from tests.support.loans import tagged
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

from ..conftest import API
from ..desk_acts import act, undo


@pytest.mark.parametrize(
    ("condition", "kind", "then"), [("good", "return", 0), ("damaged", "return damaged", 1)]
)
def test_e11_a_return_taken_back_is_out_again(
    as_, approved, shelf, last, loan, condition, kind, then
):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    act(dora, approved, "return_item", condition=condition, notes="A string is missing")
    assert shelf() == (2 - then, 0, 0, then)
    assert "is out to Sol again" in dora.get(f"/operations/{last(kind)}/undo").text
    assert undo(dora, last(kind)).status_code == 201
    assert shelf() == (1, 0, 1, 0)
    now = loan()
    assert (now.status, now.return_notes) == ("out", "")
    assert (now.closed_at, now.returned_on) == (None, None)


@pytest.mark.parametrize(
    ("outcome", "kind", "words"),
    [
        ("lost", "lost", "no longer recorded as lost. Sol is told so"),
        ("used_up", "used up", "no longer recorded as used up"),
    ],
)
def test_what_is_gone_says_before_what_undoing_it_does(
    as_, approved, last, outcome, kind, words
):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    act(dora, approved, "return_item", outcome=outcome)
    page = dora.get(f"/operations/{last(kind)}/undo").text
    assert "is out to Sol again" in page
    said = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert words in said, said


def test_what_was_taken_back_can_be_returned_again(as_, approved, last, letters):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    act(dora, approved, "return_item", condition="good")
    assert ("returned", "sol") in letters()
    undo(dora, last("return"))
    assert ("returned", "sol") not in letters()
    assert act(dora, approved, "return_item").json["status"] == "returned"
    assert ("returned", "sol") in letters()


def test_a_letter_that_left_stops_nobody(app, as_, approved, last, loan):
    dora = as_("dora")
    act(dora, approved, "return_item")
    with app.app_context(), transaction():
        db.session.execute(update(Letter).values(sent_at=clock.now()))
    assert undo(dora, last("return")).status_code == 201
    assert loan().status == "out"


@pytest.fixture
def two_out(as_, wish):
    """A loan of two violins that are out; its id."""
    id = as_("sol").post(API, json=wish | {"quantity": 2}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    act(as_("dora"), id, "hand_out")
    return id


def test_a_hand_out_of_which_a_part_is_back_stays(as_, two_out, last):
    dora = as_("dora")
    act(dora, two_out, "return_item", quantity=1)
    no = undo(dora, last("hand out"))
    assert no.status_code == 409
    assert "1 of the 2 handed out is not out any more" in no.json["detail"]
    assert no.json["facts"] == {"out": 1, "handed_out": 2, "checkout": 1}
    act(dora, two_out, "return_item", quantity=1)
    assert undo(dora, last("hand out")).status_code == 409


@pytest.fixture
def both_back(as_, two_out, last):
    """The ids of the two returns, each with its own note."""
    dora = as_("dora")
    act(dora, two_out, "return_item", quantity=1, notes="One bow\nis loose")
    first = last("return")
    act(dora, two_out, "return_item", quantity=1, condition="damaged", notes="A crack")
    return first, last("return damaged")


def test_part_by_part(as_, two_out, both_back, shelf, last, loan):
    """Each comes back by itself; what is taken back takes its own note along, and no more."""

    def told():
        return loan(two_out).status, loan(two_out).return_notes

    dora = as_("dora")
    assert told() == ("returned", "One bow\nis loose\nA crack")
    assert undo(dora, both_back[0]).status_code == 201
    assert told() == ("out", "A crack")
    assert shelf() == (0, 0, 1, 1)
    assert undo(dora, both_back[1]).status_code == 201
    assert told() == ("out", "")
    assert shelf() == (0, 0, 2, 0)
    assert undo(dora, last("hand out")).status_code == 201
    assert told() == ("approved", "")
    assert shelf() == (2, 0, 0, 0)


def test_a_unit_that_lies_ready_for_somebody_else_is_not_taken_from_them(
    app, as_, approved, wish, last, shelf
):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    tess, dora = as_("tess"), as_("dora")
    act(dora, approved, "hand_out", unit=unit)
    act(dora, approved, "return_item")
    other = as_("nia").post(API, json=wish).json["id"]
    act(tess, other, "approve")
    act(dora, other, "set_aside", unit=unit)
    before = shelf()
    for no in (undo(dora, last("return")), dora.get(f"/operations/{last('return')}/undo")):
        assert no.status_code == 409
        assert "It has since been set aside for Nia" in no.text
    assert shelf() == before
