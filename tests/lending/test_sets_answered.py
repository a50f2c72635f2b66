"""A set is answered as one: in the queue, on the request's page and by a program, and in part by whoever opens it."""

import re

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Request

from .ahead_acts import page_says, states
from .conftest import API as LOANS
from .conftest import REQUESTS
from .set_acts import SETS

DAYS = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}


@pytest.fixture
def asked(as_, duo):
    """Sol's request for the set of a harp and two stands, and for a violin beside it; its id."""
    lines = [{"set": duo}, {"item": 1}]
    said = DAYS | {"lines": lines, "purpose": "The concert"}
    return as_("sol").post(REQUESTS, json=said).json["id"]


def card(as_, verb, request, set=1, version=None):
    """Press a button of the card in the queue."""
    query = f"?set={set}" + (f"&version={version}" if version else "")
    return as_("tess", htmx=True).post(f"/requests/{request}/{verb}{query}")


def test_in_the_queue_it_is_one_card_with_its_parts_and_counts_as_one(as_, asked):
    page = page_says(as_("tess"), "/approvals")
    assert "2 requests waiting" in page
    assert page.count("Set: Harp set") == 1
    assert "2 parts" in page
    assert re.search("Music Stand.*× 2", page)
    assert "All of it is free" in page
    assert "“The concert”" in page


def test_approved_from_its_card_it_is_whole_and_undone_as_one(as_, asked, letters):
    answer = card(as_, "approve", asked)
    assert answer.status_code == 200
    assert 'id="set-1"' in answer.text
    assert "Undo" in answer.text
    assert states(as_, asked) == ["approved", "approved", "pending"]
    assert letters()[-1] == ("answered", "sol")
    assert "Set: Harp set" not in page_says(as_("tess"), "/approvals")
    assert "Approve the set" in card(as_, "undo", asked).text
    assert states(as_, asked) == ["pending", "pending", "pending"]
    assert letters() == [("requested_several", "tess")]


def test_without_a_script_its_button_leads_to_the_request(as_, asked):
    answer = as_("tess").post(f"/requests/{asked}/approve?set=1")
    assert (answer.status_code, answer.location) == (303, f"/requests/{asked}")
    assert states(as_, asked) == ["approved", "approved", "pending"]


def test_declined_as_one_with_a_reason(as_, asked):
    tess, path = as_("tess"), f"/requests/{asked}/reject?set=1"
    assert "Harp set for Sol" in page_says(tess, path)
    assert tess.post(path, data={"reason": ""}).status_code == 422
    assert tess.post(path, data={"reason": "Next week"}).status_code == 303
    lines = tess.get(f"{REQUESTS}{asked}/").json["lines"]
    assert [line["reason"] for line in lines] == ["Next week", "Next week", ""]
    assert states(as_, asked) == ["rejected", "rejected", "pending"]


@pytest.fixture
def harp_given(as_, asked, harp):
    """Nia was promised the harp before Sol's request was answered."""
    said = {"item": harp, "due_date": str(ahead(3)), "send_anyway": True}
    as_("sol").post(f"{REQUESTS}{asked}/cancel/", json={})
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


def lines_of(as_, request):
    return [line["id"] for line in as_("tess").get(f"{REQUESTS}{request}/").json["lines"]]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"set-1-verdict": "yes"}, ["approved", "approved"]),
        ({"set-1-verdict": "no", "set-1-reason": "Later"}, ["rejected", "rejected"]),
        ({"set-1-verdict": "other"}, ["approved", "rejected"]),
    ],
)
def test_on_its_page_it_is_answered_as_one_or_part_by_part(as_, asked, said, outcome):
    harp, stands, violin = lines_of(as_, asked)
    parts = {
        f"{harp}-verdict": "yes",
        f"{stands}-verdict": "no",
        f"{stands}-reason": "None here",
        f"{violin}-verdict": "yes",
    }
    assert answer(as_, asked, **parts, **said).status_code == 303
    assert states(as_, asked) == [*outcome, "approved"]
    assert as_("tess").post(f"/requests/{asked}/undo").status_code == 303
    assert states(as_, asked) == ["pending"] * 3


