"""When a request cannot be changed, each refusal at its field; and who comes second is told."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.support.days import ahead
from tests.support.html import forms

from ..ahead_acts import ask
from ..change_acts import DOORS, asked_for, change, days, undo
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API

WRONG = pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_date": str(ahead(-1))}, "due_date"),
        ({"checkout_date": str(ahead(6))}, "due_date"),
        ({"checkout_date": str(ahead(-1))}, "checkout_date"),
        ({"due_date": str(ahead(99))}, "due_date"),
    ],
)


@WRONG
def test_a_program_is_told_which_field(as_, three, wrong, field):
    id, (_violin, harp, stands) = three
    before = asked_for(as_("sol"), id)
    lines = {"checkout": stands, "quantity": 3}, {"checkout": harp} | wrong
    no = change(as_("sol"), "API", id, *lines)
    assert (no.status_code, [*no.json["fields"]]) == (422, [f"lines.1.{field}"])
    assert asked_for(as_("sol"), id) == before


@WRONG
def test_on_a_page_it_stands_at_its_field_and_nothing_typed_is_lost(
    as_, three, wrong, field
):
    id, (_violin, harp, stands) = three
    lines = {"checkout": stands, "quantity": 3}, {"checkout": harp} | wrong
    no = change(as_("sol"), "page", id, *lines)
    assert no.status_code == 422
    assert f'href="#{harp}-{field}"' in no.text
    assert f'id="{harp}-{field}-error"' in no.text
    assert typed(no)[f"{stands}-quantity"] == "3"


def typed(answer):
    return next(f for f in forms(answer.text) if f.action.endswith("/change")).values


def test_no_pieces_at_all_is_no_number(as_, three):
    id, (_violin, harp, _stands) = three
    no = change(as_("sol"), "page", id, {"checkout": harp, "quantity": "0"})
    assert (no.status_code, f'id="{harp}-quantity-error"' in no.text) == (422, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": [{"checkout": 1}] * 2},
        {"lines": [{"checkout": 1}], "cancelled": [1]},
        {"lines": [{"checkout": 1, "quantity": 0}]},
        {"lines": [{"checkout": 1, "x": 2}]},
    ],
)
def test_a_change_that_makes_no_sense(as_, three, wrong):
    assert as_("sol").post(f"{API}{three[0]}/change/", json=wrong).status_code == 422


@DOORS
@pytest.mark.parametrize("verb", ["approve", "cancel"])
def test_only_what_still_waits(as_, three, door, verb):
    id, (_violin, _harp, stands) = three
    version = as_("sol").get(f"{API}{id}/").json["version"]
    who = as_("tess") if verb == "approve" else as_("sol")
    assert who.post(f"{API}{id}/{verb}/", json={}).status_code == 200
    line, seen = {"checkout": stands, "quantity": 1}, {"version": version}
    no = change(as_("sol"), door, id, line, **(seen if door == "page" else {}))
    assert no.status_code == 409
    assert as_("sol").get(f"/requests/{id}/change").status_code == 409


@DOORS
@pytest.mark.parametrize(
    ("who", "status"), [("nia", 404), ("dora", 403), ("tess", 403), ("ada", 403)]
)
def test_whose_it_is_not(as_, three, door, who, status):
    id, (_violin, _harp, stands) = three
    line = {"checkout": stands, "quantity": 1}
    assert change(as_(who), door, id, line).status_code == status
    assert undo(as_(who), door, id).status_code == status
    assert as_(who).get(f"/requests/{id}/change").status_code == status


@DOORS
def test_twice_the_same_changes_nothing(as_, three, door, letters):
    id, (_violin, _harp, stands) = three
    line = {"checkout": stands, "quantity": 2}
    assert change(as_("sol"), door, id, line).status_code in (200, 303)
    assert change(as_("sol"), door, id, line).status_code == 409
    assert letters() == [("requested_several", "tess")]


def test_a_line_of_another_request(as_, three, harp):
    other = ask(as_("sol"), harp, 20, 22).json["id"]
    no = change(as_("sol"), "API", three[0], {"checkout": other, "quantity": 1})
    assert no.status_code == 404


@DOORS
def test_the_same_thing_for_the_same_days_is_asked_about(as_, stand, door):
    waiting = ask(as_("sol"), stand, 0, 3).json["id"]
    loan = ask(as_("sol"), stand, 5, 8).json
    line = {"checkout": loan["id"]} | days(2, 8)
    no = change(as_("sol"), door, loan["request"], line)
    assert no.status_code == 409
    assert "Send it anyway" in (no.text if door == "page" else str(no.json["offers"]))
    assert door == "page" or no.json["facts"]["checkout"] == waiting
    said = {"instead": "send_anyway=True"} if door == "page" else {"send_anyway": True}
    yes = change(as_("sol"), door, loan["request"], line, **said)
    assert yes.status_code in (200, 303)


@pytest.mark.parametrize(("who", "verb"), [("sol", "change"), ("tess", "approve")])
def test_a_program_that_saw_an_older_one_is_told(as_, three, who, verb):
    id, (_violin, _harp, stands) = three
    seen = {"If-Match": as_("sol").get(f"{API}{id}/").headers["ETag"]}
    change(as_("sol"), "API", id, {"checkout": stands, "quantity": 2})
    body = {"lines": [{"checkout": stands}]}
    no = as_(who).post(f"{API}{id}/{verb}/", json=body, headers=seen)
    assert no.status_code == 412


def test_a_page_that_is_older_says_so_and_keeps_what_was_typed(as_, three):
    id, (_violin, _harp, stands) = three
    version = as_("sol").get(f"{API}{id}/").json["version"]
    change(as_("sol"), "API", id, {"checkout": stands, "quantity": 2})
    later = {"checkout": stands, "quantity": 7}
    no = change(as_("sol"), "page", id, later, version=version)
    assert (no.status_code, typed(no)[f"{stands}-quantity"]) == (412, "7")
    assert typed(no)["version"] > str(version)


@pytest.fixture
def stands_asked(as_, stand):
    """Sol's request for one music stand, in its first version."""
    return ask(as_("sol"), stand, 20, 24).json


