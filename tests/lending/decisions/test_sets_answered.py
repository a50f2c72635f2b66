"""A set is answered as one: in the queue, on the request's page and by a program, and in part by whoever opens it."""

import re

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Request

from ..ahead_acts import page_says, states
from ..conftest import API as LOANS
from ..conftest import REQUESTS
from ..set_acts import DAYS, lines_of


def card(as_, verb, request, set=1, version=None):
    """Press a button of the card in the queue."""
    query = f"?set={set}" + (f"&version={version}" if version else "")
    return as_("tess", htmx=True).post(f"/requests/{request}/{verb}{query}")


def test_in_the_queue_it_is_one_card_with_its_parts_and_counts_as_one(as_, set_asked):
    page = page_says(as_("tess"), "/approvals")
    assert "1 waits for you" in page
    assert page.count("Set: Harp set") == 1
    assert "All of it is free" in page
    assert "“The concert”" in page
    ticked = {"set": "1"}
    as_("tess").post(f"/requests/{set_asked}/approve_ticked", data=ticked)
    assert states(as_, set_asked) == ["approved", "approved", "pending"]


def test_a_set_of_another_request_is_not_answered(as_, set_asked):
    ticked = {"set": "7"}
    answer = as_("tess").post(f"/requests/{set_asked}/approve_ticked", data=ticked)
    assert answer.status_code == 404


def test_approved_from_its_card_it_is_whole_and_undone_as_one(as_, set_asked, letters):
    answer = card(as_, "approve", set_asked)
    assert answer.status_code == 200
    assert 'id="set-1"' in answer.text
    assert "Undo" in answer.text
    assert states(as_, set_asked) == ["approved", "approved", "pending"]
    assert letters()[-1] == ("answered", "sol")
    assert "Set: Harp set" not in page_says(as_("tess"), "/approvals")
    assert "Approve the set" in card(as_, "undo", set_asked).text
    assert states(as_, set_asked) == ["pending", "pending", "pending"]
    assert letters() == [("requested_several", "tess")]


def test_without_a_script_its_button_leads_to_the_request(as_, set_asked):
    answer = as_("tess").post(f"/requests/{set_asked}/approve?set=1")
    assert (answer.status_code, answer.location) == (303, f"/requests/{set_asked}")
    assert states(as_, set_asked) == ["approved", "approved", "pending"]


def test_declined_as_one_with_a_reason(as_, set_asked):
    tess, path = as_("tess"), f"/requests/{set_asked}/reject?set=1"
    assert "Harp set for Sol" in page_says(tess, path)
    assert tess.post(path, data={"reason": ""}).status_code == 422
    assert tess.post(path, data={"reason": "Next week"}).status_code == 303
    lines = tess.get(f"{REQUESTS}{set_asked}/").json["lines"]
    assert [line["reason"] for line in lines] == ["Next week", "Next week", ""]
    assert states(as_, set_asked) == ["rejected", "rejected", "pending"]


@pytest.fixture
def harp_given(as_, set_asked, harp):
    """Nia was promised the harp before Sol's request was answered."""
    said = {"item": harp, "due_date": str(ahead(3)), "send_anyway": True}
    as_("sol").post(f"{REQUESTS}{set_asked}/cancel/", json={})
    loan = as_("nia").post(LOANS, json=said).json["id"]
    as_("tess").post(f"{LOANS}{loan}/reject/", json={"reason": "Wait"})
    lines = [{"set": 1}, {"item": 1}]
    again = as_("sol").post(REQUESTS, json=DAYS | {"lines": lines}).json["id"]
    as_("tess").post(f"{LOANS}{loan}/undo/", json={})
    assert as_("tess").post(f"{LOANS}{loan}/approve/", json={}).status_code == 200
    return again


def test_what_it_lacks_is_named_and_it_is_all_or_nothing(as_, harp_given):
    page = page_says(as_("tess"), "/approvals")
    assert "Harp: 0 of 1 free" in page
    no = card(as_, "approve", harp_given, set=2)
    assert no.status_code == 409
    assert "Harp: None is free" in no.text
    assert states(as_, harp_given) == ["pending"] * 3
    page = as_("tess").get(f"/requests/{harp_given}").text
    assert "Harp: 0 of 1 free" in page
    assert re.search(r'<input checked[^>]* name="set-2-verdict"[^>]* value="no"', page)


def answer(as_, request, **typed):
    return as_("tess").post(f"/requests/{request}/answer", data=typed)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"set-1-verdict": "yes"}, ["approved", "approved"]),
        ({"set-1-verdict": "no", "set-1-reason": "Later"}, ["rejected", "rejected"]),
        ({"set-1-verdict": "other"}, ["approved", "rejected"]),
    ],
)
def test_on_its_page_it_is_answered_as_one_or_part_by_part(as_, set_asked, said, outcome):
    harp, stands, violin = lines_of(as_, set_asked)
    parts = {
        f"{harp}-verdict": "yes",
        f"{stands}-verdict": "no",
        f"{stands}-reason": "None here",
        f"{violin}-verdict": "yes",
    }
    assert answer(as_, set_asked, **parts, **said).status_code == 303
    assert states(as_, set_asked) == [*outcome, "approved"]
    assert as_("tess").post(f"/requests/{set_asked}/undo").status_code == 303
    assert states(as_, set_asked) == ["pending"] * 3


def test_a_reason_that_is_missing_is_said_at_the_set_and_nothing_is_lost(as_, set_asked):
    harp, stands, violin = lines_of(as_, set_asked)
    typed = {f"{line}-verdict": "yes" for line in (harp, stands, violin)}
    typed |= {f"{violin}-verdict": "no", f"{violin}-reason": "Ask Nia"}
    no = answer(as_, set_asked, **typed, **{"set-1-verdict": "no", "set-1-reason": ""})
    assert no.status_code == 422
    assert 'id="set-1-reason-error"' in no.text
    assert "Ask Nia" in no.text
    assert states(as_, set_asked) == ["pending"] * 3


@pytest.mark.parametrize("verb", ["approve", "undo"])
def test_a_card_without_a_set_of_the_request_is_not_found(as_, set_asked, verb):
    assert card(as_, verb, set_asked, set=99).status_code in (404, 409)
    assert states(as_, set_asked) == ["pending"] * 3


def test_a_student_and_a_stranger_may_not(as_, set_asked):
    for who, code in (("sol", 403), ("nia", 404)):
        assert as_(who).post(f"/requests/{set_asked}/approve?set=1").status_code == code
    assert states(as_, set_asked) == ["pending"] * 3


def test_what_was_changed_since_is_looked_at_again(app, as_, set_asked):
    with app.app_context():
        seen = db.session.get(Request, set_asked).version
    as_("sol").post(f"{REQUESTS}{set_asked}/change/", json={"due_date": str(ahead(4))})
    no = card(as_, "approve", set_asked, version=seen)
    assert (no.status_code, states(as_, set_asked)) == (412, ["pending"] * 3)
    assert "changed in the meantime" in no.text


def test_its_e_mail_tells_of_it_as_one(as_, set_asked, letter):
    text = letter("requested_several")
    assert "Set: Harp set\n  Harp\n  Music Stand (× 2)\n" in text
    card(as_, "approve", set_asked)
    assert "Set: Harp set" in letter("answered")
