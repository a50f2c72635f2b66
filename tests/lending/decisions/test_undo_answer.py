"""An answer to several things is taken back as a whole, until its e-mail is sent or something was done since."""

import pytest

from ..ahead_acts import page_says, states
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API


@pytest.fixture
def answered(as_, three):
    """A request of which the harp is declined and the rest approved; with the ids of its lines."""
    id, ids = three
    said = {"declined": [{"checkout": ids[1], "reason": "No"}]}
    assert as_("tess").post(f"{API}{id}/approve/", json=said).status_code == 200
    return id, ids


def test_once_a_line_is_cancelled_the_others_are_undone(as_, answered, letters):
    """The e-mail tells only of them by then."""
    id, ids = answered
    as_("sol").post(f"{LOANS}{ids[0]}/cancel/")
    assert "Undo" in page_says(as_("tess"), f"/requests/{id}")
    assert as_("tess").post(f"{API}{id}/undo/", json={}).status_code == 200
    assert states(as_, id) == ["cancelled", "pending", "pending"]
    assert [to for _kind, to in letters()] == ["tess"]


@pytest.mark.parametrize("door", [API, "/requests/"])
def test_the_answer_is_undone_as_a_whole(as_, answered, letters, door):
    id, _ids = answered
    path = f"{door}{id}/undo" + ("/" if door == API else "")
    assert as_("tess").post(path, json={}).status_code in (200, 303)
    assert states(as_, id) == ["pending"] * 3
    assert letters() == [("requested_several", "tess")]


def test_no_line_is_undone_alone(as_, answered):
    id, ids = answered
    no = as_("tess").post(f"{LOANS}{ids[0]}/undo/", json={})
    assert (no.status_code, no.json["facts"]["request"]) == (409, id)
    assert states(as_, id) == ["approved", "rejected", "approved"]


def test_what_was_undone_can_be_answered_again(as_, answered, letters):
    id, _ids = answered
    as_("tess").post(f"{API}{id}/undo/", json={})
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    assert letters().count(("answered", "sol")) == 1


def test_after_the_desk_has_acted_it_is_not_undone(as_, three):
    id, ids = three
    as_("tess").post(f"{API}{id}/approve/", json={})
    as_("dora").post(f"{LOANS}{ids[0]}/hand_out/", json={})
    assert as_("tess").post(f"{API}{id}/undo/", json={}).status_code == 409
    assert states(as_, id) == ["out", "approved", "approved"]
    page = page_says(as_("sol"), f"/requests/{id}")
    assert "3 of 3 approved, 1 out, 0 back" in page
