"""Refused demand: what was wanted in vain is counted, though the refusal itself leaves nothing behind."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import doors
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.rooms.models import Occupancy, Refusal, Reservation
from webapp.school import calendar

API = "/api/inventory/reservations/"


@pytest.fixture
def refused(app):
    """(room, day and start, end) of what was refused, on the school's clock."""

    def look():
        with app.app_context():
            found = db.session.query(Refusal).order_by(Refusal.id).all()
            return [
                (
                    x.room_id,
                    f"{calendar.local(x.starts_at):%Y-%m-%d %H:%M}",
                    f"{calendar.local(x.ends_at):%H:%M}",
                )
                for x in found
            ]

    return look


def test_a_taken_time_is_counted_and_nothing_else_is_written(
    app, as_, monday, hour, book, refused
):
    book("nia", 1, monday, "14:30", "15:30")
    assert as_("sol").post(API, json=hour).status_code == 409
    assert refused() == [(1, f"{monday} 14:00", "15:00")]
    with app.app_context():
        assert (
            db.session.query(Reservation).count()
            == db.session.query(Occupancy).count()
            == 1
        )


def test_the_page_counts_as_the_api_does(as_, monday, hour, book, refused):
    book("nia", 1, monday, "14:00", "15:00")
    sol = as_("sol")
    form = sol.get(
        f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T15:00"
    ).text
    typed = {
        "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1],
        **hour,
    }
    answer = sol.post("/reservations/new", data=typed)
    assert answer.status_code == 409
    assert "is taken" in answer.text
    assert len(refused()) == 1


def test_other_refusals_are_no_demand(as_, monday, hour, admin, refused):
    sol = as_("sol")
    assert sol.post(API, json=hour | {"end_time": f"{monday}T13:00"}).status_code == 422
    assert sol.post(API, json=hour | {"room": 99}).status_code == 404
    admin.patch("/api/inventory/practice-rooms/1/", json={"is_active": False})
    assert sol.post(API, json=hour).status_code == 409
    assert refused() == []


def test_whoever_loses_a_race_is_counted(as_, hour, refused):
    browsers = [as_("sol"), as_("nia"), as_("tess")]
    with ThreadPoolExecutor(3) as pool:
        answers = list(
            pool.map(lambda browser: browser.post(API, json=hour).status_code, browsers)
        )
    assert sorted(answers) == [201, 409, 409]
    assert len(refused()) == 2


def test_what_cannot_be_counted_is_refused_all_the_same(app, caplog):
    def fail():
        raise SQLAlchemyError("the disk is full")

    no = Conflict("Taken")
    no.note = fail
    with app.test_request_context("/api/inventory/"):
        assert doors.refuse(no).status_code == 409
    assert "not written down" in caplog.text
