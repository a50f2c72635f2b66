"""What is given back too late: what it costs, and that nothing is owed once others have all of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms import rooms

API = "/api/inventory/reservations/"


@pytest.fixture(autouse=True)
def booked(book, monday, decide):
    decide(zone="UTC", cancel_hours=4)
    assert book("sol", 1, monday, "14:00", "16:00") == 1


@pytest.fixture
def late(as_, monday):
    """Sol gives the time back an hour before it begins."""

    def give_back(id=1):
        with time_machine.travel(f"{monday}T13:00:00Z"):
            return as_("sol").post(f"{API}{id}/cancel/").json

    return give_back


@pytest.fixture
def book_late(book, monday):
    """Somebody else's time in Studio A, booked once Sol's was given back."""

    def take(name, starts, ends, **more):
        with time_machine.travel(f"{monday}T13:10:00Z"):
            return book(name, 1, monday, starts, ends, **more)

    return take


@pytest.mark.parametrize(("percent", "rest"), [(100, 2000), (50, 1000), (33, 660), (0, 0)])
def test_too_late_costs_what_the_school_says(
    as_, decide, late, stored, prices, monday, percent, rest
):
    decide(late_cancel_percent=percent)
    with time_machine.travel(f"{monday}T13:00:00Z"):
        asked = as_("sol").get("/reservations/1/cancel").text
    assert (f"€{rest / 100:.2f} is still due" in asked) == bool(rest)
    assert ("get the quota back" in asked) == (not rest)
    assert late()["late"] is True
    assert stored() == (rest, True, rest)
    assert prices() == (
        [("late", "20.00", f"{rest / 100:.2f}", "Sol")] if rest < 2000 else []
    )


def test_half_a_cent_is_rounded_up_once(app, as_, decide, book, late, stored, monday):
    decide(late_cancel_percent=50)
    with app.app_context(), transaction():
        rooms.describe(person("ada"), 3, hourly_rate=Decimal("9.99"))
    id = book("sol", 3, monday, "14:00", "15:00")
    late(id)
    assert stored(id)[0] == 500  # of 9.99


def test_given_back_in_time_costs_nothing_and_is_told(as_, prices, stored, monday):
    with time_machine.travel(f"{monday}T09:00:00Z"):
        assert as_("sol").post(f"{API}1/cancel/").status_code == 200
    assert prices() == [("cancelled", "20.00", "0.00", "Sol")]
    assert stored() == (2000, False, 0)


@pytest.mark.parametrize(
    "takers",
    [[("nia", "14:00", "16:00")], [("nia", "13:30", "15:00"), ("tess", "15:00", "17:00")]],
)
def test_once_others_have_all_of_it_nothing_is_owed(
    app, decide, late, book_late, stored, prices, takers
):
    decide(late_cancel_waived=True)
    late()
    for taker in takers:
        assert stored() == (2000, True, 2000)
        book_late(*taker)
    assert stored() == (2000, False, 0)
    assert prices() == [("rebooked", "20.00", "0.00", None)]
    with app.app_context():
        (letter,) = db.session.query(Letter).filter_by(kind="reservation_rebooked")
        assert letter.name == "Sol"
        assert "no longer costs you anything" in letter.text
        assert "Nia" not in letter.text


@pytest.mark.parametrize(
    "takers",
    [
        [],
        [("nia", "14:00", "15:45")],
        [("nia", "14:15", "16:00")],
        [("sol", "14:00", "16:00")],
    ],
)
def test_as_long_as_some_of_it_is_left_it_is_owed(
    decide, late, book_late, stored, prices, takers
):
    decide(late_cancel_waived=True)
    late()
    for taker in takers:
        book_late(*taker)
    assert stored() == (2000, True, 2000)
    assert prices() == []


def test_the_school_must_have_said_so(late, book_late, stored):
    late()
    book_late("nia", "14:00", "16:00")
    assert stored() == (2000, True, 2000)


def test_tidying_up_between_two_others_is_no_gap(
    app, decide, late, book_late, stored, monday
):
    decide(late_cancel_waived=True)
    late()
    with app.app_context(), transaction():
        rooms.describe(person("ada"), 1, turnover_minutes=15)
    book_late("nia", "14:00", "14:45")
    book_late("tess", "15:00", "16:00")
    assert stored()[2] == 0


def test_who_must_ask_has_it_once_approved(
    as_, decide, late, book_late, stored, must_ask, monday
):
    decide(late_cancel_waived=True)
    late()
    id = book_late("nia", "14:00", "16:00")
    assert stored()[2] == 2000
    with time_machine.travel(f"{monday}T13:20:00Z"):
        assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    assert stored()[2] == 0


def test_a_booking_that_moves_there_makes_it_good_too(
    as_, decide, book, late, stored, monday
):
    decide(late_cancel_waived=True)
    id = book("nia", 1, monday, "17:00", "19:00")
    late()
    there = {"start_time": f"{monday}T14:00", "end_time": f"{monday}T16:00"}
    with time_machine.travel(f"{monday}T13:20:00Z"):
        assert as_("nia").post(f"{API}{id}/move/", json=there).status_code == 200
    assert stored()[2] == 0


def test_a_date_of_a_series_makes_it_good_too(as_, decide, late, stored, monday):
    decide(late_cancel_waived=True)
    late()
    on = {
        "first_date": monday,
        "last_date": monday,
        "weekdays": [f"{date.fromisoformat(monday):%a}".lower()],
    }
    with time_machine.travel(f"{monday}T13:20:00Z"):
        weekly = as_("nia").post(
            "/api/inventory/series/",
            json=on | {"room": 1, "start": "14:00", "end": "16:00"},
        )
    assert weekly.status_code == 201
    assert stored()[2] == 0


def test_two_who_take_half_each_at_once_make_it_good_together(
    as_, decide, late, stored, prices, monday
):
    decide(late_cancel_waived=True)
    late()
    halves = [("nia", "14:00", "15:00"), ("tess", "15:00", "16:00")]
    with time_machine.travel(f"{monday}T13:20:00Z"), ThreadPoolExecutor(2) as pool:
        browsers = [(as_(name), starts, ends) for name, starts, ends in halves]

        def take(browser, starts, ends):
            asked = {
                "room": 1,
                "start_time": f"{monday}T{starts}",
                "end_time": f"{monday}T{ends}",
            }
            return browser.post(API, json=asked).status_code

        assert list(pool.map(lambda half: take(*half), browsers)) == [201, 201]
    assert stored() == (2000, False, 0)
    assert prices() == [("rebooked", "20.00", "0.00", None)]


def test_what_was_paid_for_it_is_given_back(as_, decide, late, book_late, stored):
    decide(late_cancel_waived=True)
    assert as_("dora").post(f"{API}1/payments/", json={"kind": "paid"}).status_code == 201
    late()
    book_late("nia", "14:00", "16:00")
    assert stored()[2] == -2000
    assert (
        as_("dora").post(f"{API}1/payments/", json={"kind": "refunded"}).status_code == 201
    )


def test_the_quota_comes_back_with_it(as_, decide, rule, late, book_late, monday, hour):
    decide(late_cancel_waived=True)
    rule("Two hours a day", role="student", day_minutes=120)
    late()
    again = hour | {
        "room": 2,
        "start_time": f"{monday}T18:00",
        "end_time": f"{monday}T19:00",
    }
    with time_machine.travel(f"{monday}T13:20:00Z"):
        assert as_("sol").post(API, json=again).status_code == 409
    book_late("nia", "14:00", "16:00")
    with time_machine.travel(f"{monday}T13:20:00Z"):
        assert as_("sol").post(API, json=again).status_code == 201


@pytest.mark.parametrize(
    "change", ["UPDATE price_changes SET after_minor = 1", "DELETE FROM price_changes"]
)
def test_the_database_keeps_what_was_written(app, late, prices, decide, change):
    decide(late_cancel_percent=50)
    late()
    with app.app_context(), pytest.raises(DBAPIError, match="only added to"), transaction():
        db.session.execute(text(change))
    assert len(prices()) == 1
