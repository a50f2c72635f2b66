"""Reservations under test, and what is asked about them."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.series.conftest import API as SERIES
from webapp.core.db import db
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"
PAGE = "/reservations/new"


@pytest.fixture
def link(monday):
    return f"{PAGE}?room=1&start_time={monday}T14:00&end_time={monday}T15:00"


def chosen(page, name):
    select = page[page.index(f'name="{name}"') :]
    return re.search(r'selected value="([^"]*)"', select[: select.index("</select>")])[1]


@pytest.fixture
def move(as_, monday):
    """`move("api", "sol", 9, "14:00", "16:00")` moves it so many days on, an hour before it begins."""

    def act(door, name="sol", days=0, starts="14:00", ends="16:00", *, room=1, at="13:00"):
        day = date.fromisoformat(monday) + timedelta(days=days)
        to = {"room": room, "start_time": f"{day}T{starts}", "end_time": f"{day}T{ends}"}
        with time_machine.travel(f"{monday}T{at}:00Z", tick=False):
            browser = as_(name)
            if door == "api":
                return browser.post(f"{API}1/move/", json=to)
            return browser.post("/reservations/1/move", data=to | {"version": "1"})

    return act


@pytest.fixture
def given_up(app):
    """(from, until, what is owed) of each late cancellation of Sol's, and what all of Sol's bookings cost."""

    def look():
        with app.app_context():
            rows = (
                db.session.query(Reservation)
                .filter_by(student_id=2)
                .order_by(Reservation.id)
                .all()
            )
            late = [
                row
                for row in rows
                if row.stored_status == "cancelled" and row.cancelled_late
            ]
            left = [
                (f"{row.starts_at:%H:%M}", f"{row.ends_at:%H:%M}", row.owed_minor)
                for row in late
            ]
            return left, sum(row.charged_minor for row in rows)

    return look


@pytest.fixture
def series(as_, weekly, monday):
    """Four weeks from that Monday at four in the afternoon."""
    made = as_("sol").post(
        SERIES, json=weekly | {"room": 2, "start": "16:00", "end": "17:00"}
    )
    assert made.status_code == 201
    return made.json


@pytest.fixture
def late_booking(book, monday, decide):
    """Two hours of Sol's in Studio A, at 10.00 an hour; half of it is due when it is cancelled late."""
    decide(zone="UTC", cancel_hours=4, late_cancel_percent=50)
    assert book("sol", 1, monday, "14:00", "16:00") == 1