@pytest.fixture
def change_and_approve(as_, stands_asked):
    """Two acts on it, each by somebody who has seen that version."""
    id, request = stands_asked["id"], stands_asked["request"]
    seen = {"If-Match": f'"v{stands_asked["version"]}"'}
    fewer = {"lines": [{"checkout": id, "quantity": 2}]}
    return [
        partial(as_("sol").post, f"{API}{request}/change/", json=fewer, headers=seen),
        partial(as_("tess").post, f"{LOANS}{id}/approve/", json={}, headers=seen),
    ]


@pytest.mark.parametrize("door", ["card", "whole"])
def test_a_teacher_approves_only_what_they_saw(as_, stands_asked, door):
    id, request, tess = stands_asked["id"], stands_asked["request"], as_("tess")
    path = f"/checkouts/{id}" if door == "card" else f"/requests/{request}"
    shown = forms(tess.get(path).text)
    form = next(f for f in shown if "/approve?" in f.action or "/answer" in f.action)
    change(as_("sol"), "API", request, {"checkout": id, "quantity": 9})
    no = tess.post(form.action, data=form.values)
    assert (no.status_code, "changed in the meantime" in no.text) == (412, True)
    assert asked_for(tess, request)[0][3] == "pending"


def test_who_comes_second_of_two_at_once_is_told(as_, stands_asked, change_and_approve):
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda act: act().status_code, change_and_approve))
    line = asked_for(as_("sol"), stands_asked["request"])[0]
    outcomes = {(200, 412): (2, "pending"), (409, 200): (1, "approved")}
    assert outcomes[tuple(answers)] == (line[0], line[-1])
