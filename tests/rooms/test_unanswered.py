"""What nobody answers in time ends by itself: by the worker, or for whoever wants the time."""

from datetime import datetime, timedelta

import pytest
import time_machine

from webapp import worker
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.approvals import approvals
from webapp.school import calendar

API = "/api/inventory/reservations/"


@pytest.fixture
def later(app):
    """`with later(73):` so many hours from now."""
    return lambda hours: time_machine.travel(clock.now() + timedelta(hours=hours))


def expire(app):
    with app.app_context(), transaction():
        return approvals.expire()


def test_the_worker_ends_it_and_they_hear_of_it(app, as_, asked, became, written, later, hour):
    assert approvals.expire in worker.CHORES[60.0]
    assert expire(app) == 0 and became(asked) == ("pending", True, None)
    with later(73):
        assert (expire(app), expire(app)) == (1, 0)
    assert became(asked) == ("unanswered", False, None) and written()[2:] == [("unanswered", "sol")]
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="reservation_unanswered").one()
        assert "METHOD:CANCEL" in letter.calendar and "in time" in letter.text
    shown = as_("sol").get(f"/reservations/{asked}").text
    assert "Not answered in time" in shown and "Nobody answered in time" in shown
    told = as_("sol").get(f"{API}{asked}/").json
    assert (told["status"], told["late"], told["decided_by"]) == ("cancelled", False, None)
    assert as_("nia").post(API, json=hour).status_code == 201


def test_whoever_wants_the_time_does_not_wait_for_the_worker(as_, asked, became, later, hour):
    with later(71):
        assert as_("nia").post(API, json=hour).status_code == 409
    with later(73):
        assert as_("nia").post(API, json=hour).status_code == 201
    assert became(asked) == ("unanswered", False, None)


def test_it_ends_when_it_begins(app, must_ask, book, became, decide, monday):
    decide(approve_within_hours=2000)
    id = book("sol", 1, monday, "14:00", "15:00")
    with app.app_context():
        starts = calendar.instant(datetime.fromisoformat(f"{monday}T14:00"))
    with time_machine.travel(starts - timedelta(minutes=1)):
        assert expire(app) == 0
    with time_machine.travel(starts):
        assert expire(app) == 1
    assert became(id)[0] == "unanswered"


def test_answered_is_answered(app, as_, asked, became, later):
    as_("tess").post(f"{API}{asked}/approve/")
    with later(73):
        assert expire(app) == 0
    assert became(asked) == ("confirmed", True, 1)


def test_who_waits_hears_of_it(app, as_, asked, later, monday):
    wish = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00", "minutes": 60}
    as_("nia").post("/api/inventory/waitlist/", json=wish)
    with later(73):
        expire(app)
    with app.app_context():
        assert db.session.query(Letter).filter_by(kind="wait_offered").count() == 1
