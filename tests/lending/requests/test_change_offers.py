"""When a request cannot be changed so, what would do for the line is a button, and what else was typed goes with it."""

from urllib.parse import parse_qs

import pytest

from tests.support.days import ahead
from tests.support.html import forms

from ..ahead_acts import ask, page_says
from ..change_acts import DOORS, asked_for, change, days, undo
from ..conftest import REQUESTS
from ..set_acts import SETS


@pytest.fixture
def taken(as_, three, harp):
    """Sol's request for a violin, the harp and four stands; Nia asked for the harp for days after it."""
    ask(as_("nia"), harp, 6, 9)
    return three


def pressed(no):
    """What is sent by the first button of a refusal, with all that is in its form."""
    form = next(f for f in forms(no.text) if f.action.endswith("/change"))
    wish = no.text.partition('name="instead" value="')[2].partition('"')[0]
    return form.action, dict(form.values) | {"instead": wish.replace("&amp;", "&")}


def press(browser, door, id, lines):
    """Change a request so, which is refused, and then as the first offer says."""
    no = change(browser, door, id, *lines)
    assert no.status_code == 409
    if door == "API":
        said = {"lines": lines} | no.json["offers"][0]["change"]
        done = browser.post(f"{REQUESTS}{id}/change/", json=said)
    else:
        path, typed = pressed(no)
        done = browser.post(path, data=typed)
    assert done.status_code in (200, 303)


@DOORS
def test_the_days_that_would_do_are_offered_with_all_else(as_, taken, door):
    id, (_violin, harp, stands) = taken
    sol = as_("sol")
    lines = {"checkout": stands, "quantity": 3}, {"checkout": harp} | days(6, 9)
    press(sol, door, id, lines)
    assert asked_for(sol, id)[1:] == [
        (1, str(ahead(10)), str(ahead(13)), "pending"),
        (3, str(ahead(0)), str(ahead(5)), "pending"),
    ]


def test_the_button_is_for_the_fields_of_its_line(as_, taken):
    id, (_violin, harp, _stands) = taken
    no = change(as_("sol"), "page", id, {"checkout": harp} | days(6, 9))
    _path, typed = pressed(no)
    assert set(parse_qs(typed["instead"])) == {f"{harp}-checkout_date", f"{harp}-due_date"}
    assert f"From {ahead(10):%a %-d %b}" in no.text


@DOORS
def test_fewer_are_offered_where_there_are_some(as_, three, door):
    id, (_violin, _harp, stands) = three
    no = change(as_("sol"), door, id, {"checkout": stands, "quantity": 25})
    assert no.status_code == 409
    assert "Ask for 20" in no.text


def test_days_that_are_for_all_stay_so_but_for_the_line(as_, taken):
    id, (_violin, harp, _stands) = taken
    no = change(as_("sol"), "API", id, **days(7, 9))
    body = days(7, 9) | no.json["offers"][0]["change"]
    assert [line["checkout"] for line in body["lines"]] == [harp]
    assert as_("sol").post(f"{REQUESTS}{id}/change/", json=body).status_code == 200


@DOORS
def test_the_last_day_that_would_do_is_offered(as_, three, door):
    id, (_violin, harp, _stands) = three
    no = change(as_("sol"), door, id, {"checkout": harp, "due_date": str(ahead(99))})
    assert no.status_code == 422
    if door == "API":
        (line,) = no.json["offers"][0]["change"]["lines"]
        assert set(line) == {"checkout", "due_date"}
    else:
        assert f"{harp}-due_date=" in pressed(no)[1]["instead"]


@pytest.fixture
def set_asked(as_, stand, harp):
    """Sol's request for a set of the harp and two stands."""
    parts = [{"item": harp, "quantity": 1}, {"item": stand, "quantity": 2}]
    made = as_("tess").post(SETS, json={"name": "Harp set", "parts": parts}).json["id"]
    said = {"lines": [{"set": made}], "due_date": str(ahead(5))}
    answer = as_("sol").post(REQUESTS, json=said)
    assert answer.status_code == 201, answer.json
    return answer.json["id"], [line["id"] for line in answer.json["lines"]]


@DOORS
def test_other_days_of_a_set_are_offered_for_all_its_parts(as_, set_asked, harp, door):
    ask(as_("nia"), harp, 6, 9)
    id, (first, _second) = set_asked
    sol = as_("sol")
    press(sol, door, id, [{"checkout": first} | days(6, 9)])
    assert {row[1] for row in asked_for(sol, id)} == {str(ahead(10))}


def test_taking_a_change_back_offers_nothing(as_, three, harp):
    id, (_violin, line, _stands) = three
    change(as_("sol"), "API", id, {"checkout": line} | days(8, 12))
    ask(as_("nia"), harp, 0, 5)
    no = undo(as_("sol"), "API", id)
    assert no.status_code == 409
    assert "offers" not in no.json
    assert "Harp" in page_says(as_("sol"), f"/requests/{id}")
