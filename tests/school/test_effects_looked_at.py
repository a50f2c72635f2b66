"""H04: what a change hits is asked for by its address, so Back and reload do nothing; it is told exactly."""

import re

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.school.models import ClosedDays
from webapp.stock.items import items

from .conftest import CLOSED, LOANS, holidays

NEW = "/opening-hours/closed-days/new"


def look(ada, path=NEW, **said):
    """What the page shows before anything is applied, and its address."""
    answer = ada.post(path, data=holidays() | said)
    assert answer.status_code == 303
    return answer.location, ada.get(answer.location).text


def closed(app):
    with app.app_context():
        return [row.name for row in db.session.query(ClosedDays)]


@pytest.fixture
def busy(as_):
    """Nia has something due on the first open day after the holidays."""
    said = {"item": 2, "due_date": str(ahead(7)), "student": 3}
    id = as_("tess").post(LOANS, json=said).json["id"]
    assert as_("tess").post(f"{LOANS}{id}/approve/", json={}).status_code == 200
    return id


def test_h04_looking_and_reloading_changes_nothing(app, as_, lent, now):
    ada = as_("ada")
    address, text = look(ada)
    assert "csrf_token" not in address
    for _again in range(2):
        assert "1 due day" in ada.get(address).text
    assert closed(app) == []
    assert now(loan=lent) == ahead(5)
    (form,) = (form for form in forms(text) if form.action == NEW)
    for _twice in range(2):  # the button, and once more after Back
        ada.post(NEW, data=form.values | {"apply": "y"})
    assert closed(app) == ["Storm"]
    assert now(loan=lent) == ahead(7)


def test_h04_a_script_that_saves_is_sent_to_the_same_address(as_, lent):
    ada = as_("ada")
    asked = ada.post(NEW, data=holidays(), headers={"HX-Request": "true"})
    address = asked.headers["HX-Redirect"]
    assert address == look(ada)[0]
    assert "<title>What this changes" in ada.get(address).text


def test_h04_what_cannot_be_any_more_is_told_at_its_field(as_, lent):
    no = as_("ada").get(f"{NEW}?name=Storm&starts_on={ahead(6)}&ends_on={ahead(5)}")
    assert no.status_code == 422
    assert "ends_on-error" in no.text


@pytest.mark.parametrize("who", ["sol", "tess", "dora"])
@pytest.mark.parametrize("path", ["closed-days/new", "week", "terms/new"])
def test_only_admins_look(as_, who, path):
    looked = as_(who).get(f"/opening-hours/{path}?name=Storm&starts_on={ahead(5)}")
    assert looked.status_code == 403


def test_h04_the_days_are_shown_as_they_would_be_spread(as_, lent, busy, now):
    ada = as_("ada")
    _address, text = look(ada)
    assert f"moves to {ahead(7):%a %-d %b}" in text
    address, text = look(ada, loans="move", most="1")
    assert f"moves to {ahead(8):%a %-d %b}" in text
    assert 'value="1"' in re.search(r'<input[^>]*id="most"[^>]*>', text)[0]
    seen = ada.post(f"{CLOSED}?preview=1&most=1", json=holidays()).json
    assert [hit["becomes"] for hit in seen["hits"]] == [str(ahead(8))]
    assert now(loan=lent) == ahead(5)
    assert ada.post(f"{CLOSED}?most=1", json=holidays()).status_code == 201
    assert now(loan=lent) == ahead(8)


@pytest.fixture
def promised(app, as_):
    """Sol has the one harp until the fifth day, and Nia is to have it from the seventh on; Sol's loan."""
    with app.app_context(), transaction():
        about = {"category": "instrument", "location": "Store", "quantity": 1}
        harp = items.add(TESS, name="Harp", **about).id
    first, _second = [agreed(as_, harp, *who) for who in ((2, 0, 5), (3, 7, 9))]
    return first


def agreed(as_, item, student, first, last):
    days = {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
    said = {"item": item, "student": student} | days
    id = as_("tess").post(LOANS, json=said).json["id"]
    assert as_("tess").post(f"{LOANS}{id}/approve/", json={}).status_code == 200
    return id


def test_h04_a_promise_that_it_would_hit_is_named(as_, promised):
    _address, text = look(as_("ada"))
    assert f"Promised to Nia from {ahead(7):%a %-d %b}" in text
    seen = as_("ada").post(f"{CLOSED}?preview=1", json=holidays()).json
    told = {hit["id"]: (hit["promised_to"], hit["promised_on"]) for hit in seen["hits"]}
    assert told[promised] == ("Nia", str(ahead(7)))


TERM = {
    "name": "Spring",
    "starts_on": str(ahead(30)),
    "ends_on": str(ahead(60)),
    "return_by": str(ahead(50)),
}


@pytest.mark.parametrize(
    ("path", "kept"), [("closed-days", holidays(40, 41)), ("terms", TERM)]
)
def test_removing_is_looked_at_by_its_address(as_, path, kept):
    ada = as_("ada")
    id = ada.post(f"/api/inventory/{path}/", json=kept).json["id"]
    address = f"/opening-hours/{path}/{id}/remove"
    assert address in ada.get("/opening-hours").text
    for _again in range(2):
        assert "No due day" in ada.get(address).text
    assert len(ada.get(f"/api/inventory/{path}/").json) == 1
    assert as_("dora").get(address).status_code == 403
