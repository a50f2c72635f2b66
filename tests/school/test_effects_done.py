"""What a change of the open days did is listed, one by one, and found from the closed days and from the history."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.core.jobs import Job
from webapp.school.effects import done

from .conftest import CLOSED, holidays

TERMS = "/api/inventory/terms/"


def words(day):
    return f"{day:%a} {day.day} {day:%b}"


@pytest.fixture
def changed(as_, lent, booked):
    """Holidays that hit a loan and a booking of Sol's: the id of the closed days."""
    added = as_("ada").post(f"{CLOSED}?bookings=cancel", json=holidays())
    assert added.status_code == 201
    return added.json["id"]


def test_each_loan_and_booking_is_listed_with_before_and_after(as_, lent, booked, changed):
    page = as_("ada").get("/jobs/1").text
    assert "Decided: Storm" in page
    assert f'href="/checkouts/{lent}"' in page
    assert f"due {words(ahead(5))}" in page
    assert f'datetime="{ahead(7)}"' in page
    assert f'href="/reservations/{booked}"' in page
    assert "cancelled, free of charge" in page
    assert page.count("one to them") == 2


def test_closed_days_and_terms_lead_to_what_they_changed(as_, lent, changed):
    term = {
        "name": "Autumn",
        "starts_on": str(ahead(-30)),
        "ends_on": str(ahead(30)),
        "return_by": str(ahead(3)),
    }
    assert as_("ada").post(TERMS, json=term).status_code == 201
    page = as_("ada").get("/opening-hours").text
    assert 'href="/jobs/1">What it changed<span class="vh"> Storm' in page
    assert 'href="/jobs/2">What it changed<span class="vh"> Autumn' in page
    assert "What it changed" not in as_("sol").get("/opening-hours").text


def test_the_history_leads_admins_to_all_of_it(as_, changed):
    assert 'href="/jobs/1">All that changed with it' in as_("ada").get("/history").text
    assert "/jobs/1" not in as_("tess").get("/history").text


def test_what_was_removed_is_called_by_its_name(as_, lent):
    id = as_("ada").post(f"{CLOSED}?loans=keep", json=holidays(4, 5)).json["id"]
    page = as_("ada").get("/jobs/1").text
    assert "were left as they are" in page
    assert "No due day, pick-up, offer or booking was changed." in page
    assert as_("ada").delete(f"{CLOSED}{id}/").status_code == 204
    assert "What it changed" not in as_("ada").get("/opening-hours").text


def test_what_removed_ones_changed_is_not_told_of_the_next(as_, lent, changed):
    """SQLite gives a removed row's id to the next one."""
    ada = as_("ada")
    assert ada.delete(f"{CLOSED}{changed}/").status_code == 204
    new = {"name": "BrandNew", "starts_on": str(ahead(90)), "ends_on": str(ahead(91))}
    assert ada.post(CLOSED, json=new).status_code == 201
    assert "What it changed" not in ada.get("/opening-hours").text
    assert "Decided: Storm" in ada.get("/jobs/1").text


def test_the_same_of_a_term(as_, lent):
    ada = as_("ada")
    days = {"starts_on": str(ahead(-30)), "ends_on": str(ahead(30))}
    term = {"name": "Autumn", **days, "return_by": str(ahead(3))}
    id = ada.post(TERMS, json=term).json["id"]
    assert "What it changed" in ada.get("/opening-hours").text
    assert ada.delete(f"{TERMS}{id}/").status_code == 204
    assert ada.post(TERMS, json={**term, "return_by": str(ahead(30))}).status_code == 201
    assert "What it changed" not in ada.get("/opening-hours").text


def test_a_long_list_goes_on_after_the_last_row(app, as_, lent, changed):
    with app.app_context():
        [row] = done.read(db.session.get_one(Job, 1), limit=1)
    assert row.id == lent
    assert as_("ada").get("/jobs/1?after=1").text.count("one to them") == 1
    assert as_("ada").get("/jobs/1?after=x").text.count("one to them") == 2
