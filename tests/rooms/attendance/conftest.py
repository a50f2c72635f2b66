"""Reservations to check in to, and what became of them."""

import pytest
from sqlalchemy import select

from webapp.core.db import db, transaction
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.reservations import no_shows
from webapp.school import calendar

API = "/api/inventory/reservations/"


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
