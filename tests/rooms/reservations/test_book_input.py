"""Booking with times and fields that cannot be: each is told at its field, with what would do."""

import pytest
import time_machine

API = "/api/inventory/reservations/"


BAD = [
    ({"end_time": "{day}T14:00"}, "end_time"),
    ({"end_time": "{day}T13:00"}, "end_time"),
    ({"start_time": "{day}T07:00"}, "start_time"),
    ({"end_time": "{day}T22:15"}, "end_time"),
    ({"start_time": "{day}T14:05"}, "start_time"),
    ({"start_time": "2020-01-01T10:00", "end_time": "2020-01-01T11:00"}, "start_time"),
    ({"start_time": "2999-02-30T10:00"}, "start_time"),
    ({"start_time": "soon"}, "start_time"),
    ({"start_time": 1764547200}, "start_time"),
    ({"start_time": "9999-12-31T23:59-12:00"}, "start_time"),
    ({"room": "1"}, "room"),
    ({"room": 10**30}, "room"),
    ({"room": True}, "room"),
    ({"room": None}, "room"),
    ({"notes": "a\0b"}, "notes"),
    ({"purpose": "party"}, "purpose"),
    ({"price": 1}, "price"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_bad_input_is_told_at_its_field(as_, hour, monday, change, field):
    change = {
        k: v.format(day=monday) if isinstance(v, str) else v for k, v in change.items()
    }
    answer = as_("sol").post(API, json=hour | change)
    assert answer.status_code == 422, answer.json
    assert field in answer.json["fields"], answer.json


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"start_time": "2027-02-08T14:05"},
            "Choose a time on a step of 15 minutes: 14:00 or 14:15",
        ),
        (
            {"end_time": "2027-02-08T14:59"},
            "Choose a time on a step of 15 minutes: 14:45 or 15:00",
        ),
        ({"end_time": "2027-02-08T23:59"}, "Choose a time on a step of 15 minutes: 23:45"),
        ({"end_time": "2027-02-08T14:00"}, "Choose an end after the start: 14:15 or later"),
        ({"end_time": "2027-02-08T15:00:30"}, "Choose a whole minute: 15:00"),
        (
            {"start_time": "2027-01-31T10:00"},
            "Choose a time in the future: from Mon 1 Feb, 12:15",
        ),
    ],
)
def test_the_nearest_time_that_would_do_is_told(as_, change, words):
    asked = {
        "room": 1,
        "start_time": "2027-02-08T14:00",
        "end_time": "2027-02-08T15:00",
    } | change
    with time_machine.travel("2027-02-01T11:05:00Z"):
        assert [words] in as_("sol").post(API, json=asked).json["fields"].values()


@pytest.mark.parametrize(
    ("now", "soonest"),
    [
        ("04:00", "Mon 1 Feb, 08:00"),
        ("11:05", "Mon 1 Feb, 12:15"),
        ("20:50", "Tue 2 Feb, 08:00"),
    ],
)
def test_the_nearest_time_is_one_at_which_the_school_is_open(as_, now, soonest):
    asked = {"room": 1, "start_time": "2027-01-31T10:00", "end_time": "2027-01-31T11:00"}
    with time_machine.travel(f"2027-02-01T{now}:00Z"):
        told = as_("sol").post(API, json=asked).json["fields"]["start_time"]
    assert told == [f"Choose a time in the future: from {soonest}"]


def test_an_unknown_room_is_not_found(as_, hour):
    assert as_("sol").post(API, json=hour | {"room": 999}).status_code == 404


def test_without_signing_in_nothing_is_booked(app, hour):
    assert app.test_client().post(API, json=hour).status_code in (400, 401)
