"""Series under test, and what is asked about them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.support import khal, recurring
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import changes, reservations
from webapp.school import calendar

API = "/api/inventory/series/"


@pytest.fixture
def stored(app):
    """(date, start on the wall, room, status) of what belongs to series, by date."""

    def look():
        with app.app_context():
            rows = db.session.query(Reservation).filter(Reservation.series_id.is_not(None))
            rows = rows.order_by(Reservation.series_id, Reservation.occurrence_date).all()
            walls = [
                (str(r.occurrence_date), f"{calendar.local(r.starts_at):%H:%M}", r.room_id)
                for r in rows
            ]
            return [(*wall, r.stored_status) for wall, r in zip(walls, rows, strict=True)]

    return look


def later(day, weeks):
    return str(date.fromisoformat(day) + timedelta(weeks=weeks))


@pytest.fixture
def made(as_, weekly, monday):
    """Four weeks of Sol's, the third of them left out."""
    answer = as_("sol").post(
        API, json=weekly | {"choices": [{"date": later(monday, 2), "skip": True}]}
    )
    assert answer.status_code == 201
    return answer.json


def act(browser, what, version=None, id=1, **said):
    headers = {"If-Match": str(version)} if version else {}
    return browser.post(f"{API}{id}/{what}/", json=said, headers=headers)


def move_and_cancel(app, browser, door, on, cancelled, **more):
    """The second date to four o'clock, and the first cancelled: as a series, or each from its own page."""
    if door == "series":
        act(browser, "change", scope="this", date=on, start="16:00", end="17:00", **more)
        act(browser, "cancel", scope="this", date=cancelled)
        return
    at = datetime.fromisoformat(f"{on}T16:00")
    times = {"start_time": at, "end_time": at + timedelta(hours=1)}
    with app.app_context(), transaction():
        changes.move(person("sol"), 2, **times, **more)
        reservations.cancel(person("sol"), 1)


@pytest.fixture
def held(app):
    """(start, end, room) of all that was not given back, by start."""

    def look(**which):
        with app.app_context():
            rows = db.session.scalars(select(Reservation).filter_by(**which))
            return sorted(
                (r.starts_at, r.ends_at, r.room.name)
                for r in rows
                if r.stored_status != "cancelled"
            )

    return look


def events(app, path):
    return list(Calendar.from_ical(app.test_client().get(path).data).walk("VEVENT"))


def parted(found):
    """The event that recurs, and those in the place of one of its dates."""
    (whole,) = [event for event in found if "RRULE" in event]
    return whole, [event for event in found if "RECURRENCE-ID" in event]


def both_read(app, path, folder, first, days, zone):
    """What the parser and the calendar program make of it; they agree."""
    raw = app.test_client().get(path).data
    theirs = recurring.read(raw)
    shown = khal.read(
        folder, raw, zone, first, days, ("start", "end", "title", "cancelled")
    )
    told = [tuple(row[:3]) for row in shown if not row[3]]
    home = ZoneInfo(zone)
    spoken = [
        (f"{a.astimezone(home):%Y-%m-%d %H:%M}", f"{b.astimezone(home):%Y-%m-%d %H:%M}", t)
        for a, b, t in theirs
    ]
    assert sorted(told) == sorted(spoken)
    return theirs


def states(answer):
    return [line["status"] for line in answer.json["dates"]]


def walls(rows):
    return [(wall, room, status) for _, wall, room, status in rows]


def invitations(app):
    """(kind, method, events) of every letter so far, by date."""
    with app.app_context():
        letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    told = [(letter.kind, Calendar.from_ical(letter.calendar)) for letter in letters]
    return [(kind, told["METHOD"], told.walk("VEVENT")) for kind, told in told]
