"""The school's settings under test, at both doors."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.rooms.models import Reservation
from webapp.school import open_days, settings
from webapp.school.effects import done

PAGE, API = "/settings", "/api/inventory/settings/"

TOLD = {
    "name": "Backline",
    "address": "",
    "phone": "",
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "language": "en",
    "first_weekday": 1,
    "granularity_minutes": 15,
    "approve_within_hours": 72,
    "cancel_hours": 0,
    "room_horizon_days": 0,
    "room_max_minutes": 0,
    "room_one_at_a_time": False,
    "most_loans": 0,
    "pickup_earliest_days": 0,
    "pickup_latest_days": 0,
    "missed_days": 3,
    "offer_days": 3,
    "pending_days": 7,
    "due_soon_days": 2,
    "overdue_days": [1, 7, 14, 30],
    "tell_teacher_days": 14,
    "tell_guardian_days": 14,
    "tell_office_days": 30,
    "copies_to_teacher": [],
    "copies_to_guardian": [],
    "copies_to_office": [],
    "weekly_list_day": 1,
    "most_renewals": 2,
    "renew_days_before": 7,
    "renew_late": False,
    "unseen_renewals": 0,
    "suspend_after_days": 0,
    "late_stops_loans": False,
    "due_day_is_free": False,
    "mail_greeting": "",
    "mail_signature": "",
    "mail_note_lending": "",
    "mail_note_rooms": "",
    "second_person_loans": False,
    "second_person_amount": "500.00",
    "second_person_hours": 24,
}


@pytest.fixture
def kept(app):
    def look(name):
        with app.app_context():
            return settings.get(name)

    return look


def drawn(browser):
    """What the page would send as it stands."""
    text = browser.get(PAGE).text
    shown = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', text))
    chosen = re.findall(
        r'<select[^>]* name="(\w+)".*?<option selected value="([^"]*)"', text, re.S
    )
    return {
        name: html.unescape(value)
        for name, value in (shown | dict(chosen)).items()
        if name in {*TOLD, "version"}
    }


def change(browser, door, **said):
    if door == "api":
        return browser.patch(API, json=said)
    typed = {name: _typed(value) for name, value in said.items()}
    return browser.post(PAGE, data=drawn(browser) | typed)


def _typed(value):
    """Numbers stand in one line, words are ticked off one by one."""
    if isinstance(value, list) and not all(isinstance(each, int) for each in value):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


LOANS = "/api/inventory/checkouts/"
RESERVATIONS = "/api/inventory/reservations/"
CLOSED = "/api/inventory/closed-days/"


def holidays(first=5, last=6):
    """Days on which the school closes."""
    return {"name": "Storm", "starts_on": str(ahead(first)), "ends_on": str(ahead(last))}


@pytest.fixture
def lent(as_):
    """Sol's loan of a violin until the fifth day from today; its id."""
    said = {"item": 1, "due_date": str(ahead(5))}
    id = as_("sol").post(LOANS, json=said).json["id"]
    as_("tess").post(f"{LOANS}{id}/approve/", json={})
    assert as_("dora").post(f"{LOANS}{id}/hand_out/", json={}).status_code == 200
    return id


@pytest.fixture
def booked(app, as_):
    """Sol's hour in a room on the sixth day from today; its id."""
    with app.app_context():
        at = open_days.at(ahead(6), 10 * 60)
    times = {
        "start_time": at.isoformat(),
        "end_time": (at + timedelta(hours=1)).isoformat(),
    }
    answer = as_("sol").post(RESERVATIONS, json={"room": 1} | times)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


@pytest.fixture
def now(app):
    """The day a loan is due, and the state of a booking."""

    def look(loan=None, booking=None):
        with app.app_context():
            if loan:
                return db.session.get(Checkout, loan).due_on
            return db.session.get(Reservation, booking).stored_status

    return look


@pytest.fixture
def mails(app):
    def written():
        with app.app_context():
            query = select(Letter).where(Letter.kind == done.KIND).order_by(Letter.id)
            return [(each.address, each.text) for each in db.session.scalars(query)]

    return written
