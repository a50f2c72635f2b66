"""A set in a basket: one line that holds what is in it, is changed and taken out as one, and is sent as one."""

import re

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.stock.models import Unit

from ..ahead_acts import page_says
from ..conftest import API as LOANS
from ..conftest import BASKET, REQUESTS
from ..conftest import BASKET_LINES as LINES
from ..set_acts import SETS

DAYS = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def put_set(browser, id, code=201, **said):
    answer = browser.post(LINES, json={"set": id} | DAYS | said)
    assert answer.status_code == code, answer.json
    return answer.json


def lines_of(browser):
    return browser.get(BASKET).json["lines"]


def free(as_, item):
    """How many are free tomorrow, for somebody who asks."""
    path = f"/api/inventory/items/{item}/availability/?from={ahead(1)}&to={ahead(2)}"
    return as_("nia").get(path).json[0]["free"]


def put_through(browser, door, id):
    if door == "api":
        put_set(browser, id)
        return
    assert "Add to basket" in page_says(browser, f"/sets/{id}")
    typed = DAYS | {"quantity": "1", "notes": "The concert"}
    assert browser.post(f"/basket/add/sets/{id}", data=typed).status_code == 303


@DOORS
def test_b09_a_ready_made_list_is_asked_for(as_, duo, letters, door):
    sol = as_("sol")
    put_through(sol, door, duo)
    assert "Set: Harp set" in page_says(sol, "/basket")
    sent = sol.post(f"{BASKET}send/", json={}).json
    (asked,) = sent["sets"]
    assert (asked["set"], asked["quantity"]) == (duo, 1)
    assert asked["lines"] == [line["id"] for line in sent["lines"]]
    parts = [(line["item_name"], line["quantity"]) for line in sent["lines"]]
    assert parts == [("Harp", 1), ("Music Stand", 2)]
    assert letters() == [("requested_several", "tess")]
    assert lines_of(sol) == []


def test_it_is_one_line_with_its_parts(as_, duo, harp, stand):
    put_set(as_("sol"), duo)
    (line,) = lines_of(as_("sol"))
    assert (line["item"], line["set"], line["item_name"]) == (None, duo, "Harp set")
    assert [(part["item"], part["quantity"]) for part in line["parts"]] == [
        (harp, 1),
        (stand, 2),
    ]
    assert (line["free"], line["problem"]) == (1, "")
    page = page_says(as_("sol"), "/basket")
    assert "1 thing to ask for" in page
    assert re.search("Music Stand.*× 2", page)


def test_it_holds_its_parts_until_it_is_taken_out_or_kept_for_later(as_, duo, harp, stand):
    sol = as_("sol")
    line = f"{LINES}{put_set(sol, duo)['id']}/"
    put_set(as_("nia"), duo, 409)
    for change, left in (
        ({}, (0, 18)),
        ({"for_later": True}, (1, 20)),
        ({"for_later": False}, (0, 18)),
    ):
        assert sol.patch(line, json=change).status_code == 200
        assert (free(as_, harp), free(as_, stand)) == left
    assert sol.delete(line).status_code == 204
    assert (free(as_, harp), free(as_, stand)) == (1, 20)


@pytest.fixture
def kit(as_, stand):
    """A set of eight of the twenty stands; its id."""
    parts = [{"item": stand, "quantity": 8}]
    return as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]


def test_the_same_set_adds_up_and_what_else_is_in_the_basket_counts(as_, put, kit, stand):
    sol = as_("sol")
    put_set(sol, kit)
    put("sol", stand, quantity=4, **DAYS)
    line = put_set(sol, kit)
    assert (line["quantity"], line["free"]) == (2, 2)
    no = put("sol", stand, 409, quantity=1, **DAYS)
    assert no["facts"]["free"] == 4  # one's own line of it is not beside itself
    no = put_set(sol, kit, 409)
    assert no["facts"]["parts"][0]["free"] == 16


