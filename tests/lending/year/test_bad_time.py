"""Bad input about time, as the issue lists it: refused in words, or without effect."""

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Checkout

from ..queue_acts import CHECKOUTS, act, bring_back, join, line, offered_loans, take_out

BASE = "/api/inventory/"
TERM = {"name": "Spring", "starts_on": 10, "ends_on": 60, "return_by": 55}


def on_days(**ahead_by):
    return {
        name: str(ahead(value)) if isinstance(value, int) else value
        for name, value in ahead_by.items()
    }


@pytest.fixture
def ada(as_):
    return as_("ada")


def test_terms_do_not_overlap(ada):
    assert ada.post(f"{BASE}terms/", json=on_days(**TERM)).status_code == 201
    late = TERM | {"name": "Summer", "starts_on": 60, "ends_on": 90, "return_by": 80}
    no = ada.post(f"{BASE}terms/", json=on_days(**late))
    assert (no.status_code, [*no.json["fields"]]) == (422, ["starts_on"])
    assert "terms do not overlap" in no.json["fields"]["starts_on"][0]
    assert len(ada.get(f"{BASE}terms/").json) == 1


def test_a_term_that_closes_before_it_ends_is_back_before(ada, shut):
    """Its last days are closed: a day for returns among them is refused with the last open one, which does."""
    shut(50, 60)
    no = ada.post(f"{BASE}terms/", json=on_days(**TERM))
    assert (no.status_code, [*no.json["fields"]]) == (422, ["return_by"])
    done = ada.post(f"{BASE}terms/", json=on_days(**TERM | {"return_by": 49}))
    assert done.status_code == 201


def test_closed_later_what_was_due_then_is_due_before(as_, ada, harp):
    """Closed days that take a term's last day for returns leave it with one before."""
    assert ada.post(f"{BASE}terms/", json=on_days(**TERM)).status_code == 201
    wish = on_days(checkout_date=40, due_date=55)
    loan = as_("tess").post(CHECKOUTS, json={"item": harp, **wish}).json["id"]
    assert as_("tess").post(f"{CHECKOUTS}{loan}/approve/", json={}).status_code == 200
    closed = on_days(name="Storm", starts_on=54, ends_on=60)
    assert ada.post(f"{BASE}closed-days/", json=closed).status_code == 201
    assert as_("tess").get(f"{CHECKOUTS}{loan}/").json["due_date"] == str(ahead(53))


def test_hours_that_cross_change_nothing(ada):
    before = ada.get(f"{BASE}opening-hours/").json
    spans = [("08:00", "12:00"), ("11:00", "14:00")]
    said = [{"from_time": first, "until_time": last} for first, last in spans]
    no = ada.patch(f"{BASE}opening-hours/", json={"mon": said})
    assert no.status_code == 422
    assert "overlap" in no.text
    assert ada.get(f"{BASE}opening-hours/").json == before


@pytest.mark.parametrize("path", ["closed-days/", "closed-days/?preview=1"])
def test_a_year_of_closed_days_is_refused(ada, path):
    no = ada.post(f"{BASE}{path}", json=on_days(name="Gone", starts_on=1, ends_on=366))
    assert (no.status_code, [*no.json["fields"]]) == (422, ["ends_on"])
    assert ada.get(f"{BASE}closed-days/").json == []


def test_closed_piece_by_piece_for_a_year_it_still_lends(as_, ada, harp):
    """Nothing open for more than a year: the next open day is after it, and is offered."""
    for first in range(1, 366, 100):
        closed = on_days(name="Gone", starts_on=first, ends_on=first + 99)
        assert ada.post(f"{BASE}closed-days/", json=closed).status_code == 201
    no = as_("sol").post(CHECKOUTS, json={"item": harp, "due_date": str(ahead(5))})
    assert no.status_code == 422
    assert no.json["offers"][0]["change"] == {"due_date": str(ahead(401))}


@pytest.mark.parametrize("verb", ["renew", "extend", "undo_renew", "remind"])
def test_what_is_back_is_not_kept(as_, harp, verb):
    loan = take_out(as_, harp, due_date=str(ahead(3)))
    bring_back(as_, loan)
    before = as_("tess").get(f"{CHECKOUTS}{loan}/").json
    who = "nia" if verb in ("renew", "undo_renew") else "tess"
    said = {"due_date": str(ahead(9))} if verb == "extend" else {}
    no = as_(who).post(f"{CHECKOUTS}{loan}/{verb}/", json=said)
    assert (no.status_code, no.json["code"]) == (409, "conflict")
    assert as_("tess").get(f"{CHECKOUTS}{loan}/").json == before


def test_what_is_back_is_not_asked_for(as_, harp):
    loan = take_out(as_, harp, due_date=str(ahead(3)))
    bring_back(as_, loan)
    no = as_("nia").post(f"{BASE}renewals/", json={"checkout": loan})
    assert no.status_code == 409
    assert as_("nia").get(f"{BASE}renewals/").json == []


def test_joining_twice_is_one_place(app, as_, harp):
    take_out(as_, harp)
    place = join(as_, "sol", harp)
    no = join(as_, "sol", harp, code=409)
    assert no["facts"]["wait"] == place["id"]
    join(as_, "tess", harp, code=409, student=2)
    assert line(app, harp) == [("Sol", "waiting")]


@pytest.mark.parametrize("verb", ["accept", "leave", "pause", "resume"])
def test_an_offer_of_somebody_else_is_not_there(app, as_, harp, verb):
    loan = take_out(as_, harp)
    place = join(as_, "sol", harp)
    bring_back(as_, loan)
    act(as_, "nia", place, verb, code=404)
    act(as_, "nia", place | {"item": 1}, verb, code=404)
    act(as_, "sol", place | {"item": 1}, verb, code=404)
    assert offered_loans(app, harp) == [("Sol", 1)]


def test_an_offered_loan_of_somebody_else_is_not_cancelled(app, as_, harp):
    loan = take_out(as_, harp)
    join(as_, "sol", harp)
    bring_back(as_, loan)
    with app.app_context():
        [id] = db.session.scalars(
            select(Checkout.id).where(Checkout.offered_until.is_not(None))
        )
    assert as_("nia").post(f"{CHECKOUTS}{id}/cancel/", json={}).status_code == 404
    assert offered_loans(app, harp) == [("Sol", 1)]
