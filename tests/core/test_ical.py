"""Calendars as the RFC has them: zones, lines, letters; read back by a parser that is not ours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from webapp.core import ical

BERLIN = ZoneInfo("Europe/Berlin")
CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def event(starts=datetime(2027, 3, 27, 9, tzinfo=UTC), ends=None, **more):
    told = {"uid": "reservation-1@school.test", "title": "Studio A", "changed": CHANGED, "version": 3}
    return ical.Event(starts=starts, ends=ends or starts + timedelta(hours=1), **told | more)


def read(*events, zone=BERLIN, name="School"):
    return Calendar.from_ical(ical.feed(name, events, zone))


def observances(zone, year):
    told = Calendar.from_ical(ical.timezone(ZoneInfo(zone), year, year))
    found = [(sub.name, sub["DTSTART"].dt, sub["TZOFFSETFROM"].td, sub["TZOFFSETTO"].td) for sub in told.subcomponents]
    return [(name, at, before, after) for name, at, before, after in found if at.year == year and before != after]


def hours(*told):
    return [timedelta(hours=each) for each in told]


def test_a_zone_changes_when_the_rfc_says_by_the_clock_as_it_was_before():
    assert observances("America/New_York", 2007) == [
        ("DAYLIGHT", datetime(2007, 3, 11, 2), *hours(-5, -4)),
        ("STANDARD", datetime(2007, 11, 4, 2), *hours(-4, -5)),
    ]  # the examples of RFC 5545, 3.6.5
    assert observances("Europe/Berlin", 2027) == [
        ("DAYLIGHT", datetime(2027, 3, 28, 2), *hours(1, 2)),
        ("STANDARD", datetime(2027, 10, 31, 3), *hours(2, 1)),
    ]
    assert observances("Australia/Lord_Howe", 2027) == [
        ("STANDARD", datetime(2027, 4, 4, 2), *hours(11, 10.5)),
        ("DAYLIGHT", datetime(2027, 10, 3, 2), *hours(10.5, 11)),
    ]
    assert observances("UTC", 2027) == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca"])
def test_every_hour_of_a_year_is_read_as_the_instant_it_was(zone):
    """With the zone the calendar brings along, not with the reader's own."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    times = [first + timedelta(hours=37 * n) for n in range(240)]
    told = read(*(event(at, uid=f"{n}@x") for n, at in enumerate(times)), zone=ZoneInfo(zone))
    (rules,) = told.walk("VTIMEZONE")
    theirs = rules.to_tz()
    for at, found in zip(times, told.walk("VEVENT"), strict=True):
        wall = found["DTSTART"].dt
        assert (wall if wall.tzinfo is UTC else wall.replace(tzinfo=theirs)).astimezone(UTC) == at


def test_an_hour_that_comes_twice_is_told_in_utc():
    first, again = (datetime(2027, 10, 31, hour, 15, tzinfo=UTC) for hour in (0, 1))
    told = ical.feed("School", [event(first, first + timedelta(minutes=30)), event(again)], BERLIN).decode()
    assert "DTSTART;TZID=Europe/Berlin:20271031T021500" in told and "DTSTART:20271031T011500Z" in told


def test_what_people_typed_stays_inside_its_line():
    nasty = "Ünï; a, b\\ c\nEND:VEVENT\nBEGIN:VEVENT " + "𝄞" * 80
    raw = ical.feed(nasty, [event(title=nasty, words=nasty, place=nasty)], BERLIN)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b"")
    (found,) = Calendar.from_ical(raw).walk("VEVENT")
    assert found["SUMMARY"] == found["DESCRIPTION"] == found["LOCATION"] == nasty


def test_days_have_no_time_and_block_nothing():
    (found,) = read(event(date(2027, 3, 28), date(2027, 3, 29))).walk("VEVENT")
    assert (found["DTSTART"].dt, found["DTEND"].dt, found["TRANSP"]) == (
        date(2027, 3, 28),
        date(2027, 3, 29),
        "TRANSPARENT",
    )


def test_an_empty_calendar_is_one():
    told = read()
    assert told["VERSION"] == "2.0" and told["PRODID"] and not told.walk("VEVENT")
    assert told["X-WR-CALNAME"] == "School" and told["X-PUBLISHED-TTL"] == "PT1H"


def test_the_same_events_are_the_same_bytes():
    assert ical.feed("School", [event()], BERLIN) == ical.feed("School", [event()], BERLIN)


def test_an_invitation_says_who_invites_whom(app):
    app.config["MAIL_FROM"] = "The Desk <desk@school.test>"
    with app.app_context():
        told = {"name": 'Möller, "Jo"', "address": "jo@school.test"}
        asked = Calendar.from_ical(ical.invitation([event()], BERLIN, **told))
        over = Calendar.from_ical(ical.invitation([event(status="CANCELLED", version=4)], BERLIN, **told))
    assert (asked["METHOD"], over["METHOD"]) == ("REQUEST", "CANCEL")
    (found,), (ended,) = asked.walk("VEVENT"), over.walk("VEVENT")
    assert found["UID"] == ended["UID"] and (found["SEQUENCE"], ended["SEQUENCE"]) == (2, 3)
    assert str(found["ORGANIZER"]) == "mailto:desk@school.test" and found["ORGANIZER"].params["CN"] == "The Desk"
    assert str(found["ATTENDEE"]) == "mailto:jo@school.test" and "Möller" in found["ATTENDEE"].params["CN"]
