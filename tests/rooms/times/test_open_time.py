"""Opening hours as rooms see them: several spans a day, until midnight, and closed days."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from webapp.core.db import transaction
from webapp.school import closed_days, opening_hours
from webapp.school.open_days import Hours

from ..conftest import person

API = "/api/inventory/reservations/"
ROOM = "/api/inventory/practice-rooms/1/availability/"
MONDAY = date(2027, 2, 1)
SIESTA = [Hours(480, 720), Hours(840, 1440)]  # 08:00–12:00, 14:00–24:00


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel("2027-01-20T09:00:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def split(app, january):
    with app.app_context(), transaction():
        opening_hours.decide(person("ada"), mon=SIESTA, sun=[])
        closed_days.add(
            person("ada"),
            name="Carnival",
            starts_on=MONDAY + timedelta(days=7),
            ends_on=MONDAY + timedelta(days=8),
        )


def book(browser, starts, ends, day=MONDAY):
    until = day + timedelta(days=1) if ends == "24:00" else day
    times = {
        "start_time": f"{day}T{starts}",
        "end_time": f"{until}T{'00:00' if ends == '24:00' else ends}",
    }
    return browser.post(API, json={"room": 1, "purpose": "practice"} | times)


@pytest.mark.parametrize(
    ("starts", "ends", "status"),
    [
        ("11:00", "12:00", 201),
        ("11:30", "12:30", 422),
        ("12:30", "13:30", 422),
        ("11:00", "15:00", 422),
        ("13:45", "14:30", 422),
        ("14:00", "15:00", 201),
        ("23:00", "24:00", 201),
    ],
)
def test_a_booking_lies_within_one_of_the_spans(as_, starts, ends, status):
    answer = book(as_("tess"), starts, ends)
    assert answer.status_code == status, answer.json
    if status == 422:
        ((words,),) = answer.json["fields"].values()
        assert words == "The school is open 08:00–12:00 and 14:00–24:00"


def test_closed_days_and_closed_weekdays_are_told_by_name(as_):
    tess = as_("tess")
    no = book(tess, "10:00", "11:00", MONDAY + timedelta(days=7))
    assert no.json["fields"]["start_time"] == [
        "The school is closed on Mon 8 Feb: Carnival"
    ]
    no = book(tess, "10:00", "11:00", MONDAY + timedelta(days=6))
    assert no.json["fields"]["start_time"] == ["The school is closed on Sun 7 Feb"]


def test_a_room_is_free_within_the_spans_alone(as_):
    sol = as_("sol")
    shown = sol.get(f"{ROOM}?date={MONDAY}").json
    assert [span["start_time"][11:16] for span in shown["open"]] == ["08:00", "14:00"]
    assert shown["free"] == shown["open"]
    closed = sol.get(f"{ROOM}?date={MONDAY + timedelta(days=7)}").json
    assert (closed["open"], closed["free"]) == ([], [])


def test_the_day_draws_the_break_and_says_why_a_day_is_closed(as_):
    sol = as_("sol")
    page = sol.get(f"/rooms?date={MONDAY}").text
    assert "open 08:00–12:00 and 14:00–24:00" in page
    assert "12:00–14:00" in page
    closed = sol.get(f"/rooms?date={MONDAY + timedelta(days=7)}").text
    assert "The school is closed on Mon 8 Feb: Carnival" in closed
    assert 'role="grid"' not in closed


def test_what_is_booked_on_a_day_that_closes_is_still_drawn(app, as_):
    day = MONDAY + timedelta(days=2)
    assert book(as_("nia"), "10:00", "11:00", day).status_code == 201
    with app.app_context(), transaction():
        closed_days.add(person("ada"), name="Strike", starts_on=day, ends_on=day)
    page = as_("nia").get(f"/rooms?date={day}").text
    assert "Strike" in page
    assert "10:00–11:00" in page
    assert 'class="free"' not in page


def test_a_week_draws_closed_time_where_other_days_are_open(as_):
    page = as_("sol").get(f"/rooms/1?week={MONDAY}").text
    assert "12:00–14:00" in page
    assert page.count("Closed") >= 2


def test_hours_that_the_clocks_leave_out_are_no_time(app, as_):
    """In Berlin there is no time from 02:00 to 03:00 on 28 March 2027."""
    spans = [Hours(135, 165), Hours(170, 240)]  # 02:15–02:45, 02:50–04:00
    with app.app_context(), transaction():
        opening_hours.decide(person("ada"), sun=spans)
    (span,) = as_("sol").get(f"{ROOM}?date=2027-03-28").json["open"]
    assert (span["start_time"][11:16], span["end_time"][11:16]) == ("03:00", "04:00")


def test_the_next_times_are_in_the_next_span(as_):
    """Somebody else has all of the morning."""
    assert book(as_("nia"), "08:00", "12:00").status_code == 201
    no = book(as_("tess"), "10:30", "11:30")
    assert no.status_code == 409
    offered = re.findall(r"2027-02-01T(\d\d:\d\d)", str(no.json["offers"]))
    assert "14:00" in offered
