"""Whoever answers a wish to keep something longer reads what speaks against it, and may say another day in one tap."""

import pytest

from tests.support.days import ahead
from webapp.school import calendar

from ..ahead_acts import ask, promise
from ..desk_acts import act
from .acts import RENEWALS, decide, hand_out

LATER = str(ahead(100))


@pytest.fixture
def asked(app, as_, out):
    """Sol has asked to keep the harp until a hundred days from now; the request."""
    decide(app, most_renewals=0)
    told = {"checkout": out, "due_date": LATER}
    return as_("sol").post(RENEWALS, json=told).json["id"]


def shown(as_, asked, who="tess"):
    return as_(who).get(f"{RENEWALS}{asked}/").json["standing"]


def wait_for(as_, item, who="nia"):
    path = f"/api/inventory/items/{item}/waitlist/"
    assert as_(who).post(path, json={}).status_code == 201


def test_who_waits_is_told_to_who_answers(as_, harp, asked):
    wait_for(as_, harp)
    for path in ("/renewals", "/approvals", f"/renewals/{asked}"):
        page = as_("tess").get(path).text
        assert "1 person waits for it:" in page
        assert "Nia" in page
        assert "It is not late." in page
    assert shown(as_, asked)["waiting"] == 1
    assert shown(as_, asked)["waiting_names"]
    assert shown(as_, asked, "sol")["waiting_names"] == []


def test_nothing_against_it(as_, asked):
    page = as_("tess").get(f"/renewals/{asked}").text
    assert "Nobody else has it promised." in page
    assert "Nobody waits for it." in page
    facts = shown(as_, asked)
    assert (facts["free_until"], facts["until"], facts["why"]) == (None, LATER, "")


def test_another_day_in_one_tap(app, as_, harp, asked):
    promise(as_, harp, 50, 53, who="nia")
    facts = shown(as_, asked)
    assert facts["free_until"] == str(ahead(49))
    page = as_("tess").get(f"/renewals/{asked}").text
    with app.app_context():
        day = calendar.in_words(ahead(49))
    assert f"Until {day}" in page
    path = f"/renewals/{asked}/approve?due_date={facts['until']}"
    assert as_("tess").post(path).status_code == 303
    assert as_("tess").get(f"{RENEWALS}{asked}/").json["due_date"] == str(ahead(49))


def test_both_kinds_are_counted_and_led_to(as_, harp, stand, asked):
    ask(as_("nia"), stand, 5, 8)
    page = as_("tess").get("/approvals").text
    assert "2 wait for you" in page
    assert 'href="/renewals"' in page


def test_a_day_that_was_closed_since_is_not_approved_but_the_next(as_, out, asked, shut):
    shut(100)
    facts = shown(as_, asked)
    assert facts["until"] == str(ahead(101))
    assert facts["why"]
    page = as_("tess").get(f"/renewals/{asked}").text
    assert f"due_date={ahead(101)}" in page
    no = as_("tess").post(f"/renewals/{asked}/approve")
    assert no.status_code == 422
    assert "Check what you entered" not in no.text
    assert facts["why"] in no.text
    assert f"due_date={ahead(101)}" in no.text


@pytest.mark.parametrize("day", ["", str(ahead(1000))])
def test_a_day_is_named_and_near(as_, out, day):
    told = {"due_date": day, "notes": "The concert"}
    no = as_("sol").post(f"/checkouts/{out}/ask_longer", data=told)
    assert no.status_code == 422
    assert "The concert" in no.text
    assert as_("sol").get(RENEWALS).json == []


def test_a_closed_day_is_refused_as_it_is_asked(as_, out, shut):
    shut(100)
    no = as_("sol").post(f"/checkouts/{out}/ask_longer", data={"due_date": LATER})
    assert no.status_code == 422
    assert f"due_date={ahead(101)}" in no.text


def test_the_desk_is_offered_no_day_that_would_shorten_the_loan(as_, harp):
    id = hand_out(as_, harp, days=20)
    act(as_("tess"), id, "extend", due_date=str(ahead(60)))
    no = act(as_("dora"), id, "extend", due_date=str(ahead(70)))
    assert no.status_code == 422
    assert "offers" not in no.json or not no.json["offers"]
    assert "A teacher decides" in str(no.json)
