"""Closures in a room's calendar: every piece is there, by a name of its own that stays, read by two programs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from tests.rooms.conftest import person
from tests.support import khal
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.rooms.closures import closures
from webapp.rooms.closures.closures import Choice
from webapp.rooms.feeds import feeds
from webapp.rooms.models import Closure, Occupancy
from webapp.rooms.reservations import reservations


@pytest.fixture
def address(app):
    """`address(1)` is the path of a room's calendar."""

    def make(room):
        with app.app_context(), transaction():
            return "/calendar/" + feeds.make(person("dora"), room=room)[1] + ".ics"

    return make


@pytest.fixture
def close(app, monday):
    """`close("12:00", "18:00", [1], keeps=[5])`: closed then, around these bookings; answers its id."""

    def shut(starts, ends, rooms, reason="Exams", keeps=()):
        times = {
            name: datetime.fromisoformat(f"{monday}T{at}")
            for name, at in (("start_time", starts), ("end_time", ends))
        }
        around = [Choice(id, 1, "around") for id in keeps]
        with app.app_context(), transaction():
            return closures.add(
                person("dora"), rooms=rooms, reason=reason, choices=around, **times
            ).id

    return shut


@pytest.fixture
def closed(app, monday, tmp_path):
    """`closed(path)` is when the calendar says that it is closed; the parser and the calendar program agree."""
    count = iter(range(100))

    def look(path):
        folder = tmp_path / str(next(count))
        folder.mkdir()
        raw = app.test_client().get(path).data
        shown = khal.read(folder, raw, "Europe/Berlin", monday, 1, SHOWN)
        theirs = [
            tuple(row[:2]) for row in shown if row[2].startswith("Closed") and not row[3]
        ]
        spans = sorted(map(span, pieces(app, path)))
        assert sorted(theirs) == spans
        return [f"{starts}–{ends}" for starts, ends in spans]

    return look


SHOWN = ("start-time", "end-time", "title", "cancelled")


def span(event):
    return f"{event['DTSTART'].dt:%H:%M}", f"{event['DTEND'].dt:%H:%M}"


def every(app, path):
    """Each closed piece in a calendar, by start."""
    found = Calendar.from_ical(app.test_client().get(path).data).walk("VEVENT")
    return sorted(
        (e for e in found if e["SUMMARY"].startswith("Closed")),
        key=lambda e: (e["DTSTART"].dt, e["UID"]),
    )


def pieces(app, path):
    return [event for event in every(app, path) if event["STATUS"] == "CONFIRMED"]


def uids(app, path):
    return {str(event["UID"]) for event in pieces(app, path)}


def test_around_a_booking_there_are_two(app, address, book, close, closed, monday):
    path, kept = address(1), book("sol", 1, monday, "12:00", "13:00")
    close("08:00", "22:00", [1], keeps=[kept])
    assert closed(path) == ["08:00–12:00", "13:00–22:00"]
    assert len(uids(app, path)) == 2


def test_a_kept_booking_that_is_cancelled_later_adds_one_and_changes_none(
    app, address, book, close, closed, monday
):
    path, kept = address(1), book("sol", 1, monday, "12:00", "13:00")
    close("08:00", "22:00", [1], keeps=[kept])
    before = [event.to_ical() for event in pieces(app, path)]
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), kept)
    assert closed(path) == ["08:00–12:00", "12:00–13:00", "13:00–22:00"]
    assert len(uids(app, path)) == 3
    assert [
        each for each in (event.to_ical() for event in pieces(app, path)) if each in before
    ] == before


def test_a_part_of_a_hall_is_told_in_its_own_calendar_and_in_the_hall_s(
    app, address, book, hall, close, closed, monday
):
    """Of the whole hall, in the hall's, what one part has is not told again by the other."""
    kept = book("sol", 1, monday, "12:00", "13:00")
    first, second, whole = address(1), address(2), address(hall)
    close("08:00", "22:00", [1, 2], keeps=[kept])
    assert closed(first) == ["08:00–12:00", "13:00–22:00"]
    assert closed(second) == closed(whole) == ["08:00–22:00"]
    assert uids(app, whole) == uids(app, second)


def test_of_two_that_overlap_the_second_has_the_rest_once_the_first_is_lifted(
    app, address, close, closed
):
    path = address(1)
    first = close("08:00", "12:00", [1], "Exams")
    close("10:00", "14:00", [1], "Tuning")
    assert closed(path) == ["08:00–12:00", "12:00–14:00"]
    before = sequences(app, path)
    lift(app, first)
    assert closed(path) == ["10:00–12:00", "12:00–14:00"]
    assert len(uids(app, path)) == 2
    (over,) = cancelled(app, path)
    assert (over["TRANSP"], over["SUMMARY"]) == ("TRANSPARENT", "Closed: Exams")
    assert over["SEQUENCE"] > before[str(over["UID"])]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert cancelled(app, path) == []


def lift(app, id):
    with app.app_context(), transaction():
        closures.lift(person("dora"), id)


def sequences(app, path):
    return {str(event["UID"]): event["SEQUENCE"] for event in pieces(app, path)}


def cancelled(app, path):
    return [event for event in every(app, path) if event["STATUS"] == "CANCELLED"]


def test_it_says_why_and_when_it_was_made_and_changed(app, address, close):
    """Not when it begins: a stamp in the future makes calendars distrust every later one."""
    path, at = address(1), datetime.now(UTC).replace(microsecond=0)
    with time_machine.travel(at, tick=False):
        id = close("08:00", "12:00", [1], "Piano tuning")
        (made,) = pieces(app, path)
    assert (made["TRANSP"], made["SUMMARY"]) == ("OPAQUE", "Closed: Piano tuning")
    check_stamp(made, at, 0)
    an_hour_on = at + timedelta(hours=1)
    with time_machine.travel(an_hour_on, tick=False):
        lift(app, id)
        (lifted,) = every(app, path)
    check_stamp(lifted, an_hour_on, 1)


def check_stamp(event, at, sequence):
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == at
    assert event["SEQUENCE"] == sequence


def test_what_was_closed_before_calendars_knew_is_as_old_as_its_closure(
    app, address, close
):
    path, id = address(1), close("08:00", "12:00", [1])
    with app.app_context(), transaction():
        db.session.query(Occupancy).filter_by(closure_id=id).update({"changed_at": None})
        made = db.session.get(Closure, id).created_at.replace(microsecond=0)
        assert made <= clock.now()
    (found,) = pieces(app, path)
    assert found["DTSTAMP"].dt == made
