"""Sending a basket: one request, once; what got lost since is answered first, and nothing typed is lost."""

import re
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Basket, Checkout
from webapp.school import calendar, settings

from ..ahead_acts import page_says, states
from ..conftest import API as LOANS
from ..conftest import BASKET, REQUESTS

SEND = f"{BASKET}send/"


@pytest.fixture
def filled(as_, harp, stand):
    """Sol's basket: the harp and four stands; the ids of its lines."""
    lines = [{"item": harp}, {"item": stand, "quantity": 4}]
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}
    return [
        as_("sol").post(f"{BASKET}lines/", json=line | days).json["id"] for line in lines
    ]


@pytest.fixture
def lapsed(app, filled):
    """The same, held for nobody any more."""
    with app.app_context(), transaction():
        db.session.query(Basket).one().held_until -= timedelta(hours=1)
    return filled


@pytest.fixture
def stands_taken(as_, lapsed, stand):
    """Seventeen of the twenty stands are Nia's for some of the days; the ids of the lines of Sol's basket."""
    asked = {"item": stand, "quantity": 17, "due_date": str(ahead(3))}
    assert as_("nia").post(LOANS, json=asked).status_code == 201
    return lapsed


def typed(**said):
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}
    return days | {"purpose": ""} | said


def send(browser, door, purpose=""):
    """Through the page or the API; what was sent."""
    if door == "api":
        sent = browser.post(SEND, json={"purpose": purpose})
        assert sent.status_code == 201
        return sent.json
    sent = browser.post("/basket/send", data=typed(purpose=purpose))
    assert sent.status_code == 303
    return browser.get(f"{REQUESTS}{sent.location.rpartition('/')[2]}/").json


@pytest.mark.parametrize("door", ["api", "page"])
def test_it_becomes_one_request_with_its_lines(as_, filled, letters, door):
    request = send(as_("sol"), door, "The concert")
    assert request["purpose"] == "The concert"
    lines = [(line["item_name"], line["quantity"]) for line in request["lines"]]
    assert lines == [("Harp", 1), ("Music Stand", 4)]
    assert {line["checkout_date"] for line in request["lines"]} == {str(ahead(1))}
    assert letters() == [("requested_several", "tess")]
    left = as_("sol").get(BASKET).json
    assert (left["lines"], left["purpose"]) == ([], "")


def test_twice_sends_once(app, as_, filled):
    key = {"Idempotency-Key": "once"}
    first, again = (as_("sol").post(SEND, json={}, headers=key) for _ in range(2))
    assert first.json == again.json
    empty = as_("sol").post(SEND, json={})
    assert (empty.status_code, empty.json["detail"]) == (409, "Your basket is empty")
    assert as_("sol").post("/basket/send", data=typed()).status_code == 409
    with app.app_context():
        assert db.session.query(Checkout).count() == 2


def test_one_thing_alone_is_a_request_as_any_other(as_, harp, letters):
    as_("sol").post(f"{BASKET}lines/", json={"item": harp})
    id = as_("sol").post(SEND, json={}).json["id"]
    assert states(as_, id) == ["pending"]
    assert letters() == [("requested", "tess")]


def test_what_lapsed_is_sent_if_nobody_was_faster(as_, lapsed):
    assert as_("sol").post(SEND, json={}).status_code == 201


def test_b05_a_line_that_got_lost_is_named_and_nothing_is_sent(
    app, as_, stands_taken, letters
):
    _harp, stands = stands_taken
    no = as_("sol").post(SEND, json={})
    assert (no.status_code, no.json["facts"]["lines"]) == (409, [stands])
    first, last = (in_words(app, ahead(days)) for days in (4, 5))
    words = f"3 of the 4 you want are free until {last}. From {first} on there is enough."
    assert no.json["fields"] == {"lines.1": [words]}
    assert letters() == [("requested", "tess")]  # Nia's


def test_what_would_do_instead_is_offered_at_the_line(app, as_, stands_taken):
    first = in_words(app, ahead(4))
    (offered,) = [line for line in as_("sol").get(BASKET).json["lines"] if line["problem"]]
    assert offered["offers"] == [
        {"label": "Take 3", "change": {"quantity": 3}, "verb": ""},
        {
            "label": f"From {first} to {in_words(app, ahead(5))}",
            "change": {"checkout_date": str(ahead(4)), "due_date": str(ahead(5))},
            "verb": "",
        },
    ]


