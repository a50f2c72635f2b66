"""Booking a room: one rule, two doors, and never twice the same time."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from tests.support.coming_again import until_served
from tests.support.queries import counted
from webapp.rooms.models import Occupancy, Reservation
from webapp.school import calendar

API = "/api/inventory/reservations/"


def test_a_student_books_and_the_price_is_kept(as_, admin, hour):
    sol = as_("sol")
    answer = sol.post(API, json=hour | {"notes": "Brahms"})
    assert answer.status_code == 201
    got = answer.json
    assert (got["total_cost"], got["status"], got["payment_status"]) == (
        "10.00",
        "confirmed",
        "unpaid",
    )
    assert re.fullmatch(r".{10}T14:00:00\+0[12]:00", got["start_time"])
    assert (
        admin.patch("/api/inventory/practice-rooms/1/", json={"hourly_rate": "99"}).json[
            "hourly_rate"
        ]
        == "99.00"
    )
    assert sol.get(f"{API}{got['id']}/").json["total_cost"] == "10.00"


@pytest.mark.parametrize(
    ("rate", "until", "cost"),
    [
        ("10.00", "14:45", "7.50"),
        (15, "15:45", "26.25"),
        (0.01, "14:15", "0.00"),
        ("0.02", "14:15", "0.01"),
    ],
)
def test_the_cost_is_rounded_once_half_up(as_, admin, hour, rate, until, cost):
    admin.patch("/api/inventory/practice-rooms/1/", json={"hourly_rate": rate})
    ends = hour["start_time"][:11] + until
    assert as_("sol").post(API, json=hour | {"end_time": ends}).json["total_cost"] == cost


def test_the_same_key_books_once(app, as_, hour):
    sol = as_("sol")
    first, again = (
        sol.post(API, json=hour, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_sixteen_at_once_get_one_room(app, as_, hour, count):
    """More than a server lets in at once, so on a busy machine some are told to come again in a moment."""
    people = [as_(("sol", "nia", "tess")[i % 3]) for i in range(16)]
    start = Barrier(16)

    def book(browser):
        start.wait()
        return until_served(browser.post, API, json=hour).status_code

    with ThreadPoolExecutor(16) as pool:
        seen = sorted(pool.map(book, people))
    assert seen == [201] + [409] * 15
    with app.app_context():
        at = calendar.instant(datetime.fromisoformat(hour["start_time"]))
    assert count(Reservation, room_id=1, starts_at=at) == 1
    assert count(Occupancy, space_id=1, starts_at=at) == 1


def test_booking_and_refusing_ask_only_so_much(app, as_, hour):
    sol = as_("sol")
    for status, most in ((201, 9), (409, 10)):  # the person's sign-in among them
        with counted(app) as seen:
            assert sol.post(API, json=hour).status_code == status
        assert len([each for each in seen if "SAVEPOINT" not in each]) <= most, "\n".join(
            seen
        )
