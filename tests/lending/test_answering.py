"""Answering several things in one act: all, a part, on other terms; and taking the answer back."""

import re

import pytest

from tests.support.days import ahead

from .ahead_acts import ask, page_says, states
from .conftest import API as LOANS
from .conftest import REQUESTS as API


@pytest.mark.parametrize("door", ["api", "page"])
def test_all_are_approved_at_once(as_, three, letters, door):
    id, ids = three
    if door == "api":
        answer = as_("tess").post(f"{API}{id}/approve/", json={})
        assert answer.status_code == 200
    else:
        said = {f"{line}-verdict": "yes" for line in ids}
        assert as_("tess").post(f"/requests/{id}/answer", data=said).status_code == 303
    assert states(as_, id) == ["approved"] * 3
    assert letters().count(("answered", "sol")) == 1
    assert ("approved", "sol") not in letters()


def answer_in_part(as_, door, id, violin, harp, stands):
    """The violin for longer, half of the stands, and no harp."""
    later, why = str(ahead(9)), "The orchestra needs it"
    if door == "api":
        lines = [
            {"checkout": violin, "due_date": later},
            {"checkout": stands, "granted": 2},
        ]
        said = {"lines": lines, "declined": [{"checkout": harp, "reason": why}]}
        return as_("tess").post(f"{API}{id}/approve/", json=said)
    said = {
        f"{violin}-verdict": "other", f"{violin}-due_date": later,
        f"{stands}-verdict": "other", f"{stands}-granted": "2",
        f"{harp}-verdict": "no", f"{harp}-why": why,
    }  # fmt: skip
    return as_("tess").post(f"/requests/{id}/answer", data=said)


@pytest.fixture(params=["api", "page"])
def in_part(request, as_, three):
    """A request that is answered in part; its id."""
    id, ids = three
    assert answer_in_part(as_, request.param, id, *ids).status_code in (200, 303)
    return id


def test_a_part_is_approved_on_other_terms_and_the_rest_declined(as_, in_part):
    lines = as_("sol").get(f"{API}{in_part}/").json["lines"]
    assert [line["status"] for line in lines] == ["approved", "rejected", "approved"]
    assert lines[0]["due_date"] == str(ahead(9))
    assert [line["granted"] for line in lines] == [1, 0, 2]


def test_page_and_letter_tell_what_was_said_to_each(as_, in_part, letter):
    page = page_says(as_("sol"), f"/requests/{in_part}")
    assert "2 of 3 approved, 0 out, 0 back" in page
    text = letter("answered")
    assert '"The orchestra needs it"' in text
    assert "You had asked for 4" in text


def test_lines_that_are_left_out_go_on_waiting(as_, three):
    id, (violin, *_rest) = three
    as_("tess").post(f"{API}{id}/approve/", json={"lines": [{"checkout": violin}]})
    assert states(as_, id) == ["approved", "pending", "pending"]
    as_("tess").post(f"{API}{id}/reject/", json={"reason": "Talk to me first"})
    assert states(as_, id) == ["approved", "rejected", "rejected"]


def test_what_cannot_be_kept_refuses_the_whole_answer(as_, three, harp, stand):
    id, (_violin, harp_line, _stands) = three
    other = ask(as_("tess"), harp, 0, 2, student=3, send_anyway=True)
    assert other.status_code == 409  # all of it is asked for
    as_("tess").post(f"{API}{id}/approve/", json={"lines": [{"checkout": harp_line}]})
    no = as_("tess").post(
        f"{API}{id}/approve/",
        json={"lines": [{"checkout": line} for line in three[1]]},
    )
    assert no.status_code == 409
    assert no.json["facts"]["checkout"] == harp_line
    assert states(as_, id) == ["pending", "approved", "pending"]


def test_a_wrong_field_is_said_at_its_line_and_nothing_typed_is_lost(as_, three):
    id, (violin, harp, stands) = three
    said = {
        f"{violin}-verdict": "yes", f"{harp}-verdict": "no", f"{harp}-why": "Too heavy",
        f"{stands}-verdict": "other", f"{stands}-granted": "5",
    }  # fmt: skip
    answer = as_("tess").post(f"/requests/{id}/answer", data=said)
    assert answer.status_code == 422
    assert f'id="{stands}-granted-error">Only 4 were asked for' in answer.text
    assert 'value="Too heavy"' in answer.text
    assert states(as_, id) == ["pending"] * 3


@pytest.fixture
def answered(as_, three):
    """A request of which the harp is declined and the rest approved; with the ids of its lines."""
    id, ids = three
    said = {"declined": [{"checkout": ids[1], "reason": "No"}]}
    assert as_("tess").post(f"{API}{id}/approve/", json=said).status_code == 200
    return id, ids


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


def test_a_line_of_another_request_is_not_found(as_, three):
    id, _ids = three
    other = ask(as_("nia"), 1, 0, 4).json["id"]
    said = {"lines": [{"checkout": other}]}
    assert as_("tess").post(f"{API}{id}/approve/", json=said).status_code == 404


def test_twice_is_refused_kindly(as_, three):
    id, ids = three
    said = {"lines": [{"checkout": line} for line in ids]}
    assert as_("tess").post(f"{API}{id}/approve/", json=said).status_code == 200
    for again in (said, {}):
        assert as_("tess").post(f"{API}{id}/approve/", json=again).status_code == 409


def test_the_link_of_the_letter_answers(app, three, letter, as_):
    id, ids = three
    path = re.search(r"https?://[^/]+(/q/\S+)", letter("requested_several"))[1]
    browser = app.test_client()
    page = browser.get(path).text
    assert "By the link in your e-mail, as Tess" in page
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    said = {f"{line}-verdict": "yes" for line in ids} | {"csrf_token": token}
    assert browser.post(f"{path}/answer", data=said).status_code == 303
    assert states(as_, id) == ["approved"] * 3
