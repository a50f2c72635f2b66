"""Answering several things in one act: all, a part, on other terms; and taking the answer back."""

import re

import pytest

from tests.support.days import ahead

from ..ahead_acts import ask, page_says, states
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API


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
        f"{harp}-verdict": "no", f"{harp}-reason": why,
    }  # fmt: skip
    return as_("tess").post(f"/requests/{id}/answer", data=said)


@pytest.fixture(params=["api", "page"])
def in_part(request, as_, three):
    """A request that is answered in part; its id."""
    id, ids = three
    assert answer_in_part(as_, request.param, id, *ids).status_code in (200, 303)
    return id


def test_c04_a_part_is_approved_on_other_terms_and_the_rest_declined(as_, in_part):
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


def test_declining_needs_a_reason_at_both_doors(as_, three):
    id, (violin, harp, stands) = three
    said = {f"{violin}-verdict": "yes", f"{harp}-verdict": "no", f"{stands}-verdict": "yes"}
    page = as_("tess").post(f"/requests/{id}/answer", data=said)
    assert page.status_code == 422
    assert f'id="{harp}-reason-error">Fill this in' in page.text
    api = {"declined": [{"checkout": harp, "reason": ""}]}
    assert as_("tess").post(f"{API}{id}/approve/", json=api).status_code == 422
    assert states(as_, id) == ["pending"] * 3


def test_what_is_no_number_is_said_at_its_line(as_, three):
    id, (violin, *_rest) = three
    said = {f"{violin}-verdict": "other", f"{violin}-granted": "one"}
    page = as_("tess").post(f"/requests/{id}/answer", data=said)
    assert page.status_code == 422
    assert f'id="{violin}-granted-error">Enter a whole number' in page.text
    assert 'value="one"' in page.text


def test_a_line_that_somebody_answered_meanwhile_is_told_and_the_rest_kept(as_, three):
    id, (violin, harp, stands) = three
    as_("ada").post(f"{LOANS}{violin}/approve/", json={})
    said = {f"{line}-verdict": "no" for line in (violin, harp, stands)}
    said |= {f"{line}-reason": "Too late" for line in (violin, harp, stands)}
    stale = as_("tess").post(f"/requests/{id}/answer", data=said)
    assert stale.status_code == 409
    assert stale.text.count('value="Too late"') == 2
    assert states(as_, id) == ["approved", "pending", "pending"]


def test_a_line_that_was_not_on_the_page_is_not_answered(as_, three):
    id, (violin, *_rest) = three
    said = {f"{violin}-verdict": "yes"}
    assert as_("tess").post(f"/requests/{id}/answer", data=said).status_code == 303
    assert states(as_, id) == ["approved", "pending", "pending"]
    assert as_("tess").post(f"/requests/{id}/answer").status_code == 409


def test_each_line_is_named_once(as_, three):
    id, (violin, *_rest) = three
    twice = {
        "lines": [{"checkout": violin}],
        "declined": [{"checkout": violin, "reason": "No"}],
    }
    assert as_("tess").post(f"{API}{id}/approve/", json=twice).status_code == 422


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
        f"{violin}-verdict": "yes", f"{harp}-verdict": "no", f"{harp}-reason": "Too heavy",
        f"{stands}-verdict": "other", f"{stands}-granted": "5",
    }  # fmt: skip
    answer = as_("tess").post(f"/requests/{id}/answer", data=said)
    assert answer.status_code == 422
    assert f'id="{stands}-granted-error">Only 4 were asked for' in answer.text
    assert 'value="Too heavy"' in answer.text
    assert states(as_, id) == ["pending"] * 3


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
