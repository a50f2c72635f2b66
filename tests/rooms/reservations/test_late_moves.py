"""Moving a booking when it is too late to cancel it for free: what it leaves is owed and counted as if cancelled."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.series.conftest import API as SERIES
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"


@pytest.fixture(autouse=True)
def booked(book, monday, decide):
    """Two hours of Sol's in Studio A, at 10.00 an hour; half of it is due when it is cancelled late."""
    decide(zone="UTC", cancel_hours=4, late_cancel_percent=50)
    assert book("sol", 1, monday, "14:00", "16:00") == 1


@pytest.fixture
def move(as_, monday):
    """`move("api", "sol", 9, "14:00", "16:00")` moves it so many days on, an hour before it begins."""

    def act(door, name="sol", days=0, starts="14:00", ends="16:00", *, room=1, at="13:00"):
        day = date.fromisoformat(monday) + timedelta(days=days)
        to = {"room": room, "start_time": f"{day}T{starts}", "end_time": f"{day}T{ends}"}
        with time_machine.travel(f"{monday}T{at}:00Z", tick=False):
            browser = as_(name)
            if door == "api":
                return browser.post(f"{API}1/move/", json=to)
            return browser.post("/reservations/1/move", data=to | {"version": "1"})

    return act


@pytest.fixture
def given_up(app):
    """(from, until, what is owed) of each late cancellation of Sol's, and what all of Sol's bookings cost."""

    def look():
        with app.app_context():
            rows = (
                db.session.query(Reservation)
                .filter_by(student_id=2)
                .order_by(Reservation.id)
                .all()
            )
            late = [
                row
                for row in rows
                if row.stored_status == "cancelled" and row.cancelled_late
            ]
            left = [
                (f"{row.starts_at:%H:%M}", f"{row.ends_at:%H:%M}", row.owed_minor)
                for row in late
            ]
            return left, sum(row.charged_minor for row in rows)

    return look


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_moving_it_away_and_cancelling_then_is_owed_like_cancelling_at_once(
    as_, move, given_up, monday, door
):
    assert move(door, days=9).status_code in (200, 303)
    assert given_up() == ([("14:00", "16:00", 1000)], 3000)
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("sol").post(f"{API}1/cancel/").json["late"] is False
    assert given_up() == ([("14:00", "16:00", 1000)], 1000)


@pytest.mark.parametrize(
    ("starts", "ends", "left", "charged"),
    [
        ("14:00", "15:00", [("15:00", "16:00", 500)], 1500),
        ("15:00", "16:00", [("14:00", "15:00", 500)], 1500),
        ("14:30", "15:30", [("14:00", "14:30", 250), ("15:30", "16:00", 250)], 1500),
        ("15:00", "17:00", [("14:00", "15:00", 500)], 2500),
        ("13:30", "17:00", [], 3500),
    ],
)
def test_only_the_time_it_no_longer_has_is_given_up(
    move, given_up, starts, ends, left, charged
):
    assert move("api", starts=starts, ends=ends).status_code == 200
    assert given_up() == (left, charged)


@DOORS
@pytest.mark.parametrize("way", ["cancelled", "moved away"])
def test_time_that_was_too_late_to_give_back_stays_so_when_its_booking_begins_later(
    app, as_, move, given_up, monday, door, way
):
    assert move(door, starts="14:30", ends="16:30", at="10:15").status_code in (200, 303)
    assert given_up() == ([("14:00", "14:30", 250)], 2250)
    if way == "cancelled":
        with time_machine.travel(f"{monday}T10:16:00Z"):
            assert "For 14:30 to 16:00 it is too late" in " ".join(
                as_("sol")
                .get("/reservations/1/cancel")
                .text.replace("\u2013", " to ")
                .split()
            )
            as_("sol").post(f"{API}1/cancel/")
        with app.app_context():
            letter = db.session.query(Letter).filter_by(kind="reservation_cancelled").one()
            assert (
                "too late to cancel all of it for free: €7.50 is still due" in letter.text
            )
    else:
        assert move("api", days=9, at="10:16").status_code == 200
    left, charged = given_up()
    assert left == [("14:00", "14:30", 250), ("14:30", "16:00", 750)]
    assert charged == (1000 if way == "cancelled" else 3000)


def test_what_staff_moved_may_be_given_back_as_any_other(as_, move, given_up, monday):
    move("api", starts="14:30", ends="16:30", at="10:15")
    move("api", "dora", starts="14:45", ends="16:45", at="10:16")
    with time_machine.travel(f"{monday}T10:17:00Z"):
        as_("sol").post(f"{API}1/cancel/")
    assert given_up()[1] == 250


def test_shortened_step_by_step_it_never_costs_more_than_it_did(decide, move, given_up):
    decide(billing_least_minutes=60, billing_step_minutes=60)
    for ends, charged in (
        ("15:30", 2000),
        ("15:15", 2000),
        ("15:00", 1500),
        ("14:30", 1500),
        ("14:15", 1500),
    ):
        assert move("api", ends=ends).status_code == 200
        assert given_up()[1] == charged


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


def test_in_another_room_all_of_it_is_given_up(move, given_up):
    assert move("api", room=2).status_code == 200
    assert given_up() == ([("14:00", "16:00", 1000)], 4000)


def test_in_time_it_is_free(move, given_up):
    assert move("api", days=9, at="09:59").status_code == 200
    assert given_up() == ([], 2000)