def test_a_reason_that_is_missing_is_said_at_the_set_and_nothing_is_lost(as_, asked):
    harp, stands, violin = lines_of(as_, asked)
    typed = {f"{line}-verdict": "yes" for line in (harp, stands, violin)}
    typed |= {f"{violin}-verdict": "no", f"{violin}-reason": "Ask Nia"}
    no = answer(as_, asked, **typed, **{"set-1-verdict": "no", "set-1-reason": ""})
    assert no.status_code == 422
    assert 'id="set-1-reason-error"' in no.text
    assert "Ask Nia" in no.text
    assert states(as_, asked) == ["pending"] * 3


def test_a_program_names_a_set_instead_of_its_lines(as_, asked, duo):
    tess, path = as_("tess"), f"{REQUESTS}{asked}/approve/"
    violin = lines_of(as_, asked)[2]
    declined = [{"checkout": violin, "reason": "Ask Nia"}]
    said = {"lines": [{"set": duo}], "declined": declined}
    assert tess.post(path, json=said).status_code == 200
    assert states(as_, asked) == ["approved", "approved", "rejected"]
    assert tess.post(f"{REQUESTS}{asked}/undo/").status_code == 200
    stands = lines_of(as_, asked)[1]
    but_one = {
        "lines": [{"set": duo}, {"checkout": violin}],
        "declined": [{"checkout": stands, "reason": "None here"}],
    }
    assert tess.post(path, json=but_one).status_code == 200
    assert states(as_, asked) == ["approved", "rejected", "approved"]


def test_a_program_declines_a_set(as_, asked, duo):
    said = {"sets": [duo], "reason": "Next week"}
    assert as_("tess").post(f"{REQUESTS}{asked}/reject/", json=said).status_code == 200
    assert states(as_, asked) == ["rejected", "rejected", "pending"]


def test_fewer_sets_are_granted_each_with_all_its_parts(as_, stand):
    parts = [{"item": stand, "quantity": 2}, {"item": 1}]
    kit = as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]
    request = (
        as_("sol").post(LOANS, json={"set": kit, "quantity": 2} | DAYS).json["request"]
    )
    path = f"{REQUESTS}{request}/approve/"
    no = as_("tess").post(path, json={"lines": [{"set": kit, "granted": 3}]})
    assert (no.status_code, no.json["fields"]["granted"]) == (
        422,
        ["Only 2 were asked for"],
    )
    said = {"lines": [{"set": kit, "granted": 1}]}
    lines = as_("tess").post(path, json=said).json["lines"]
    assert [line["granted"] for line in lines] == [2, 1]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ({}, 422),
        ({"set": 1, "checkout": 1}, 422),
        ({"set": 1, "item": 1}, 422),
        ({"set": 99}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(as_, asked, line, status):
    no = as_("tess").post(f"{REQUESTS}{asked}/approve/", json={"lines": [line]})
    assert no.status_code == status
    assert states(as_, asked) == ["pending"] * 3


@pytest.mark.parametrize("verb", ["approve", "undo"])
def test_a_card_without_a_set_of_the_request_is_not_found(as_, asked, verb):
    assert card(as_, verb, asked, set=99).status_code in (404, 409)
    assert states(as_, asked) == ["pending"] * 3


def test_a_student_and_a_stranger_may_not(as_, asked):
    for who, code in (("sol", 403), ("nia", 404)):
        assert as_(who).post(f"/requests/{asked}/approve?set=1").status_code == code
    assert states(as_, asked) == ["pending"] * 3


def test_what_was_changed_since_is_looked_at_again(app, as_, asked):
    with app.app_context():
        seen = db.session.get(Request, asked).version
    as_("sol").post(f"{REQUESTS}{asked}/change/", json={"due_date": str(ahead(4))})
    no = card(as_, "approve", asked, version=seen)
    assert (no.status_code, states(as_, asked)) == (412, ["pending"] * 3)
    assert "changed in the meantime" in no.text


def test_its_e_mail_tells_of_it_as_one(as_, asked, letter):
    text = letter("requested_several")
    assert "  Set: Harp set\n    Harp\n    Music Stand (× 2)\n" in text
    card(as_, "approve", asked)
    assert "Set: Harp set" in letter("answered")