def in_words(app, day):
    with app.app_context():
        return calendar.in_words(day)


WAYS_OUT = {
    "Take 3": [(3, str(ahead(1)))],
    "From": [(4, str(ahead(4)))],
    "Take out": [],
}  # what is sent of the stands then


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_b05_each_way_out_lets_it_be_sent_and_keeps_what_was_typed(
    as_, stands_taken, way_out
):
    sol, fields = as_("sol"), typed(purpose="The concert")
    page = sol.post("/basket/send", data=fields)
    assert page.status_code == 409
    assert "Nothing was sent: 1 thing needs an answer first" in page.text
    assert "The concert</textarea>" in page.text
    press(sol, page.text, way_out, fields)
    again = page_says(sol, "/basket")
    assert "The concert</textarea>" in again
    assert "you want are free" not in again
    lines = send(sol, "page", "The concert")["lines"]
    said = [(line["quantity"], line["checkout_date"]) for line in lines]
    assert said == [(1, str(ahead(1))), *WAYS_OUT[way_out]]


def press(browser, page, label, fields):
    """Press the last button of the page's form that begins with these words, as a browser does."""
    buttons = re.findall(
        r'<button class="[^"]*" formaction="([^"]+)"(?: name="([^"]+)" value="([^"]+)")?>(?:<svg.*?</svg>)?'
        + re.escape(label),
        page,
    )
    path, name, value = buttons[-1]
    sent = fields | ({name: value.replace("&amp;", "&")} if name else {})
    assert browser.post(path, data=sent).status_code == 303, parse_qsl(value)


def test_what_is_waiting_already_is_told_and_sent_if_that_is_meant(as_, filled, stand):
    sol = as_("sol")
    asked = {"item": stand, "due_date": str(ahead(5)), "send_anyway": True}
    assert sol.post(LOANS, json=asked).status_code == 201
    no = sol.post(SEND, json={})
    assert no.status_code == 409
    assert "is already waiting" in no.json["fields"]["lines.1"][0]
    assert no.json["offers"][0]["change"] == {"send_anyway": True}
    page = sol.post("/basket/send", data=typed())
    assert (page.status_code, "Send it anyway" in page.text) == (409, True)
    assert sol.post("/basket/send", data=typed(send_anyway="1")).status_code == 303


def test_the_school_s_most_loans_count_for_a_basket(app, as_, filled):
    with app.app_context(), transaction():
        settings.change("most_loans", 1)
    no = as_("sol").post(SEND, json={})
    assert (no.status_code, no.json["facts"]["most"]) == (409, 1)
    page = as_("sol").post("/basket/send", data=typed())
    assert "You may have 1 loan at a time" in page.text
    assert len(as_("sol").get(BASKET).json["lines"]) == 2


def test_what_is_for_later_stays_in(as_, filled):
    harp, _stands = filled
    as_("sol").patch(f"{BASKET}lines/{harp}/", json={"for_later": True})
    sent = as_("sol").post(SEND, json={}).json
    assert [line["item_name"] for line in sent["lines"]] == ["Music Stand"]
    assert [line["id"] for line in as_("sol").get(BASKET).json["lines"]] == [harp]
    assert as_("sol").post(SEND, json={}).status_code == 409


@pytest.mark.parametrize("who", ["tess", "dora"])
def test_staff_have_one_too(as_, harp, who):
    as_(who).post(f"{BASKET}lines/", json={"item": harp})
    sent = as_(who).post(SEND, json={})
    assert sent.status_code == 201
    assert sent.json["student"] == sent.json["asked_by"]


def test_new_days_typed_on_the_page_are_those_that_are_sent(as_, filled):
    days = {"checkout_date": str(ahead(2)), "due_date": str(ahead(4))}
    sent = as_("sol").post("/basket/send", data=days | {"purpose": ""})
    id = int(sent.location.rpartition("/")[2])
    request = as_("sol").get(f"{REQUESTS}{id}/").json
    assert (request["checkout_date"], request["due_date"]) == (str(ahead(2)), str(ahead(4)))
