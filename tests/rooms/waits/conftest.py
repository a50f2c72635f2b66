"""A room that is taken, and those who wait for it."""

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.rooms.models import Occupancy, Wait
from webapp.school import calendar

API = "/api/inventory/waitlist/"

BOOK = "/api/inventory/reservations/"


@pytest.fixture(autouse=True)
def full(book, monday):
    """Studio A is Tess's from two to four."""
    assert book("tess", 1, monday, "14:00", "16:00") == 1


@pytest.fixture
def wish(monday):
    return {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T16:00",
        "minutes": 60,
    }


@pytest.fixture
def join(as_, wish):
    def ask(name, **more):
        return as_(name).post(API, json=wish | more).json["id"]

    return ask


@pytest.fixture
def stored(app):
    """Each wish's status and what is offered, in the order of the queue."""

    def look():
        with app.app_context():
            found = db.session.scalars(select(Wait).order_by(Wait.id)).all()
            return [
                (
                    each.status,
                    each.offered_room_id,
                    each.offered_from and f"{calendar.local(each.offered_from):%H:%M}",
                )
                for each in found
            ]

    return look


@pytest.fixture
def holds(app):
    def look():
        with app.app_context():
            held = select(Occupancy).where(Occupancy.kind == "hold", Occupancy.live)
            return [
                (
                    each.wait_id,
                    f"{calendar.local(each.starts_at):%H:%M}-{calendar.local(each.blocks_until):%H:%M}",
                )
                for each in db.session.scalars(held.order_by(Occupancy.id))
            ]

    return look


def free(as_):
    assert as_("tess").post(f"{BOOK}1/cancel/").status_code == 200


def act(browser, door, id, verb):
    return browser.post(
        f"/waitlist/{id}/{verb}" if door == "page" else f"{API}{id}/{verb}/"
    )
