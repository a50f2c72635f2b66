"""Checking in: who has a room says so, in time; who does not loses the rest of it, unless that is not their fault."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms import check_in as attendance
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.reservations import no_shows
from webapp.school import calendar

API = "/api/inventory/reservations/"
POLICY = "/api/inventory/check-in/"
DECIDED = {
    "check_in": True,
    "check_in_before": 15,
    "check_in_grace": 10,
    "check_in_outage": False,
}
DECIDED |= {"strikes": 3, "strike_days": 28}
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def booked(book, monday, decide):
    decide(check_in=True)
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def stored(app):
    """(status, whether anybody checked in, until when the room is held)"""

    def look(id=1):
        with app.app_context():
            mine = db.session.get(Reservation, id)
            held = db.session.scalars(select(Occupancy).filter_by(reservation_id=id)).one()
            return (
                mine.stored_status,
                mine.checked_in_at is not None,
                f"{calendar.local(held.blocks_until):%H:%M}",
            )

    return look


@pytest.fixture
def work(app, at):
    """`work("14:09", "14:10")`: the worker looks at these times; how many it missed the last time."""

    def look(*walls):
        missed = 0
        for wall in walls:
            with at(wall), app.app_context(), transaction():
                missed = no_shows.mark()
        return missed

    return look


def check_in(browser, door, id=1, verb="check-in", **said):
    path = f"/reservations/{id}/{verb}" if door == "page" else f"{API}{id}/{verb}/"
    return browser.post(path, data=said or None)


@DOORS
@pytest.mark.parametrize("name", ["sol", "dora", "tess"])
def test_the_person_or_staff_check_in_and_keep_the_time(as_, at, work, stored, door, name):
    work("13:45")
    with at("13:45"):
        assert check_in(as_(name), door).status_code in (200, 303)
    assert work("14:11") == 0
    assert stored() == ("confirmed", True, "15:00")


@DOORS
@pytest.mark.parametrize(
    ("wall", "words"), [("13:44", "from 13:45"), ("15:00", "already over")]
)
def test_too_early_and_too_late(as_, at, stored, door, wall, words):
    with at(wall):
        sol = as_("sol")
        no = check_in(sol, door)
        assert "Check in<" not in sol.get("/reservations/1").text
    assert no.status_code == 409
    assert words in no.text
    assert stored() == ("confirmed", False, "15:00")


@DOORS
def test_another_student_does_not_even_see_it(as_, at, stored, door):
    with at("14:00"):
        assert (
            check_in(as_("nia"), door).status_code
            == check_in(as_("sol"), door, 999).status_code
            == 404
        )
    assert stored() == ("confirmed", False, "15:00")


@DOORS
def test_a_second_time_says_so(as_, at, door):
    with at("14:00"):
        sol = as_("sol")
        check_in(sol, door)
        again = check_in(sol, door)
    assert again.status_code == 409
    assert "already checked in" in again.text


def test_the_same_click_twice_is_one_check_in(as_, at):
    with at("14:00"):
        sol = as_("sol")
        assert [
            check_in(sol, "page", idempotency_key="k").status_code for _ in range(2)
        ] == [303, 303]


def test_where_nobody_checks_in_nobody_is_missed(as_, at, work, decide, stored):
    decide(check_in=False)
    with at("14:00"):
        no = check_in(as_("sol"), "api")
    assert no.status_code == 409
    assert "Nobody needs to" in no.text
    assert work("14:09", "14:10", "14:11") == 0
    assert stored() == ("confirmed", False, "15:00")


def test_the_button_is_there_when_it_is_time(as_, at):
    with at("13:44"):
        assert "Check in<" not in as_("sol").get("/").text
    with at("13:45"):
        assert "Check in<" in as_("sol").get("/").text
        assert "Check Sol in<" in as_("dora").get("/reservations/1").text
        check_in(as_("sol"), "page")
        page = as_("sol").get("/").text
        assert "Checked in" in page
        assert "Check in<" not in page


def test_booking_what_is_about_to_begin_is_checking_in(as_, at, monday):
    asked = {"room": 2, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    with at("13:45"):
        assert as_("nia").post(API, json=asked).json["checked_in_at"][11:16] == "13:45"
    with at("13:44"):
        assert as_("nia").post(API, json=asked | {"room": 3}).json["checked_in_at"] is None


def test_after_the_grace_the_rest_is_free_and_they_are_told(
    app, as_, at, work, stored, monday
):
    assert work("14:00", "14:04", "14:09") == 0
    assert stored() == ("confirmed", False, "15:00")
    assert work("14:10") == 1
    assert stored() == ("no_show", False, "14:10")
    assert work("14:11") == 0
    with app.app_context():
        letter = db.session.query(Letter).filter_by(step="missed").one()
        assert letter.address == "sol@school.test"
        assert "Missed: Studio A" in letter.subject
    rest = {"room": 1, "start_time": f"{monday}T14:15", "end_time": f"{monday}T15:00"}
    with at("14:11"):
        assert check_in(as_("sol"), "api").status_code == 409
        assert as_("nia").post(API, json=rest).status_code == 201


def test_whoever_wants_the_rest_need_not_wait_for_the_worker(as_, at, work, stored, monday):
    work("14:05", "14:09")
    rest = {"room": 1, "start_time": f"{monday}T14:15", "end_time": f"{monday}T15:00"}
    nia = as_("nia")
    with at("14:09"):
        assert nia.post(API, json=rest).status_code == 409
    with at("14:10"):
        assert nia.post(API, json=rest).status_code == 201
    assert stored() == ("no_show", False, "14:10")


def test_while_the_worker_is_away_nobody_misses_anything(as_, at, work, stored, monday):
    work("13:55")
    rest = {"room": 1, "start_time": f"{monday}T14:30", "end_time": f"{monday}T15:00"}
    with at("14:20"):
        assert as_("nia").post(API, json=rest).status_code == 409
    assert work("14:21", "14:22") == 0
    assert stored() == ("confirmed", False, "15:00")


def test_after_the_clock_ran_ahead_and_was_put_back_who_does_not_come_is_missed(
    app, at, work, monday, stored
):
    work("13:00")
    with (
        at("13:01", date.fromisoformat(monday) + timedelta(days=3)),
        app.app_context(),
        transaction(),
    ):
        assert no_shows.mark() == 0
    assert work("13:02", "13:55", "14:00", "14:04", "14:09") == 0
    assert work("14:10") == 1
    assert stored() == ("no_show", False, "14:10")


def test_during_an_outage_nobody_misses_anything(as_, at, admin, work, stored):
    work("14:00", "14:05")
    with at("14:06"):
        assert as_("dora").post(POLICY, json=DECIDED).status_code == 403
        assert (
            admin.post(POLICY, json=DECIDED | {"check_in_outage": True}).status_code == 200
        )
    assert work("14:09", "14:12", "14:16") == 0
    with at("14:17"):
        admin.post(POLICY, json=DECIDED)
    assert work("14:18", "14:22") == 0
    assert stored() == ("confirmed", False, "15:00")


def test_admins_decide_and_see_when_the_worker_last_looked(app, as_, admin, at, work):
    with at("14:00"):
        assert "never looked" in admin.get("/rooms/check-in").text
        work("14:00")
        assert "looked at 14:00:00" in admin.get("/rooms/check-in").text
    with at("14:06"):
        assert "last looked on" in admin.get("/rooms/check-in").text
        typed = {
            "check_in_before": "20",
            "check_in_grace": "5",
            "strikes": "2",
            "strike_days": "14",
        }
        assert (
            admin.post("/rooms/check-in", data=typed | {"check_in": "y"}).status_code == 303
        )
        bad = admin.post("/rooms/check-in", data=typed | {"check_in_grace": "0"})
        assert bad.status_code == 422
        assert "At least 1" in bad.text
        assert 'value="20"' in bad.text
        assert as_("dora").get("/rooms/check-in").status_code == 403
    got = as_("sol").get(POLICY).json
    assert (got["check_in_before"], got["check_in_grace"], got["last_run"][11:16]) == (
        20,
        5,
        "14:00",
    )


@DOORS
def test_missed_times_are_counted_until_staff_excuse_them(app, as_, at, work, door):
    work("14:00", "14:04", "14:09", "14:10")
    with at("14:20"):
        sol, dora = as_("sol"), as_("dora")
        assert "1 booking missed in the last 28 days" in sol.get("/").text
        assert "Sol: 1 booking missed" in dora.get("/reservations/1").text
        assert check_in(sol, door, verb="excuse").status_code == 403
        assert check_in(as_("nia"), door, verb="excuse").status_code == 404
        assert check_in(dora, door, verb="excuse").status_code in (200, 303)
        assert check_in(dora, door, verb="excuse").status_code == 409
        assert "missed in the last" not in sol.get("/").text
        assert "Excused" in sol.get("/reservations/1").text
        assert sol.get(f"{API}1/").json["is_excused"]
    with app.app_context(), clock.at(clock.now() + timedelta(days=60)):
        assert attendance.strikes(2) is None


def test_what_was_not_missed_cannot_be_excused(as_, at):
    with at("14:00"):
        assert check_in(as_("dora"), "api", verb="excuse").status_code == 409


def test_two_workers_and_a_late_student_at_once(app, as_, at, work, stored):
    work("14:05", "14:09")
    with at("14:10"):
        sol = as_("sol")

        def look():
            with app.app_context(), transaction():
                return no_shows.mark()

        with ThreadPoolExecutor(5) as pool:
            missed = [pool.submit(look) for _ in range(4)]
            code = pool.submit(check_in, sol, "api").result().status_code
            missed = sum(each.result() for each in missed)
    assert (code, missed) in ((200, 0), (409, 1))
    assert stored() == (
        ("confirmed", True, "15:00") if code == 200 else ("no_show", False, "14:10")
    )
