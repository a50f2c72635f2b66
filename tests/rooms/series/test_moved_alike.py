"""A date of a series moves in one way, whether its booking is changed or the series is: what follows is the same."""

import pytest
import time_machine

from tests.rooms.series.conftest import API as SERIES
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import notices

BOOKINGS = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["booking", "series"])


@pytest.fixture
def made(as_, weekly, decide):
    """Four weeks of Sol's in Studio A, two hours from two o'clock, at 10.00 an hour."""
    decide(zone="UTC", cancel_hours=4, late_cancel_percent=50)
    assert as_("sol").post(SERIES, json=weekly | {"end": "16:00"}).status_code == 201


@pytest.fixture
def move(as_, monday, made):
    """`move("series", "sol", "16:00", "18:00")` moves the first date on its day, an hour before it begins."""

    def act(door, name, starts, ends, *, room=1, at="13:00", **more):
        with time_machine.travel(f"{monday}T{at}:00Z", tick=False):
            if door == "series":
                change = {
                    "scope": "this",
                    "date": monday,
                    "start": starts,
                    "end": ends,
                    "room": room,
                }
                return as_(name).post(f"{SERIES}1/change/", json=change)
            to = {
                "room": room,
                "start_time": f"{monday}T{starts}",
                "end_time": f"{monday}T{ends}",
                **more,
            }
            return as_(name).post(f"{BOOKINGS}1/move/", json=to)

    return act


@pytest.fixture
def first(app):
    """Something of the first date as it is stored."""

    def look(*names):
        with app.app_context():
            row = db.session.get(Reservation, 1)
            return tuple(getattr(row, name) for name in names)

    return look


def late(app):
    with app.app_context():
        rows = db.session.query(Reservation).filter_by(
            stored_status="cancelled", cancelled_late=True
        )
        return [
            (f"{row.starts_at:%H:%M}", f"{row.ends_at:%H:%M}", row.owed_minor)
            for row in rows.order_by(Reservation.starts_at)
        ]


@DOORS
def test_what_was_too_late_to_give_back_stays_so(app, as_, move, monday, door):
    assert move(door, "sol", "14:30", "16:30", at="10:15").status_code == 200
    with time_machine.travel(f"{monday}T10:16:00Z"):
        assert as_("sol").post(f"{BOOKINGS}1/cancel/").status_code == 200
    assert late(app) == [("14:00", "14:30", 250), ("14:30", "16:00", 750)]


@DOORS
def test_free_minutes_come_back_with_the_time(decide, book, as_, move, first, door):
    decide(free_minutes_a_week=60)
    assert (
        move("booking", "dora", "14:00", "16:00", at="09:00").status_code == 200
    )  # priced with them
    assert first("free_minutes", "total_cost_minor") == (60, 1000)
    assert move(door, "sol", "18:00", "20:00").status_code == 200
    assert first("free_minutes", "total_cost_minor") == (0, 2000)
    assert move(door, "sol", "14:00", "16:00").status_code == 200
    assert first("free_minutes", "total_cost_minor") == (60, 1000)


@DOORS
def test_a_reason_to_set_rules_aside_is_for_the_time_it_was_given_for(
    rule, move, first, door
):
    rule("Short", role="student", max_minutes=120)
    assert (
        move(
            "booking", "dora", "14:00", "17:00", at="09:00", override_reason="Exam"
        ).status_code
        == 200
    )
    assert first("override_reason") == ("Exam",)
    assert move(door, "dora", "14:00", "15:00", at="09:05").status_code == 200
    assert first("override_reason") == ("",)


@DOORS
def test_an_answer_that_is_out_of_date_is_not_sent(app, as_, move, must_ask, monday, door):
    assert move("booking", "sol", "14:00", "17:00", at="09:00").json["status"] == "pending"
    with time_machine.travel(f"{monday}T09:01:00Z", tick=False):
        assert as_("tess").post(f"{BOOKINGS}1/approve/", json={}).status_code == 200
        with app.app_context():
            step = notices.decision(db.session.get(Reservation, 1))
            assert db.session.query(Letter).filter_by(step=step).one().cancelled_at is None
    assert move(door, "dora", "15:00", "17:00", at="09:01").status_code == 200
    with app.app_context():
        assert db.session.query(Letter).filter_by(step=step).one().cancelled_at is not None


@DOORS
def test_what_was_paid_is_told_against_the_new_price(app, as_, move, first, door):
    assert (
        as_("dora").post(f"{BOOKINGS}1/payments/", json={"kind": "paid"}).status_code == 201
    )
    assert move(door, "sol", "14:00", "15:00", at="09:00").status_code == 200
    assert first("total_cost_minor", "owed_minor") == (1000, -1000)