@pytest.mark.parametrize("name", ["dora", "tess"])
def test_for_staff_who_move_it_for_somebody_it_is_free(move, given_up, name):
    assert move("api", name, days=9).status_code == 200
    assert given_up() == ([], 2000)


def test_a_refused_move_gives_nothing_up(book, move, given_up, monday):
    book("nia", 2, monday, "15:00", "16:00")
    assert move("api", room=2).status_code == 409
    assert given_up() == ([], 2000)


def test_what_is_due_is_told_before_and_in_the_letter(app, as_, move, monday):
    asked = f"/reservations/1/move?room=1&start_time={monday}T18:00&end_time={monday}T20:00"
    with time_machine.travel(f"{monday}T13:00:00Z"):
        assert (
            "<b>€10.00</b> for the time you give up is still due"
            in as_("sol").get(asked).text
        )
        assert "still due" not in as_("dora").get(asked).text
    with time_machine.travel(f"{monday}T09:00:00Z"):
        assert "still due" not in as_("sol").get(asked).text
    move("page", starts="18:00", ends="20:00")
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="reservation_moved").one()
        assert (
            "too late to move it for free: €10.00 for the time you gave up is still due"
            in letter.text
        )


def test_the_statement_tells_both(as_, move, monday):
    move("api", starts="18:00", ends="20:00")
    about = {"start_date": monday, "end_date": monday}
    told = as_("sol").get("/api/inventory/statements/2/", query_string=about).json
    assert told["closing"] == "30.00"
    assert any("cancelled late" in line["what"] for line in told["lines"])


def test_once_others_have_all_of_what_it_left_nothing_is_due_for_it(
    decide, book, move, given_up, monday
):
    decide(late_cancel_waived=True)
    move("api", starts="18:00", ends="20:00")
    with time_machine.travel(f"{monday}T13:10:00Z"):
        book("nia", 1, monday, "14:00", "16:00")
    assert given_up() == ([], 2000)


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


def test_who_moves_back_to_the_time_given_up_owes_it_once(move, given_up):
    for starts, ends, left, charged in (
        ("18:00", "20:00", [("14:00", "16:00", 1000)], 3000),
        ("14:00", "16:00", [], 2000),
        ("14:00", "15:00", [("15:00", "16:00", 500)], 1500),
        ("14:00", "16:00", [], 2000),
    ):
        assert move("api", starts=starts, ends=ends).status_code == 200
        assert given_up() == (left, charged)


ASKED_ANEW = pytest.mark.parametrize(
    ("ends", "left", "approved"),
    [
        ("16:00", [("14:00", "16:00", 1000)], ([], 2000)),
        ("16:15", [("14:00", "16:00", 1000)], ([], 2250)),
        (
            "15:00",
            [("14:00", "15:00", 500), ("15:00", "16:00", 500)],
            ([("15:00", "16:00", 500)], 1500),
        ),
    ],
)


@ASKED_ANEW
def test_asking_anew_for_time_one_has_frees_nobody_from_paying_for_it(
    as_, must_ask, move, given_up, monday, ends, left, approved
):
    assert move("api", ends=ends).json["status"] == "pending"
    assert given_up()[0] == left
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("sol").post(f"{API}1/cancel/").json["late"] is False
    assert given_up() == (left, 1000)


@ASKED_ANEW
def test_what_was_asked_for_anew_is_owed_once_when_it_is_approved(
    as_, must_ask, move, given_up, monday, ends, left, approved
):
    move("api", ends=ends)
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("tess").post(f"{API}1/approve/", json={}).status_code == 200
    assert given_up() == approved


@pytest.fixture
def series(as_, weekly, monday):
    """Four weeks from that Monday at four in the afternoon."""
    made = as_("sol").post(
        SERIES, json=weekly | {"room": 2, "start": "16:00", "end": "17:00"}
    )
    assert made.status_code == 201
    return made.json


@pytest.mark.parametrize("scope", ["this", "all"])
def test_a_series_gives_up_the_date_that_moves_too_late(
    app, as_, series, given_up, monday, scope
):
    change = {"scope": scope, "date": monday, "start": "18:00", "end": "19:00"}
    with time_machine.travel(f"{monday}T13:00:00Z"):
        seen = as_("sol").post(f"{SERIES}1/change/preview/", json=change).json
        assert "€7.50 for the time you give up is still due" in seen["dates"][0]["reason"]
        assert as_("sol").post(f"{SERIES}1/change/", json=change).status_code == 200
    assert given_up()[0] == [("16:00", "17:00", 750)]
    with app.app_context():
        assert (
            "€7.50 for the time"
            in db.session.query(Letter).filter_by(kind="series_changed").one().text
        )


@pytest.mark.parametrize("wall", ["13:00", "11:00"])
def test_the_e_mail_about_a_cancelled_series_tells_what_is_still_due(
    app, as_, series, monday, wall
):
    with time_machine.travel(f"{monday}T{wall}:00Z"):
        assert (
            as_("sol").post(f"{SERIES}1/cancel/", json={"scope": "all"}).status_code == 200
        )
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="series_cancelled").one()
        assert ("€7.50 is still due" in letter.text) == (wall == "13:00")


def test_a_series_counts_what_it_gives_up_for_the_quota(as_, rule, series, monday):
    rule(role="student", day_minutes=210)
    change = {"scope": "this", "date": monday, "start": "18:00", "end": "19:00"}
    with time_machine.travel(f"{monday}T13:00:00Z"):
        no = as_("sol").post(f"{SERIES}1/change/", json=change)
    assert no.status_code == 409
    assert re.search("3 h of 3 h 30 min used", no.text)
