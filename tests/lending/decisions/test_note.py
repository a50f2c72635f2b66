"""What is said to the borrower with an approval: in the e-mail, on the loan's page, and kept with the decision."""

import re

import pytest

from tests.support.html import forms
from webapp.core.db import db
from webapp.lending.models import CheckoutEvent

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS

NOTE = "Mind the bow:\nit is new"


def by_page(as_, id, link):
    return as_("tess").post(f"/checkouts/{id}/approve", data={"notes": NOTE})


def by_other_terms(as_, id, link):
    return as_("tess").post(f"/checkouts/{id}/change", data={"notes": NOTE})


def by_link(as_, id, link):
    return as_("tess").post(f"{link()}/approve", data={"notes": NOTE})


def by_program(as_, id, link):
    return as_("tess").post(f"{API}{id}/approve/", json={"notes": NOTE})


def by_its_request(as_, id, link):
    request = as_("tess").get(f"{API}{id}/").json["request"]
    return as_("tess").post(f"{REQUESTS}{request}/approve/", json={"notes": NOTE})


def handed_out(as_, id, link):
    path = f"/checkouts/{id}/approve_and_hand_out"
    return as_("tess").post(path, data={"notes": NOTE})


@pytest.fixture
def link(letter):
    """The path in Tess's e-mail."""
    return lambda: re.search(r"https?://[^/]+(/r/\S+)", letter("requested"))[1]


@pytest.mark.parametrize(
    "approve", [by_page, by_other_terms, by_link, by_program, by_its_request, handed_out]
)
def test_c09_something_is_said_while_approving(app, as_, asked, approve, link, letter):
    assert approve(as_, asked, link).status_code in (200, 303)
    with app.app_context():
        [event] = db.session.query(CheckoutEvent).filter_by(checkout_id=asked)
        assert (event.kind, event.why) == ("approve", NOTE)
    assert f'"{NOTE}"' in letter("approved")
    assert "“Mind the bow: it is new”" in page_says(as_("sol"), f"/checkouts/{asked}")


def test_the_card_that_was_answered_and_the_page_of_the_request_say_it_too(as_, asked):
    tess = as_("tess")
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    path = f"/checkouts/{asked}/approve"
    card = tess.post(path, data={"notes": "Mind the bow"}, headers=part)
    assert "“Mind the bow”" in card.text
    request = tess.get(f"{API}{asked}/").json["request"]
    for who in ("sol", "tess"):
        assert "<b>Tess:</b> “Mind the bow”" in page_says(as_(who), f"/requests/{request}")
    tess.post(f"{API}{asked}/undo/", json={})
    assert "Mind the bow" not in page_says(tess, f"/requests/{request}")


def test_whose_it_becomes_does_not_read_what_was_said_to_another(as_, asked):
    tess = as_("tess")
    tess.post(f"{API}{asked}/approve/", json={"notes": NOTE})
    request = tess.get(f"{API}{asked}/").json["request"]
    given = tess.post(f"{REQUESTS}{request}/give/", json={"borrower": 3})
    assert given.status_code == 200, given.json
    assert "Mind the bow" not in page_says(as_("nia"), f"/requests/{request}")


def test_nothing_said_leaves_no_quotation_marks(as_, asked, letter):
    as_("tess").post(f"/checkouts/{asked}/approve", data={"notes": ""})
    assert '"' not in letter("approved")


def by_answer_page(tess, id, ids):
    answers = {f"{line}-verdict": "yes" for line in ids[1:]}
    answers |= {f"{ids[0]}-verdict": "no", f"{ids[0]}-reason": "On tour"}
    return tess.post(f"/requests/{id}/answer", data=answers | {"notes": NOTE})


def by_answer(tess, id, ids):
    declined = [{"checkout": ids[0], "reason": "On tour"}]
    said = {"declined": declined, "notes": NOTE}
    return tess.post(f"{REQUESTS}{id}/approve/", json=said)


@pytest.mark.parametrize("answer", [by_answer_page, by_answer])
def test_one_note_goes_with_the_answer_to_several_things(as_, three, answer, letter):
    id, ids = three
    assert answer(as_("tess"), id, ids).status_code in (200, 303)
    text = letter("answered")
    assert (text.count(NOTE), text.count("On tour")) == (1, 1)
    assert "Mind the bow" in page_says(as_("sol"), f"/checkouts/{ids[1]}")
    assert "Mind the bow" not in page_says(as_("sol"), f"/checkouts/{ids[0]}")


def test_where_all_is_declined_the_reason_says_it(as_, three):
    id, ids = three
    answers = {f"{line}-verdict": "no" for line in ids}
    answers |= {f"{line}-reason": "On tour" for line in ids}
    no = as_("tess").post(f"/requests/{id}/answer", data=answers | {"notes": NOTE})
    assert no.status_code == 422
    assert "say it as the reason" in no.text
    assert NOTE.split("\n")[0] in no.text


@pytest.mark.parametrize("note", ["x" * 501, "Mind \u202e it"])
def test_a_note_that_makes_no_sense_is_refused_and_kept(as_, asked, note):
    tess = as_("tess")
    no = tess.post(f"/checkouts/{asked}/approve", data={"notes": note})
    assert no.status_code == 422
    typed = [form for form in forms(no.text) if form.action.endswith("approve?version=1")]
    assert typed[0].values["notes"] == note
    assert tess.post(f"{API}{asked}/approve/", json={"notes": note}).json["fields"]["notes"]
    assert tess.get(f"{API}{asked}/").json["status"] == "pending"


def test_a_refusal_loses_no_note(as_, violas):
    id = as_("sol").post(API, json={"item": violas, "quantity": 1}).json["id"]
    path = f"/checkouts/{id}/approve_and_hand_out"
    no = as_("tess").post(path, data={"notes": NOTE})
    assert no.status_code == 409
    typed = {
        form.action: form.values["notes"]
        for form in forms(no.text)
        if "notes" in form.values
    }
    assert len(typed) == 2
    assert {text.split()[0] for text in typed.values()} == {"Mind"}