def test_it_is_changed_as_one(as_, kit, stand):
    line = put_set(as_("sol"), kit)["id"]
    said = {"quantity": 2, "due_date": str(ahead(3))}
    changed = as_("sol").patch(f"{LINES}{line}/", json=said).json
    assert (changed["quantity"], changed["due_date"]) == (2, str(ahead(3)))
    assert free(as_, stand) == 4
    no = as_("sol").patch(f"{LINES}{line}/", json={"due_date": str(ahead(90))})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["due_date"])


@pytest.fixture
def lost(as_, duo, harp):
    """Sol kept the set for later, and Nia asked for the harp meanwhile; the line."""
    line = f"{LINES}{put_set(as_('sol'), duo)['id']}/"
    as_("sol").patch(line, json={"for_later": True})
    asked = {"item": harp, "due_date": str(ahead(3))}
    assert as_("nia").post(LOANS, json=asked).status_code == 201
    return line


def test_what_got_lost_is_told_at_its_line_with_what_would_do(as_, lost):
    sol = as_("sol")
    (shown,) = lines_of(sol)
    assert shown["problem"].startswith("Harp: none free until")
    (offer,) = shown["offers"]
    assert offer["change"]["checkout_date"] == str(ahead(4))
    assert sol.patch(lost, json={"for_later": False}).status_code == 409
    change = offer["change"] | {"for_later": False}
    assert sol.patch(lost, json=change).status_code == 200
    assert sol.post(f"{BASKET}send/", json={}).status_code == 201


def test_one_that_waits_already_is_told(as_, duo, kit):
    sol = as_("sol")
    assert sol.post(LOANS, json={"set": kit} | DAYS).status_code == 201
    put_set(sol, kit)
    no = sol.post(f"{BASKET}send/", json={})
    assert "is already waiting" in no.json["fields"]["lines.0"][0]
    assert sol.post(f"{BASKET}send/", json={"send_anyway": True}).status_code == 201


def test_asked_for_again_it_is_a_set_as_it_is_now(as_, duo, harp):
    sol = as_("sol")
    request = sol.post(LOANS, json={"set": duo} | DAYS).json["request"]
    sol.post(f"{REQUESTS}{request}/cancel/", json={})
    as_("tess").patch(f"{SETS}{duo}/", json={"parts": [{"item": harp}]})
    assert sol.post(f"{REQUESTS}{request}/again/", json={}).status_code == 200
    (line,) = lines_of(sol)
    assert line["set"] == duo
    assert [part["item"] for part in line["parts"]] == [harp]


def test_one_that_is_lent_no_more_says_so_and_nothing_is_sent(as_, duo):
    sol = as_("sol")
    put_set(sol, duo)
    as_("tess").post(f"{SETS}{duo}/archive/")
    no = sol.post(f"{BASKET}send/", json={})
    words = ["Harp set is archived, so it is no longer lent out"]
    assert no.json["fields"] == {"lines.0": words}
    assert "Not lent out" in page_says(sol, "/basket")


@pytest.mark.parametrize("wrong", [{}, {"item": 1, "set": 1}])
def test_an_item_or_a_set(as_, duo, wrong):
    no = as_("sol").post(LINES, json=wrong)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["item"])


def test_one_that_nobody_sees_is_not_found(as_, duo):
    as_("tess").post(f"{SETS}{duo}/archive/")
    put_set(as_("sol"), duo, 404)
    assert as_("sol").post(f"/basket/add/sets/{duo}", data=DAYS).status_code == 404
    put_set(as_("sol"), 999, 404)


def test_a_certain_instrument_in_it_is_held_too(app, as_, violas):
    with app.app_context(), transaction():
        unit = db.session.query(Unit.id).filter(Unit.tag == "VLA-2").scalar()
    said = {"name": "Own", "parts": [{"unit": unit}]}
    own = as_("tess").post(SETS, json=said).json["id"]
    put_set(as_("sol"), own)
    no = put_set(as_("nia"), own, 409)
    assert no["facts"]["parts"][0]["free"] == 0
    assert put_set(as_("sol"), own, 422)["fields"]["quantity"]
