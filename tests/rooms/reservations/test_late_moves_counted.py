"""What a late move gives up counts: for quotas, gaps and free minutes."""

import re

import pytest
import time_machine

from tests.rooms.series.conftest import API as SERIES
from webapp.core.db import db
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("late_booking")


def test_free_minutes_come_back_with_the_time_moved_away_and_back(
    decide, book, as_, app, monday
):
    decide(free_minutes_a_week=60)
    id = book("sol", 3, monday, "10:00", "12:00")
    with time_machine.travel(f"{monday}T08:00:00Z"):
        for starts, ends in (("16:30", "17:30"), ("10:00", "12:00")):
            to = {
                "room": 3,
                "start_time": f"{monday}T{starts}",
                "end_time": f"{monday}T{ends}",
            }
            assert as_("sol").post(f"{API}{id}/move/", json=to).status_code == 200
    with app.app_context():
        back = db.session.get(Reservation, id)
        assert (back.free_minutes, back.total_cost_minor) == (60, 1000)


def test_the_quota_counts_what_was_given_up_before_and_after(
    as_, rule, move, given_up, monday
):
    rule(role="student", day_minutes=180)
    no = move("api", starts="18:00", ends="20:00")
    assert no.status_code == 409
    assert "2 h of 3 h used" in no.json["detail"]
    assert given_up()[0] == []
    assert move("api", starts="18:00", ends="19:00").status_code == 200
    again = {"room": 2, "start_time": f"{monday}T20:00", "end_time": f"{monday}T21:00"}
    with time_machine.travel(f"{monday}T13:10:00Z"):
        assert as_("sol").post(API, json=again).status_code == 409


def test_a_gap_is_kept_from_bookings_and_not_from_what_was_given_up(rule, move):
    rule(role="student", gap_minutes=120)
    assert move("api", starts="17:00", ends="18:00").status_code == 200


def test_free_minutes_that_were_given_up_stay_used(
    app, decide, as_, book, given_up, monday
):
    decide(free_minutes_a_week=60)
    id = book("sol", 3, monday, "10:00", "12:00")
    to = {"room": 3, "start_time": f"{monday}T16:30", "end_time": f"{monday}T17:30"}
    with time_machine.travel(f"{monday}T08:00:00Z"):
        as_("sol").post(f"{API}{id}/move/", json=to)
    with app.app_context():
        left = db.session.query(Reservation).filter_by(cancelled_late=True).one()
        assert (left.free_minutes, left.total_cost_minor) == (60, 500)
        assert db.session.get(Reservation, id).free_minutes == 0


def test_a_series_counts_what_it_gives_up_for_the_quota(as_, rule, series, monday):
    rule(role="student", day_minutes=210)
    change = {"scope": "this", "date": monday, "start": "18:00", "end": "19:00"}
    with time_machine.travel(f"{monday}T13:00:00Z"):
        no = as_("sol").post(f"{SERIES}1/change/", json=change)
    assert no.status_code == 409
    assert re.search("3 h of 3 h 30 min used", no.text)
