"""What a calendar reads at an address: what is booked, what is over, and as seldom as it may."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select, update

from tests.rooms.conftest import person
from tests.rooms.feeds.conftest import events
from tests.support import khal
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.models import Closure, Occupancy, Reservation, RoomSpace
from webapp.rooms.reservations import reservations


def test_who_may_not_come_in_reads_nothing(app, address):
    path = address("sol")
    with app.app_context(), transaction():
        db.session.get(User, 2).is_active = False
    assert app.test_client().get(path).status_code == 404


def test_who_is_no_longer_staff_learns_only_that_a_room_is_busy(app, address, book, monday):
    path = address("dora", 1)
    book("sol", 1, monday, "14:00", "15:00", notes="Brahms")
    with app.app_context(), transaction():
        db.session.get(User, 4).role = "student"
    raw = app.test_client().get(path).text
    assert "SUMMARY:Busy" in raw
    assert not re.search(r"SUMMARY:Sol|Brahms|URL", raw)


def test_a_student_reads_only_their_own(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    book("nia", 2, monday, "14:00", "15:00")
    (found,) = events(app, address("nia"))
    assert found["SUMMARY"] == "Studio B"
    assert found["LOCATION"] == "Studio B"
    assert found["URL"] == "http://127.0.0.1:8000/reservations/2"


def test_a_loan_stands_on_its_last_day(app, as_, address, wish, soon):
    sol, path = as_("sol"), address("sol")
    sol.post("/api/inventory/checkouts/", json=wish | {"quantity": 2})
    assert events(app, path) == []
    tess = as_("tess")
    tess.post("/api/inventory/checkouts/1/approve/")
    as_("dora").post("/checkouts/1/hand_out")
    (found,) = events(app, path)
    assert (str(found["SUMMARY"]), str(found["DTSTART"].dt.date())) == (
        "Due back: 2 × Student Violin 4/4",
        soon,
    )


def test_a_cancelled_booking_is_told_as_the_same_event(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    path = address("sol")
    (before,) = events(app, path)
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    (after,) = events(app, path)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_after_thirty_days_a_cancelled_booking_leaves(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    path = address("sol")
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=29)):
        assert len(events(app, path)) == 1
    with time_machine.travel(now + timedelta(days=31)):
        assert events(app, path) == []


def test_what_is_long_over_leaves(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    path = address("sol")
    for days, count in ((80, 1), (100, 0)):
        with time_machine.travel(
            datetime.fromisoformat(f"{monday}T12:00:00Z") + timedelta(days=days)
        ):
            assert len(events(app, path)) == count


def test_unchanged_it_is_not_sent_again(app, address, book, monday):
    path, browser = address("sol"), app.test_client()
    first = browser.get(path)
    assert first.headers["Cache-Control"].startswith("private")
    seen = {"If-None-Match": first.headers["ETag"]}
    same = browser.get(path, headers=seen)
    assert (same.status_code, same.data) == (304, b"")
    book("sol", 1, monday, "14:00", "15:00")
    assert browser.get(path, headers=seen).status_code == 200
    assert browser.head(path).status_code == 200


def test_reading_writes_at_most_every_five_minutes(app, address):
    path, browser = address("sol"), app.test_client()
    browser.get(path)
    with counted(app) as seen:
        browser.get(path)
    assert seen
    assert not any(each.startswith("UPDATE") for each in seen)
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)),
        counted(app) as seen,
    ):
        browser.get(path)
    assert sum(each.startswith("UPDATE calendar_feeds") for each in seen) == 1


def test_the_same_queries_however_much_is_booked(app, address, book, monday):
    path, browser, asked = address("dora", 1), app.test_client(), []
    browser.get(path)
    for hour in (None, 9, 10, 11):
        if hour:
            book("sol", 1, monday, f"{hour:02}:00", f"{hour:02}:45")
        with counted(app) as seen:
            browser.get(path)
        asked.append(len(seen))
    assert asked[1:] == [asked[0]] * 3


@pytest.mark.parametrize(
    "home", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
)
def test_two_calendar_programs_agree_across_a_clock_change(
    app, address, book, tmp_path, home
):
    """Berlin falls back on 31 October 2027, New York a week later, Lord Howe went forward on the 3rd."""
    for day in ("2027-10-30", "2027-10-31", "2027-11-01"):
        book("sol", 1, day, "09:00", "10:30")
    raw = app.test_client().get(address("sol")).data
    zone = ZoneInfo(home)
    booked = stored_walls(app, zone)
    assert read_walls(raw, zone) == booked
    shown = khal.read(tmp_path, raw, home, "2027-10-29", 5)
    assert [(starts[-5:], ends[-5:], title) for starts, ends, title in shown] == [
        (starts[-5:], ends[-5:], "Studio A") for starts, ends in booked
    ]


def read_walls(raw, zone):
    events = Calendar.from_ical(raw).walk("VEVENT")
    return [walls(zone, event["DTSTART"].dt, event["DTEND"].dt) for event in events]


def stored_walls(app, zone):
    with app.app_context():
        stored = db.session.scalars(select(Reservation).order_by(Reservation.id)).all()
        return [walls(zone, each.starts_at, each.ends_at) for each in stored]


def walls(zone, *instants):
    return tuple(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in instants)


def concert(day):
    return Closure(
        starts_at=day.astimezone(UTC),
        ends_at=(day + timedelta(days=1)).astimezone(UTC),
        reason="Concert",
        created_by_id=5,
        created_at=datetime.now(UTC),
    )


def test_a_hall_is_taken_while_a_part_of_it_is(app, address, book, occupy, monday):
    """And what shuts all its parts stands there once."""
    path, day = address("dora", 3), datetime.fromisoformat(monday)
    with app.app_context(), transaction():
        db.session.add_all([RoomSpace(room_id=3, space_id=1), concert(day)])
    book("sol", 1, monday, "14:00", "15:00")
    for space in (1, 3):
        occupy(space, "closure", monday, "18:00", "20:00")
    with app.app_context(), transaction():
        db.session.execute(
            update(Occupancy).where(Occupancy.kind == "closure").values(closure_id=1)
        )
    found = events(app, path)
    assert [(str(each["SUMMARY"]), str(each.get("LOCATION", ""))) for each in found] == [
        ("Sol", "Studio A"),
        ("Closed: Concert", ""),
    ]
