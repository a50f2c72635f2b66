"""What a student may book where no rule says so: 90 days ahead, four hours, one room at a time; staff as they like."""

from datetime import date, timedelta

import pytest

from tests.rooms.series.conftest import API as SERIES
from webapp.school import settings

API = "/api/inventory/reservations/"
DEFAULTS = {"room_horizon_days": 90, "room_max_minutes": 240, "room_one_at_a_time": True}


@pytest.fixture(autouse=True)
def limited(app, decide):
    decide(**DEFAULTS)


@pytest.fixture
def ask(as_, monday):
    """`ask("sol", days=80)` books Studio A from two till four so many days after that Monday."""

    def send(name="sol", days=0, starts="14:00", ends="16:00", room=1, **more):
        day = date.fromisoformat(monday) + timedelta(days=days)
        return as_(name).post(
            API,
            json={
                "room": room,
                "start_time": f"{day}T{starts}",
                "end_time": f"{day}T{ends}",
            }
            | more,
        )

    return send


def test_a_new_school_has_these_limits():
    assert {name: settings.DEFAULTS[name] for name in DEFAULTS} == DEFAULTS


def test_nobody_books_a_room_of_2036(ask):
    no = ask(days=3650)
    assert no.status_code == 409
    assert no.json["facts"]["limit"] == "horizon_days"
    assert "rule “" not in no.json["detail"]
    assert no.json["facts"]["rule"] is None
    assert ask(days=70).status_code == 201


def test_four_hours_is_the_longest_and_the_refusal_offers_it(ask):
    no = ask(starts="09:00", ends="22:00")
    assert no.status_code == 409
    assert "The longest booking is 4 h; this is 13 h" in no.json["detail"]
    assert no.json["offers"][0]["label"] == "4 h, until 13:00"
    assert ask(starts="09:00", ends="13:00").status_code == 201


def test_one_room_at_a_time(ask):
    assert ask().status_code == 201
    no = ask(room=2, starts="15:00", ends="17:00")
    assert no.status_code == 409
    assert "One room at a time" in no.json["detail"]
    assert ask(room=2, starts="16:00", ends="17:00").status_code == 201


@pytest.mark.parametrize("name", ["tess", "dora", "ada"])
@pytest.mark.parametrize("whose", [{}, {"student": 2}])
def test_staff_are_not_bound_for_themselves_or_a_student(ask, name, whose):
    assert ask(name, days=400, starts="09:00", ends="22:00", **whose).status_code == 201
    assert ask(name, days=400, room=2, **whose).status_code == 201


@pytest.mark.parametrize("setting", DEFAULTS)
def test_the_school_may_lift_each(ask, decide, setting):
    decide(**dict.fromkeys(DEFAULTS, 0) | {setting: DEFAULTS[setting]})
    ask(room=2)
    answers = {
        "room_horizon_days": ask(days=400),
        "room_max_minutes": ask(days=1, starts="09:00", ends="22:00"),
        "room_one_at_a_time": ask(),
    }
    refused = [name for name, answer in answers.items() if answer.status_code == 409]
    assert refused == [setting]


def test_a_rule_of_the_school_comes_before_its_default(ask, rule):
    rule("Long hours", max_minutes=600)
    assert ask(starts="09:00", ends="18:00").status_code == 201
    assert (
        ask(days=400).json["facts"]["limit"] == "horizon_days"
    )  # of which the rule says nothing


def test_moving_is_bound_too(ask, as_, monday):
    id = ask().json["id"]
    to = {"room": 1, "start_time": f"{monday}T09:00", "end_time": f"{monday}T22:00"}
    assert as_("sol").post(f"{API}{id}/move/", json=to).status_code == 409
    assert as_("dora").post(f"{API}{id}/move/", json=to).status_code == 200


def test_a_series_is_refused_beyond_them_date_by_date(as_, monday):
    weekly = {
        "room": 1,
        "start": "14:00",
        "end": "15:00",
        "first_date": monday,
        "count": 14,
    }
    seen = as_("sol").post(f"{SERIES}preview/", json=weekly)
    states = [line["status"] for line in seen.json["dates"]]
    assert states[0] == "free"
    assert states[-1] == "refused"


def test_the_booking_page_says_so_before_it_is_sent(as_, monday):
    asked = f"/rooms/1/book?start_time={monday}T09:00&end_time={monday}T20:00"
    assert "The longest booking is 4 h" in as_("sol").get(asked).text
    assert "The longest booking is 4 h" not in as_("dora").get(asked).text


def test_the_page_of_rules_tells_what_holds_without_one(as_, decide):
    assert (
        "90 days ahead, 4 h at a time, one room at a time"
        in as_("ada").get("/rooms/rules").text
    )
    decide(**dict.fromkeys(DEFAULTS, 0))
    assert "Unless a rule says otherwise" not in as_("ada").get("/rooms/rules").text
