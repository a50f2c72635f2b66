"""What the queue has for those in it: nothing for who asked for it themselves, what those ahead leave for the rest."""

import pytest

from tests.support.days import ahead

from ..conftest import API
from ..queue_acts import ITEMS, bring_back, join, lend_for, line, take_out
from .test_queue_comes_first import FIRST, LONGEST, ask


@pytest.fixture
def waited_for(as_, harp):
    """The one harp, which Nia has until the fifth day from now, and for which Sol waits."""
    lend_for(as_, harp, LONGEST)
    join(as_, "sol", harp, days=3)
    return harp


def test_who_asked_while_they_wait_is_served_and_cannot_take_the_rest_too(
    app, as_, waited_for
):
    join(as_, "tess", waited_for)
    mine = ask(as_, "sol", waited_for, FIRST, ahead(9))
    no = ask(as_, "sol", waited_for, ahead(12), ahead(15), code=409)
    assert no["facts"]["waiting"] == 1
    assert as_("sol").post(f"{API}{mine['id']}/cancel/", json={}).status_code == 200
    ask(as_, "sol", waited_for, ahead(12), ahead(15))


def test_who_asked_while_they_wait_is_offered_nothing(app, as_, waited_for):
    mine = ask(as_, "sol", waited_for, FIRST, ahead(9))
    assert as_("tess").post(f"{API}{mine['id']}/approve/", json={}).status_code == 200
    (loan,) = [row["id"] for row in as_("nia").get(API).json if row["status"] == "out"]
    bring_back(as_, loan)
    assert line(app, waited_for) == [("Sol", "waiting")]


def test_once_they_got_it_they_wait_no_more(app, as_, waited_for):
    (loan,) = [row["id"] for row in as_("nia").get(API).json if row["status"] == "out"]
    mine = ask(as_, "sol", waited_for, FIRST, ahead(9))
    assert as_("tess").post(f"{API}{mine['id']}/approve/", json={}).status_code == 200
    bring_back(as_, loan)
    out = as_("dora").post(f"{API}{mine['id']}/hand_out/", json={})
    assert out.status_code == 200, out.json
    bring_back(as_, mine["id"])
    assert line(app, waited_for) == []


@pytest.fixture
def lute(as_):
    """Two lutes; their item's id."""
    kind = {"name": "Lute", "category": "instrument", "location": "Store", "quantity": 2}
    return as_("tess").post(ITEMS, json=kind).json["id"]


def test_who_is_behind_is_offered_only_what_those_ahead_leave(app, as_, lute):
    """Tess needs both lutes, of which one is back; until the other is due, Sol may have it."""
    late = take_out(as_, lute, due_date=str(ahead(5)))
    soon = take_out(as_, lute, due_date=str(ahead(1)))
    join(as_, "tess", lute, quantity=2, days=3)
    join(as_, "sol", lute, days=3)
    bring_back(as_, soon)
    assert line(app, lute) == [("Tess", "waiting"), ("Sol", "offered")]
    (offer,) = [row for row in as_("sol").get(API).json if row["item"] == lute]
    assert offer["due_date"] == str(ahead(5))
    bring_back(as_, late)
    assert line(app, lute) == [("Tess", "waiting"), ("Sol", "offered")]
