"""Who does not check in loses the rest of their time, unless that is not their fault."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from tests.rooms.attendance.conftest import check_in
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.reservations import no_shows

API = "/api/inventory/reservations/"


POLICY = "/api/inventory/check-in/"


DECIDED = {
    "check_in": True,
    "check_in_before": 15,
    "check_in_grace": 10,
    "check_in_outage": False,
}


DECIDED |= {"strikes": 3, "strike_days": 28}


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
