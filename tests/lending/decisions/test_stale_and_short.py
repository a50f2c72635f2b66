"""Deciding what has changed since it was seen: on a page that is old, of a unit, with too few left, agreed at once."""

import pytest

from tests.support.days import ahead
from tests.support.html import forms

from ..ahead_acts import ask, promise
from ..change_acts import typed_in
from ..conftest import API, BASKET, BASKET_LINES, REQUESTS
from ..desk_acts import act

ITEMS = "/api/inventory/items/"
SAID = {"change": {"notes": "Yes"}, "reject": {"reason": "On tour"}}


@pytest.mark.parametrize("form", SAID)
def test_a_form_drawn_before_the_request_was_changed_decides_nothing(as_, harp, form):
    loan, tess = ask(as_("sol"), harp, 2, 5).json, as_("tess")
    path = f"/checkouts/{loan['id']}/{form}"
    typed = typed_in(tess, path) | SAID[form]
    changed = {"due_date": str(ahead(9))}
    as_("sol").post(f"{REQUESTS}{loan['request']}/change/", json=changed)
    assert tess.post(path, data=typed).status_code == 412
    assert tess.get(f"{API}{loan['id']}/").json["status"] == "pending"
    assert tess.post(path, data=typed_in(tess, path) | SAID[form]).status_code == 303


def test_a_program_declines_what_it_saw(as_, asked):
    tess = as_("tess")
    said = {"json": {"reason": "On tour"}, "headers": {"If-Match": '"v9"'}}
    assert tess.post(f"{API}{asked}/reject/", **said).status_code == 412


@pytest.mark.parametrize("named", [{"unit": 1}, {"units": ["VLA-1"]}])
def test_a_unit_is_named_only_where_it_leaves_at_once(as_, violas, named):
    id = ask(as_("sol"), violas, 0, 3).json["id"]
    no = act(as_("tess"), id, "approve", **named)
    assert (no.status_code, [*no.json["fields"]]) == (422, [*named])
    assert as_("tess").get(f"{API}{id}/").json["status"] == "pending"


def test_c03_approval_says_that_there_is_not_enough_any_more(as_, stand, give):
    id = ask(as_("sol"), stand, 0, 4, quantity=20).json["id"]
    sku = as_("dora").get(f"{ITEMS}{stand}/").json["sku"]
    assert give([{"code": sku, "quantity": 5}], person="Nia").status_code == 201
    no = act(as_("tess"), id, "approve")
    assert (no.status_code, no.json["facts"]["free"]) == (409, 15)
    assert "Only 15 are free" in as_("tess").post(f"/checkouts/{id}/approve").text
    fewer, _later = no.json["offers"]
    loan = act(as_("tess"), id, "approve", **fewer["change"]).json
    assert (loan["status"], loan["granted"]) == ("approved", 15)


def test_c03_where_none_is_left_it_says_from_when_on_one_is(as_, harp, give):
    id = ask(as_("sol"), harp, 0, 4).json["id"]
    sku = as_("dora").get(f"{ITEMS}{harp}/").json["sku"]
    assert give([sku], person="Nia").status_code == 201
    no = act(as_("tess"), id, "approve")
    assert no.status_code == 409
    assert "None is free before" in no.json["detail"]
    [offer] = no.json["offers"]
    later = offer["change"]
    assert later.keys() == {"checkout_date", "due_date"}
    assert act(as_("tess"), id, "approve", **later).json["status"] == "approved"


def test_c03_the_card_s_button_approves_the_days_that_would_do(as_, harp, give):
    id = ask(as_("sol"), harp, 0, 4).json["id"]
    sku = as_("dora").get(f"{ITEMS}{harp}/").json["sku"]
    assert give([sku], person="Nia").status_code == 201
    tess = as_("tess")
    shown = tess.post(f"/checkouts/{id}/approve").text
    [form] = [form for form in forms(shown) if "granted" in form.values]
    assert tess.post(form.action, data=form.values).status_code == 303
    loan = tess.get(f"/api/inventory/checkouts/{id}/").json
    assert loan["status"] == "approved"
    assert loan["checkout_date"] == form.values["checkout_date"]


@pytest.mark.parametrize("needing", [0, 1])
def test_what_was_agreed_at_once_is_undone_while_its_letter_waits(
    as_, stand, harp, needing
):
    tess = as_("tess")
    for item in (harp, stand, 1)[needing:]:
        tess.patch(f"{ITEMS}{item}/", json={"needs_approval": False})
    lines = [{"item": item} for item in (harp, stand, 1)]
    said = {"lines": lines, "due_date": str(ahead(3))}
    id = as_("sol").post(REQUESTS, json=said).json["id"]
    answer = tess.post(f"{REQUESTS}{id}/undo/")
    assert answer.status_code == 200, answer.json
    assert {line["status"] for line in answer.json["lines"]} == {"pending"}


def test_fields_are_named_by_their_places(as_, three, stand):
    id, ids = three
    wrong = {"checkout": ids[2], "granted": 9}
    no = as_("tess").post(f"{REQUESTS}{id}/approve/", json={"lines": [wrong]})
    assert [*no.json["fields"]] == ["lines.0.granted"]
    past = {"checkout": ids[1], "due_date": str(ahead(-1))}
    no = as_("sol").post(f"{REQUESTS}{id}/change/", json={"lines": [past]})
    assert [*no.json["fields"]] == ["lines.0.due_date"]


def test_a_basket_names_its_lines_by_their_places(as_, harp):
    sol = as_("sol")
    sol.post(BASKET_LINES, json={"item": 1})
    sol.post(BASKET_LINES, json={"item": harp})
    as_("tess").patch(f"{ITEMS}{harp}/", json={"is_borrowable": False})
    no = sol.post(f"{BASKET}send/", json={})
    assert (no.status_code, [*no.json["fields"]]) == (409, ["lines.1"])


def test_its_version_changes_as_some_of_it_comes_back(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=4), as_("dora")
    request = dora.get(f"{API}{id}/").json["request"]
    act(dora, id, "hand_out")
    seen = dora.get(f"{REQUESTS}{request}/").headers["ETag"]
    act(dora, id, "return_item", quantity=1)
    assert dora.get(f"{REQUESTS}{request}/").headers["ETag"] != seen
