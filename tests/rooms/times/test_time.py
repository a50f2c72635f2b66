"""Rooms when the clocks change: Europe springs forward on 28 March 2027 and falls back on 31 October 2027."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.rooms.conftest import person
from webapp.core.db import db
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import reservations
from webapp.rooms.times import availability, open_time
from webapp.school import calendar

API, SPRING, AUTUMN = "/api/inventory/reservations/", "2027-03-28", "2027-10-31"


@pytest.fixture(autouse=True)
def open_at_night(decide):
    decide(opens="00:00", closes="23:45")


def ask(as_, starts, ends):
    return as_("sol").post(API, json={"room": 1, "start_time": starts, "end_time": ends})


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "cost"),
    [
        (
            "Europe/Berlin",
            f"{SPRING}T01:00",
            f"{SPRING}T04:00",
            "20.00",
        ),  # the hour from two to three is left out
        (
            "Europe/Berlin",
            f"{AUTUMN}T01:00",
            f"{AUTUMN}T04:00",
            "40.00",
        ),  # and here it comes twice
        ("Europe/Lisbon", f"{SPRING}T00:00", f"{SPRING}T03:00", "20.00"),
        ("Europe/Lisbon", f"{AUTUMN}T00:00", f"{AUTUMN}T03:00", "40.00"),
        ("Europe/Berlin", f"{SPRING}T01:00+01:00", f"{SPRING}T04:00+02:00", "20.00"),
        (
            "Australia/Lord_Howe",
            "2027-10-03T01:00",
            "2027-10-03T03:00",
            "15.00",
        ),  # by half an hour
    ],
)
def test_two_hours_cost_two_hours_whatever_the_clocks_show(
    as_, decide, zone, starts, ends, cost
):
    decide(zone=zone)
    assert ask(as_, starts, ends).json["total_cost"] == cost


LEFT_OUT = [("Europe/Berlin", "02:30", "03:30"), ("Europe/Lisbon", "01:15", "02:15")]


@pytest.mark.parametrize(("zone", "skipped", "next_one"), LEFT_OUT)
def test_a_time_that_does_not_exist_is_refused_with_the_next_one(
    as_, decide, zone, skipped, next_one
):
    decide(zone=zone)
    no = ask(as_, f"{SPRING}T{skipped}", f"{SPRING}T05:00")
    assert no.status_code == 422
    assert no.json["fields"] == {
        "start_time": [
            f"The clocks change then: {skipped} does not exist; the next time is {next_one}"
        ]
    }
    assert ask(as_, f"{SPRING}T{next_one}", f"{SPRING}T05:00").status_code == 201
    link = f"/reservations/new?room=1&start_time={SPRING}T{skipped}&end_time={SPRING}T05:00"
    assert as_("sol").get(link).status_code == 422


def test_a_time_that_comes_twice_is_the_first_one_unless_said_otherwise(app, as_):
    assert (
        ask(as_, f"{AUTUMN}T02:15", f"{AUTUMN}T02:45")
        .json["start_time"]
        .endswith("02:15:00+02:00")
    )
    assert (
        ask(as_, f"{AUTUMN}T02:15+01:00", f"{AUTUMN}T02:45+01:00")
        .json["start_time"]
        .endswith("02:15:00+01:00")
    )
    with app.app_context():
        first, second = db.session.query(Reservation).order_by(Reservation.starts_at)
        assert second.starts_at - first.starts_at == timedelta(hours=1)


def test_a_form_offers_both_and_tells_them_apart(as_):
    drawn = (
        as_("sol")
        .get(f"/reservations/new?room=1&start_time={AUTUMN}T02:15&end_time={AUTUMN}T02:45")
        .text
    )
    start = drawn[drawn.index('name="start_time"') : drawn.index("</select>")]
    assert re.findall(r"2027-10-31T02:15:00(\+..:..)\">([^<]+)", start) == [
        ("+02:00", "02:15 (first time, UTC+2)"),
        ("+01:00", "02:15 (second time, UTC+1)"),
    ]
    assert 'selected value="2027-10-31T02:15:00+02:00"' in start


def test_a_form_offers_no_time_that_does_not_exist(as_):
    drawn = (
        as_("sol")
        .get(f"/reservations/new?room=1&start_time={SPRING}T01:00&end_time={SPRING}T04:00")
        .text
    )
    assert ">01:45<" in drawn
    assert ">02:00<" not in drawn
    assert ">02:45<" not in drawn
    assert ">03:00<" in drawn
    assert "€20.00" in drawn
    assert "2 h" in drawn


@pytest.mark.parametrize(
    ("day", "columns"), [(SPRING, 273), (AUTUMN, 297), ("2027-06-01", 285)]
)
def test_the_day_sheet_is_as_long_as_the_day(app, as_, day, columns):
    page = as_("sol").get(f"/rooms?date={day}")
    assert f'<col span="{columns}">' in page.text
    hours = re.findall(r'<th scope="col" colspan="\d+">(\d\d):00', page.text)
    assert len(hours) == -(-columns // 12)
    assert hours.count("02") == {SPRING: 0, AUTUMN: 2}.get(day, 1)


def test_the_steps_of_a_day_are_on_the_clock_and_even(app):
    with app.app_context():
        for day, count in ((SPRING, 92), (AUTUMN, 100), ("2027-06-01", 96)):
            steps = availability.steps(open_time.reach(datetime.fromisoformat(day).date()))
            assert len(steps) == count
            assert {b - a for a, b in zip(steps, steps[1:], strict=False)} == {
                timedelta(minutes=15)
            }


def test_a_weekly_hour_stays_at_its_time(app, book):
    for week in range(3):
        day = calendar_day(app, "2027-10-24", 7 * week)
        book("sol", 1, day, "09:00", "10:00")
    with app.app_context():
        mine = reservations.upcoming(person("sol"), 5)
        assert {f"{calendar.local(each.starts_at):%H:%M}" for each in mine} == {"09:00"}
        assert mine[0].starts_at == datetime(2027, 10, 24, 7, tzinfo=UTC)
        assert mine[1].starts_at == datetime(2027, 10, 31, 8, tzinfo=UTC)


def calendar_day(app, first, days):
    with app.app_context():
        return str(calendar.after(datetime.fromisoformat(first).date(), days))
