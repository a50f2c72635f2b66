"""Ending early, booking the same again, and what giving back too late costs."""

import re

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import text

from tests.rooms.conftest import check_words
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"


@pytest.fixture(autouse=True)
def booked(book, monday, decide):
    decide(zone="UTC")
    assert book("sol", 1, monday, "14:00", "16:00") == 1


@pytest.fixture
def stored(app):
    def look():
        with app.app_context():
            one = db.session.get(Reservation, 1)
            until = db.session.scalar(text("SELECT blocks_until FROM occupancy WHERE live"))
            return f"{one.ends_at:%H:%M}", str(until)[11:16], one.total_cost_minor

    return look


@pytest.mark.parametrize("door", ["page", "api"])
def test_what_is_left_is_free_from_the_next_step_and_the_cost_stays(
    as_, stored, monday, door
):
    with time_machine.travel(f"{monday}T14:31:00Z"):
        sol = as_("sol")
        assert "End it now" in sol.get("/reservations/1").text
        path = "/reservations/1/end" if door == "page" else f"{API}1/end/"
        assert sol.post(path).status_code in (200, 303)
        assert stored() == ("14:45", "14:45", 2000)
        after = {"room": 1, "start_time": f"{monday}T14:45", "end_time": f"{monday}T16:00"}
        assert as_("nia").post(API, json=after).status_code == 201


@pytest.mark.parametrize(
    ("at", "status"),
    [("13:59", 409), ("14:00", 200), ("15:44", 200), ("15:46", 409), ("17:00", 409)],
)
def test_only_what_is_going_on_ends(as_, stored, monday, at, status):
    with time_machine.travel(f"{monday}T{at}:00Z"):
        assert as_("sol").post(f"{API}1/end/").status_code == status
    assert (stored()[0] != "16:00") == (status == 200)


def test_an_old_version_another_student_and_nothing(as_, monday):
    with time_machine.travel(f"{monday}T14:31:00Z"):
        assert (
            as_("nia").post(f"{API}1/end/").status_code
            == as_("sol").post(f"{API}9/end/").status_code
            == 404
        )
        assert (
            as_("sol").post(f"{API}1/end/", headers={"If-Match": '"v7"'}).status_code == 412
        )
        assert as_("dora").post(f"{API}1/end/").json["end_time"][11:16] == "14:45"
        assert as_("dora").post(f"{API}1/end/").status_code == 409  # nothing is left of it


@pytest.mark.parametrize("door", ["page", "api"])
def test_who_was_there_hears_of_it_once_if_somebody_else_ends_it(
    app, as_, monday, letter, door
):
    as_("dora").post("/api/inventory/reservations/1/payments/", json={"kind": "paid"})
    path = "/reservations/1/end" if door == "page" else f"{API}1/end/"
    with time_machine.travel(f"{monday}T14:31:00Z"):
        assert [as_("dora").post(path).status_code for _ in range(2)][1] == 409
    sent = letter(step="ended")
    assert sent.address == "sol@school.test"
    check_words(sent.text, "Dora ended your booking early", "14:00 to 16:00", "still costs")
    assert "14:00 to 14:45" in sent.subject
    check_it_ends(sent.calendar, "14:45")
    with app.app_context():
        row = db.session.get(Reservation, 1)
        assert (row.payment_status, row.owed_minor) == ("paid", 0)


def check_it_ends(calendar, wall):
    (event,) = Calendar.from_ical(calendar).walk("VEVENT")
    assert f"{event['DTEND'].dt:%H:%M}" == wall
    assert event["SEQUENCE"] > 0


def test_who_ends_their_own_gets_no_letter(app, as_, monday):
    with time_machine.travel(f"{monday}T14:31:00Z"):
        assert as_("sol").post(f"{API}1/end/").status_code == 200
    with app.app_context():
        assert [letter.step for letter in db.session.query(Letter)] == ["confirmed"]


def test_the_same_again_is_filled_in_for_next_week(as_, monday):
    sol = as_("sol")
    link = re.search(r'href="(/rooms/1/book\?[^"]+)"', sol.get("/reservations/1").text)[
        1
    ].replace("&amp;", "&")
    asked = sol.get(link).text
    assert "14:00" in asked
    assert "€20.00" in asked
    assert re.findall(r'<option selected value="[^"]+T(\d\d:\d\d)', asked) == [
        "14:00",
        "16:00",
    ]


@pytest.mark.parametrize(("at", "late"), [("09:59", False), ("10:01", True)])
def test_after_the_cut_off_it_still_costs_and_one_is_told_before(
    as_, decide, hour, monday, at, late
):
    decide(cancel_hours=4)
    with time_machine.travel(f"{monday}T{at}:00Z"):
        sol = as_("sol")
        asked = sol.get("/reservations/1/cancel").text
        assert ("€20.00 is still due" in asked) == late
        assert ("Cancelling is free" in asked) != late
        assert sol.post(f"{API}1/cancel/").json["late"] is late
        assert as_("nia").post(API, json=hour).status_code == 201
        assert ("too late" in sol.get("/reservations/1").text) == late


def test_for_staff_who_cancel_for_somebody_it_is_never_late(as_, decide, monday):
    decide(cancel_hours=4)
    with time_machine.travel(f"{monday}T13:00:00Z"):
        assert as_("dora").post(f"{API}1/cancel/").json["late"] is False
