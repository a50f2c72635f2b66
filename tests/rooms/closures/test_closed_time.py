"""What is given up while a closure goes on is closed: whatever held it, and however it ended."""

import pytest
from sqlalchemy import select

from webapp.core.db import db, transaction
from webapp.rooms.models import Occupancy, Wait
from webapp.rooms.reservations import no_shows
from webapp.rooms.waits import wait_offers
from webapp.school import calendar

BOOK, WAIT, CLOSE = (
    "/api/inventory/reservations/",
    "/api/inventory/waitlist/",
    "/api/inventory/closures/",
)


@pytest.fixture
def closed(app):
    """What closures hold, on the wall."""

    def look():
        with app.app_context():
            found = (
                select(Occupancy)
                .where(Occupancy.kind == "closure", Occupancy.live)
                .order_by(Occupancy.starts_at)
            )
            wall = [
                (calendar.local(each.starts_at), calendar.local(each.blocks_until))
                for each in db.session.scalars(found)
            ]
            return [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in wall]

    return look


@pytest.fixture
def close(as_, monday):
    """Studio A from noon to six, around whatever is booked there."""

    def shut():
        dora, asked = (
            as_("dora"),
            {"rooms": [1], "start_time": f"{monday}T12:00", "end_time": f"{monday}T18:00"},
        )
        asked["reason"] = "Exams"
        hits = dora.post(f"{CLOSE}preview/", json=asked).json["bookings"]
        around = [
            {"reservation": hit["reservation"], "version": hit["version"], "do": "around"}
            for hit in hits
        ]
        assert dora.post(CLOSE, json=asked | {"choices": around}).status_code == 201

    return shut


@pytest.mark.parametrize("who", ["worker", "stranger"])
def test_the_rest_of_what_was_missed(
    app, as_, at, book, decide, close, closed, monday, who
):
    decide(check_in=True)
    book("sol", 1, monday, "14:00", "15:00")
    close()
    rest = {"room": 1, "start_time": f"{monday}T14:15", "end_time": f"{monday}T15:00"}
    with at("14:09"):
        mark(app)
    nia = as_("nia")
    with at("14:10"):
        if who == "worker":
            assert mark(app) == 1
        no = nia.post(BOOK, json=rest)
        assert no.status_code == 409
        assert "14:10–15:00" in no.json["detail"]
        mark(app)
    assert closed() == ["12:00-14:00", "14:10-15:00", "15:00-18:00"]


def mark(app):
    with app.app_context(), transaction():
        return no_shows.mark()


@pytest.fixture
def offered(app, as_, at, book, monday, close):
    """Sol has an offer of two hours, until a quarter past twelve, when the room closes around it."""
    book("tess", 1, monday, "14:00", "16:00")
    asked = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T16:00",
        "minutes": 120,
    }
    assert as_("sol").post(WAIT, json=asked).status_code == 201
    with at("12:00"):
        assert as_("tess").post(f"{BOOK}1/cancel/").status_code == 200
    close()
    with app.app_context():
        assert db.session.get(Wait, 1).status == "offered"


def test_an_offer_that_lapsed(app, as_, at, offered, closed):
    assert closed() == ["12:00-14:00", "16:00-18:00"]
    with at("12:16"), app.app_context(), transaction():
        wait_offers.sweep()
    assert closed() == ["12:00-14:00", "14:00-16:00", "16:00-18:00"]
    with at("12:20"):
        assert as_("sol").post(f"{WAIT}1/accept/").status_code == 409


def test_an_offer_somebody_does_not_want(as_, at, offered, closed):
    with at("12:10"):
        assert as_("sol").post(f"{WAIT}1/leave/").status_code == 200
    assert closed() == ["12:00-14:00", "14:00-16:00", "16:00-18:00"]


def test_an_offer_that_is_accepted_stays_open(as_, at, offered, closed):
    with at("12:10"):
        assert as_("sol").post(f"{WAIT}1/accept/").status_code in (200, 201)
    assert closed() == ["12:00-14:00", "16:00-18:00"]


def test_a_part_of_an_offer_is_not_booked_instead(as_, at, offered, closed, monday):
    """For the rest of it would be neither theirs nor closed; the offer stays as it is."""
    part = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    with at("12:10"):
        no = as_("sol").post(BOOK, json=part)
        assert no.status_code == 409
        assert closed() == ["12:00-14:00", "16:00-18:00"]
        assert as_("sol").post(f"{WAIT}1/accept/").status_code in (200, 201)
