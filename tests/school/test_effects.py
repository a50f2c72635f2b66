"""H04: a change of the open days first shows what it hits; then due days move, and bookings stay or are cancelled."""

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from webapp.core.db import db
from webapp.core.jobs import Job
from webapp.core.outbox import Letter
from webapp.lending.models import CheckoutEvent
from webapp.school import calendar

from .conftest import CLOSED, LOANS, holidays

TERMS, HOURS = "/api/inventory/terms/", "/api/inventory/opening-hours/"


def test_h04_the_preview_tells_what_is_hit_and_changes_nothing(app, as_, lent, booked, now):
    seen = as_("ada").post(f"{CLOSED}?preview=1", json=holidays())
    assert seen.status_code == 202
    assert (seen.json["due_days"], seen.json["bookings"], seen.json["people"]) == (1, 1, 1)
    (due, booking) = seen.json["hits"]
    assert (due["id"], due["day"], due["becomes"]) == (lent, str(ahead(5)), str(ahead(7)))
    assert (booking["id"], booking["becomes"]) == (booked, None)
    assert now(loan=lent) == ahead(5)
    assert as_("ada").get(CLOSED).json == []


def test_h04_due_days_move_and_bookings_stay_and_each_is_told_once(
    app, as_, lent, booked, now, mails
):
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    assert now(loan=lent) == ahead(7)
    assert now(booking=booked) == "confirmed"
    ((address, text),) = mails()
    assert address.startswith("sol")
    assert "Violin" in text
    with app.app_context():
        event = db.session.query(CheckoutEvent).filter_by(kind="moved").one()
        assert (event.checkout_id, event.new_due_on) == (lent, ahead(7))
        job = db.session.query(Job).one()
        assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert "Moved off closed days" in as_("tess").get(f"/checkouts/{lent}").text


def test_h04_bookings_are_cancelled_for_nothing_with_other_times(
    app, as_, lent, booked, now, mails
):
    path = f"{CLOSED}?bookings=cancel&loans=keep"
    assert as_("ada").post(path, json=holidays()).status_code == 201
    assert now(booking=booked) == "cancelled"
    assert now(loan=lent) == ahead(5)
    ((_address, text),) = mails()
    assert "free of charge. Free instead: " in text
    with app.app_context():
        first, last = map(calendar.in_words, (ahead(5), ahead(6)))
    assert f"The school is closed from {first} to {last}: Storm." in text
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="open_days").one()
        assert "METHOD:CANCEL" in letter.calendar
        assert f"UID:reservation-{booked}@" in letter.calendar


def test_h04_the_page_shows_it_first_and_applies_it_then(as_, lent, booked, now):
    ada = as_("ada")
    looked = ada.post("/opening-hours/closed-days/new", data=holidays())
    assert looked.status_code == 303
    shown = ada.get(looked.location)
    assert "1 due day, 1 room booking, of 1 person." in " ".join(shown.text.split())
    assert now(loan=lent) == ahead(5)
    (form,) = (form for form in forms(shown.text) if form.action.endswith("/new"))
    chosen = {"loans": "move", "bookings": "cancel", "apply": "y"}
    done = ada.post(form.action, data=form.values | chosen)
    assert done.status_code == 303
    assert (now(loan=lent), now(booking=booked)) == (ahead(7), "cancelled")
    assert "1 of 1 people" in ada.get(done.location).text


def test_what_hits_nothing_is_saved_at_once(as_, app):
    done = as_("ada").post("/opening-hours/closed-days/new", data=holidays(40, 41))
    assert (done.status_code, done.location) == (303, "/opening-hours?saved=y")


def test_removing_is_asked_for_first(as_, app):
    ada = as_("ada")
    id = ada.post(CLOSED, json=holidays(40, 41)).json["id"]
    path = f"/opening-hours/closed-days/{id}/remove"
    shown = ada.get(ada.post(path).location)
    assert len(ada.get(CLOSED).json) == 1
    (form,) = (form for form in forms(shown.text) if form.action == path)
    assert ada.post(path, data=form.values | {"apply": "y"}).status_code == 303
    assert ada.get(CLOSED).json == []


def test_a_weekday_that_closes_hits_too(as_, lent, now):
    day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[ahead(5).weekday()]
    seen = as_("ada").patch(f"{HOURS}?preview=1", json={day: []})
    assert (seen.status_code, seen.json["due_days"]) == (202, 1)
    assert as_("ada").patch(HOURS, json={day: []}).status_code == 200
    assert now(loan=lent) == ahead(6)


def test_h03_a_term_draws_due_days_back_and_none_becomes_late(as_, lent, now):
    said = {
        "name": "Autumn",
        "starts_on": str(ahead(-30)),
        "ends_on": str(ahead(30)),
        "return_by": str(ahead(3)),
    }
    id = as_("ada").post(TERMS, json=said).json["id"]
    assert now(loan=lent) == ahead(3)
    patched = as_("ada").patch(f"{TERMS}{id}/", json={"return_by": str(ahead(-3))})
    assert patched.status_code == 200, patched.json
    assert now(loan=lent) == ahead(3)


def test_what_is_late_or_lay_on_a_closed_day_before_stays(app, as_, lent, now):
    as_("ada").post(f"{CLOSED}?loans=keep", json=holidays(5, 5))
    as_("ada").post(CLOSED, json=holidays(6, 7))
    assert now(loan=lent) == ahead(5)


def test_returns_are_spread_over_the_days_after(app, as_, lent, now):
    said = {"item": 2, "due_date": str(ahead(7))}
    other = as_("tess").post(LOANS, json=said | {"student": 3}).json["id"]
    as_("tess").post(f"{LOANS}{other}/approve/", json={})
    assert as_("ada").post(f"{CLOSED}?most=1", json=holidays()).status_code == 201
    assert now(loan=lent) == ahead(8)


@pytest.mark.parametrize("who", ["sol", "tess", "dora"])
@pytest.mark.parametrize("path", [CLOSED, f"{CLOSED}?preview=1"])
def test_only_admins_see_what_would_be_hit(as_, lent, who, path):
    assert as_(who).post(path, json=holidays()).status_code == 403
