"""What waits for an answer: shown as waiting, moved, given back, and owed by nobody."""

import re
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from tests.rooms.conftest import person
from webapp.core import clock
from webapp.core.db import transaction
from webapp.rooms.feeds import feeds
from webapp.rooms.reservations import no_shows

API = "/api/inventory/reservations/"


def test_everybody_sees_the_time_taken_but_only_some_that_it_waits(as_, asked, monday):
    for path in (f"/rooms?date={monday}", f"/rooms/1?week={monday}"):
        mine = as_("sol").get(path).text
        assert "You, waiting" in mine
        assert re.search(r'class="(seg-a )?pend\b', mine)
        assert "Sol, waiting" in as_("tess").get(path).text
        assert "waiting" not in as_("nia").get(path).text


def test_calendars_show_it_as_tentative(app, asked):
    with app.app_context(), transaction():
        address = "/calendar/" + feeds.make(person("sol"), room=None)[1] + ".ics"
    (event,) = Calendar.from_ical(app.test_client().get(address).data).walk("VEVENT")
    assert event["STATUS"] == "TENTATIVE"


@pytest.fixture
def asked_long_before(must_ask, decide, book, monday):
    """As `asked`, and a teacher may answer until it begins."""
    decide(approve_within_hours=2000)
    return book("sol", 1, monday, "14:00", "15:00")


def test_nobody_checks_in_and_nobody_misses_it(
    app, as_, asked_long_before, at, decide, became
):
    asked = asked_long_before
    decide(check_in=True)
    with at("13:50"):
        no = as_("sol").post(f"{API}{asked}/check-in/")
        assert no.status_code == 409
        assert "waiting for approval" in no.json["detail"]
        assert "Check in" not in as_("sol").get(f"/reservations/{asked}").text
    for wall in ("14:09", "14:11"):
        with at(wall), app.app_context(), transaction():
            assert no_shows.mark() == 0
    assert became(asked) == ("pending", True, None)


def test_given_back_late_it_costs_nothing(as_, asked_long_before, at, decide):
    decide(cancel_hours=24)
    with at("13:00"):
        told = as_("sol").post(f"{API}{asked_long_before}/cancel/").json
    assert (told["status"], told["late"]) == ("cancelled", False)


@pytest.mark.parametrize(
    ("name", "room", "status", "hours"),
    [
        ("sol", 1, "pending", 72),
        ("sol", 2, "confirmed", None),
        ("tess", 1, "pending", 72),
        ("dora", 2, "pending", 72),
    ],
)
def test_moving_what_waits(as_, asked, monday, stored, written, name, room, status, hours):
    times = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00", "room": room}
    assert as_(name).post(f"{API}{asked}/move/", json=times).status_code == 200
    assert stored() == [(status, room, hours)]
    assert written().count(("requested", "tess")) == (
        2 if (name, status) == ("sol", "pending") else 1
    )


def test_moving_to_where_one_must_ask_waits_again_unless_staff_move_it(
    as_, must_ask, book, hour, monday, stored, letter
):
    book("sol", 2, monday, "14:00", "15:00")
    book("sol", 3, monday, "16:00", "17:00")
    sol = as_("sol")
    page = sol.get("/reservations/1/move", query_string=hour)
    assert "A teacher will answer within 3 days" in page.text
    assert sol.post(f"{API}1/move/", json=hour).status_code == 200
    assert stored()[0] == ("pending", 1, 72)
    moved = letter(kind="reservation_moved")
    assert "A teacher must approve it" in moved.text
    assert "STATUS:TENTATIVE" in moved.calendar
    later = {"start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00", "room": 1}
    assert as_("dora").post(f"{API}2/move/", json=later).status_code == 200
    assert stored()[1] == ("confirmed", 1, None)


def test_lists_can_be_asked_for_a_status(as_, asked, book, monday):
    book("sol", 2, monday, "08:00", "09:00")
    sol = as_("sol")
    for status, ids in (
        ("pending", [1]),
        ("confirmed", [2]),
        ("completed", []),
        ("cancelled", []),
    ):
        assert [each["id"] for each in sol.get(f"{API}?status={status}").json] == ids
    with time_machine.travel(clock.now() + timedelta(days=16)):
        assert [each["id"] for each in as_("sol").get(f"{API}?status=completed").json] == [
            2
        ]
    assert sol.get(f"{API}?status=unknown").status_code == 422
    assert sol.get("/reservations/export.csv?status=pending").text.count("Studio") == 1


def test_nobody_owes_for_what_waits(as_, asked, monday):
    sol, month = as_("sol"), {"start_date": monday, "end_date": monday}
    owed = [sol.get("/api/inventory/statements/2/", query_string=month).json["lines"]]
    as_("tess").post(f"{API}{asked}/approve/")
    owed.append(sol.get("/api/inventory/statements/2/", query_string=month).json["lines"])
    assert [len(lines) for lines in owed] == [0, 1]


@pytest.mark.parametrize("who", ["sol", "tess"])
def test_it_cannot_be_ended_and_the_answer_says_what_can_be_done(as_, asked, who):
    no = as_(who).post(f"{API}{asked}/end/")
    assert no.status_code == 409
    words = "This booking is waiting for approval and has not begun: cancel it instead"
    assert no.json["detail"] == words
