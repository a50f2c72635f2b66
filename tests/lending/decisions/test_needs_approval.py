"""What needs nobody's approval is promised as it is asked for, if it is free; the rest waits as before."""

from concurrent.futures import ThreadPoolExecutor

import flask_migrate
import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, CheckoutEvent
from webapp.people import system_user
from webapp.stock.models import Item

from ..ahead_acts import ask, page_says, states
from ..conftest import API, REQUESTS

ITEMS = "/api/inventory/items/"


@pytest.fixture
def free(as_, harp):
    """The harp, which nobody has to approve from now on; its id."""
    answer = as_("tess").patch(f"{ITEMS}{harp}/", json={"needs_approval": False})
    assert (answer.status_code, answer.json["needs_approval"]) == (200, False)
    return harp


def test_b17_what_needs_no_approval_is_agreed_at_once(app, as_, free, letters, letter):
    answer = ask(as_("sol"), free, 2, 5)
    assert (answer.status_code, answer.json["status"]) == (201, "approved")
    assert answer.json["approved_by"] is None
    assert letters() == [("approved", "sol")]
    assert "it needs no approval" in letter("approved")
    with app.app_context():
        event = db.session.query(CheckoutEvent).one()
        assert (event.kind, event.by) == ("approve", system_user.ID)


def test_b17_the_rest_waits_for_an_answer(as_, free, stand, letters):
    assert ask(as_("sol"), stand, 2, 5).json["status"] == "pending"
    assert letters() == [("requested", "tess")]


def test_the_pages_say_so(as_, free):
    sol = as_("sol")
    assert "what is free is yours at once" in page_says(sol, f"/items/{free}")
    sol.post(f"/items/{free}", data={"quantity": "1"})
    assert "Agreed at once" in page_says(as_("tess"), "/checkouts/1")


def test_what_is_not_free_is_refused_as_ever(as_, free):
    assert ask(as_("nia"), free, 1, 3).status_code == 201
    no = ask(as_("sol"), free, 2, 5)
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)


def test_of_several_things_some_wait_and_some_are_agreed(as_, free, stand, letters):
    lines = [{"item": free}, {"item": stand}, {"item": 1}]
    told = {"lines": lines, "due_date": str(ahead(3))}
    answer = as_("sol").post(REQUESTS, json=told)
    assert states(as_, answer.json["id"]) == ["approved", "pending", "pending"]
    assert sorted(letters()) == [("approved", "sol"), ("requested_several", "tess")]


def test_a_set_waits_as_a_whole_for_the_part_that_has_to(as_, free, duo, stand):
    sol = as_("sol")
    first = sol.post(API, json={"set": duo, "due_date": str(ahead(1))}).json["request"]
    assert states(as_, first) == ["pending", "pending"]
    sol.post(f"{REQUESTS}{first}/cancel/")
    as_("tess").patch(f"{ITEMS}{stand}/", json={"needs_approval": False})
    second = sol.post(API, json={"set": duo, "due_date": str(ahead(1))}).json["request"]
    assert states(as_, second) == ["approved", "approved"]


def test_a_teacher_may_still_take_it_back(as_, free, letters):
    id = ask(as_("sol"), free, 2, 5).json["id"]
    assert as_("tess").post(f"{API}{id}/undo/").json["status"] == "pending"
    assert letters() == []


def test_two_at_once_for_the_only_one(app, as_, free):
    browsers = [as_(who) for who in ("sol", "nia")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: ask(one, free, 0, 5).status_code, browsers))
    assert sorted(answers) == [201, 409]
    with app.app_context():
        assert db.session.query(Checkout).filter_by(stored_status="approved").count() == 1


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("dora", 403), ("tess", 200)])
def test_who_may_say_so(as_, harp, who, status):
    answer = as_(who).patch(f"{ITEMS}{harp}/", json={"needs_approval": False})
    assert answer.status_code == status


def test_a_form_has_a_tick_for_it_and_a_file_a_column(as_, free):
    tess = as_("tess")
    page = tess.get(f"/items/{free}/edit").text
    assert 'name="needs_approval"' in page
    head, *rows = tess.get("/items/export.csv").text.splitlines()
    at = head.split(",").index("Needs approval")
    told = {row.split(",")[1]: row.split(",")[at] for row in rows}
    assert told.pop("Harp") == "no"
    assert set(told.values()) == {"yes"}


def test_all_need_it_until_somebody_says_otherwise(app):
    with app.app_context():
        flask_migrate.downgrade(revision="0041")
        flask_migrate.upgrade()
        with transaction():
            assert {item.needs_approval for item in db.session.query(Item)} == {True}
