"""What nobody answers in time ends by itself: by the worker, or for whoever wants the time."""

from datetime import datetime, timedelta

import pytest
import time_machine

from webapp import worker
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.reservations import pending
from webapp.rooms.waits import wait_offers
from webapp.school import calendar

API = "/api/inventory/reservations/"


@pytest.fixture
def later(app):
    """`with later(73):` so many hours from now."""
    return lambda hours: time_machine.travel(clock.now() + timedelta(hours=hours))


def expire(app):
    with app.app_context(), transaction():
        return pending.expire()


def test_the_worker_ends_it_and_they_hear_of_it(
    app, as_, asked, became, written, later, hour, letter
):
    assert pending.expire in worker.CHORES[60.0]
    assert expire(app) == 0
    assert became(asked) == ("pending", True, None)
    with later(73):
        assert (expire(app), expire(app)) == (1, 0)
    assert became(asked) == ("unanswered", False, None)
    assert written()[2:] == [("unanswered", "sol")]
    sent = letter(kind="reservation_unanswered")
    assert "METHOD:CANCEL" in sent.calendar
    assert "in time" in sent.text
    check_it_reads_unanswered(as_("sol"), asked)
    assert as_("nia").post(API, json=hour).status_code == 201


def check_it_reads_unanswered(browser, id):
    page = browser.get(f"/reservations/{id}").text
    assert "Not answered in time" in page
    assert "Nobody answered in time" in page
    shown = browser.get(f"{API}{id}/").json
    assert (shown["status"], shown["late"], shown["decided_by"]) == (
        "cancelled",
        False,
        None,
    )


def test_whoever_wants_the_time_does_not_wait_for_the_worker(
    as_, asked, became, later, hour
):
    with later(71):
        assert as_("nia").post(API, json=hour).status_code == 409
    with later(73):
        assert as_("nia").post(API, json=hour).status_code == 201
    assert became(asked) == ("unanswered", False, None)


def test_it_ends_when_it_begins(app, must_ask, book, became, decide, monday):
    decide(approve_within_hours=2000)
    id = book("sol", 1, monday, "14:00", "15:00")
    with app.app_context():
        starts = calendar.instant(datetime.fromisoformat(f"{monday}T14:00"))
    with time_machine.travel(starts - timedelta(minutes=1)):
        assert expire(app) == 0
    with time_machine.travel(starts):
        assert expire(app) == 1
    assert became(id)[0] == "unanswered"


def test_answered_is_answered(app, as_, asked, became, later):
    as_("tess").post(f"{API}{asked}/approve/")
    with later(73):
        assert expire(app) == 0
    assert became(asked) == ("confirmed", True, 1)


def test_who_waits_hears_of_it(app, as_, asked, later, monday):
    wish = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T15:00",
        "minutes": 60,
    }
    as_("nia").post("/api/inventory/waitlist/", json=wish)
    with later(73):
        expire(app)
    with app.app_context():
        assert db.session.query(Letter).filter_by(kind="wait_offered").count() == 1


def test_who_waits_is_offered_it_before_the_worker_ends_it(
    app, as_, asked, became, later, monday
):
    wish = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T15:00",
        "minutes": 60,
    }
    as_("nia").post("/api/inventory/waitlist/", json=wish)
    with later(71), app.app_context(), transaction():
        wait_offers.sweep()
    assert became(asked)[0] == "pending"
    with later(73):
        with app.app_context(), transaction():
            wait_offers.sweep()
        (offer,) = as_("nia").get("/api/inventory/waitlist/").json
    assert offer["status"] == "offered"
    assert became(asked) == ("unanswered", False, None)
    with app.app_context():
        assert [
            each.address for each in db.session.query(Letter).filter_by(kind="wait_offered")
        ] == ["nia@school.test"]


def test_nobody_queues_for_time_nobody_answered_for(as_, asked, later, monday):
    wish = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T15:00",
        "minutes": 60,
    }
    with later(73):
        no = as_("nia").post("/api/inventory/waitlist/", json=wish)
        assert no.status_code == 409
        assert "Studio A is free 14:00–15:00" in no.text
        (offer,) = no.json["offers"]
        assert as_("nia").post(API, json=offer["change"]).status_code == 201


READ_AS = ("pending", "cancelled")


def test_it_reads_cancelled_as_soon_as_the_answer_time_is_over_wherever_it_is_shown(
    app, as_, asked, later, monday
):
    """Before the worker has come. Every door, filter and count agrees, and the time is free on every page."""
    sol, tess = as_("sol"), as_("tess")
    availability = f"/api/inventory/practice-rooms/1/availability/?date={monday}"
    for hours, status in ((71, "pending"), (73, "cancelled")):
        is_pending = status == "pending"
        with later(hours):
            check_lists(sol, tess, asked, status)
            for name, path, words, while_pending in PAGES:
                page = as_(name).get(path.format(id=asked, day=monday)).text
                assert (words in page) is (while_pending is is_pending), path
            assert bool(sol.get(availability).json["busy"]) is is_pending


PAGES = [  # and whether these words are there while it is pending, or afterwards
    ("sol", "/", "Held until", True),
    ("sol", "/reservations", "Held until", True),
    ("nia", "/rooms?date={day}", "Busy", True),
    ("nia", "/rooms/1?week={day}", "Busy", True),
    ("sol", "/reservations/{id}", "Not answered in time", False),
    ("tess", "/reservations?past=1", "Not answered in time", False),
]


def check_lists(sol, tess, id, status):
    assert sol.get(f"{API}{id}/").json["status"] == status
    counts = [len(tess.get(f"{API}?status={each}").json) for each in READ_AS]
    assert counts == ([1, 0] if status == "pending" else [0, 1])
    assert f",{status}," in tess.get("/reservations/export.csv").text


def test_nobody_moves_cancels_or_pays_for_what_is_over(as_, asked, later, hour):
    sol, dora = as_("sol"), as_("dora")
    with later(73):
        assert (
            sol.post(
                f"{API}{asked}/move/",
                json=hour | {"end_time": hour["start_time"][:11] + "15:30"},
            ).status_code
            == 409
        )
        assert sol.post(f"{API}{asked}/cancel/").status_code == 409
        assert dora.get(f"{API}{asked}/").json["owed"] == "0.00"


def test_an_expired_request_is_in_no_series_way(app, as_, asked, later, monday):
    with later(73):
        weekly = {
            "room": 1,
            "start": "14:00",
            "end": "15:00",
            "first_date": monday,
            "count": 2,
        }
        lines = (
            as_("tess").post("/api/inventory/series/preview/", json=weekly).json["dates"]
        )
        assert [line["status"] for line in lines] == ["free", "free"]
        assert as_("tess").post("/api/inventory/series/", json=weekly).status_code == 201


def test_an_expired_request_counts_for_no_quota(app, as_, rule, asked, later, monday):
    rule("An hour ahead", role="student", rolling_minutes=60)
    more = {"room": 2, "start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00"}
    with later(71):
        assert as_("sol").post(API, json=more).status_code == 409
    with later(73):
        assert as_("sol").post(API, json=more).status_code == 201
