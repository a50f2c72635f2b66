"""What stays behind of a loan is a promise of its own: it is never forgotten, and joined again as what it was."""

import pytest

from tests.support.days import ahead
from webapp.core.db import transaction
from webapp.school import settings

from ..ahead_acts import ask, page_says, promise, states
from ..conftest import API, REQUESTS
from ..desk_acts import act, undo
from .test_counter import numbers

DOORS = pytest.mark.parametrize("door", ["api", "page"])


@pytest.fixture
def parted(as_, stand, last):
    """Of Sol's ten stands three left; the ids of the loan and its rest, and of the hand-out."""
    id = promise(as_, stand, 0, 4, quantity=10)
    act(as_("dora"), id, "hand_out", quantity=3)
    return id, id + 1, last("hand out")


def undone(browser, door, operation):
    if door == "api":
        return undo(browser, operation)
    return browser.post(f"/operations/{operation}/undo")


@DOORS
def test_what_the_books_name_is_never_deleted(as_, parted, loan, rows, stand, door):
    id, rest, operation = parted
    dora = as_("dora")
    act(dora, rest, "set_aside")
    act(dora, rest, "undo_set_aside")
    assert undone(dora, door, operation).status_code in (201, 303)
    assert numbers(as_, id) == [(10, 0, "approved")]
    assert (loan(rest).is_joined, rows(rest)) == (True, [])
    assert promise(as_, stand, 0, 4, who="nia") == rest + 1


def test_what_was_joined_is_no_cancellation_to_who_has_it(as_, parted):
    id, rest, operation = parted
    undo(as_("dora"), operation)
    sol, dora = as_("sol"), as_("dora")
    assert [each["id"] for each in sol.get(API).json] == [id]
    assert "Cancelled" not in sol.get("/my_loans").text
    assert states(as_, 1) == ["approved"]
    assert "Part of the same loan again" in page_says(dora, f"/checkouts/{rest}")


def test_it_is_parted_and_joined_again_as_often_as_one_likes(as_, parted, loan, last):
    id, rest, operation = parted
    dora = as_("dora")
    undo(dora, operation)
    act(dora, id, "hand_out", quantity=4)
    assert numbers(as_, id, rest + 1) == [(4, 4, "out"), (6, 0, "approved")]
    undo(dora, last("hand out"))
    assert numbers(as_, id) == [(10, 0, "approved")]


@pytest.fixture
def alike(as_, stand):
    """Two lines of one request, answered together, alike but for their ids."""
    line = {"item": stand, "quantity": 4, "due_date": str(ahead(4))}
    asked = as_("sol").post(REQUESTS, json={"lines": [line, line]}).json
    as_("tess").post(f"{REQUESTS}{asked['id']}/approve/", json={})
    return [each["id"] for each in asked["lines"]]


def test_only_the_rest_of_the_same_loan_is_joined(as_, alike, last):
    dora, (first, second) = as_("dora"), alike
    act(dora, first, "hand_out", quantity=2)
    undoes = last("hand out")
    act(dora, second, "hand_out", quantity=2)
    act(dora, second + 1, "set_aside")
    assert undo(dora, undoes).status_code == 201
    left = (2, 0, "approved")
    ids = first, second, second + 1, second + 2
    assert numbers(as_, *ids) == [left, (2, 2, "out"), left, left]


def test_a_rest_that_was_changed_since_stays_promised(as_, parted):
    id, rest, operation = parted
    assert act(as_("tess"), rest, "rearrange", due_date=str(ahead(6))).status_code == 200
    undo(as_("dora"), operation)
    assert numbers(as_, id, rest) == [(3, 0, "approved"), (7, 0, "approved")]


@pytest.fixture
def both_promised(as_, parted):
    """The same, the hand-out undone while the rest lay ready, and that put back afterwards."""
    id, rest, operation = parted
    dora = as_("dora")
    act(dora, rest, "set_aside")
    undo(dora, operation)
    return id, rest


def test_no_part_of_one_answer_is_undone_alone(as_, both_promised):
    tess, (id, rest) = as_("tess"), both_promised
    no = act(tess, id, "undo")
    assert (no.status_code, "together with 1 other" in no.json["detail"]) == (409, True)
    assert "/undo" not in tess.get(f"/checkouts/{id}").text
    assert act(tess, rest, "undo").status_code == 409
    assert tess.post(f"{REQUESTS}1/undo/", json={}).status_code == 409


def test_the_whole_answer_is_undone_with_the_rest(as_, both_promised, letters):
    tess, (_id, rest) = as_("tess"), both_promised
    act(as_("dora"), rest, "undo_set_aside")
    assert "Undo" in page_says(tess, "/requests/1")
    assert tess.post(f"{REQUESTS}1/undo/", json={}).status_code == 200
    assert states(as_, 1) == ["pending", "pending"]
    assert ("approved", "sol") not in letters()


def test_a_rest_takes_no_loan_of_those_that_one_may_have(app, as_, parted, stand, harp):
    with app.app_context(), transaction():
        settings.change("most_loans", 2)
    assert ask(as_("sol"), harp, 0, 4).status_code == 201
    assert ask(as_("sol"), stand, 6, 8).status_code == 409


def test_a_rest_keeps_its_story(as_, stand):
    id = ask(as_("sol"), stand, 0, 4, quantity=5).json["id"]
    act(as_("tess"), id, "approve", notes="Take the black ones")
    act(as_("dora"), id, "hand_out", quantity=2)
    page = page_says(as_("dora"), f"/checkouts/{id + 1}")
    assert "Take the black ones" in page
    assert "Stayed promised, when part of it was handed out" in page
    assert "Handed out otherwise" not in page


def test_a_rest_says_where_its_second_look_is_taken_back(as_, stand):
    dora = as_("dora")
    as_("tess").patch(f"/api/inventory/items/{stand}/", json={"needs_second_look": True})
    id = promise(as_, stand, 0, 4, quantity=5)
    act(dora, id, "look_at")
    act(dora, id, "hand_out", quantity=2)
    no = act(dora, id + 1, "undo_look")
    assert (no.status_code, no.json["facts"]["loan"]) == (409, id)
