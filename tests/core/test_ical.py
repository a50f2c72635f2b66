"""Calendars as the RFC has them: zones, lines, letters; read back by a parser that is not ours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur

from tests.support import khal
from webapp.core import ical

BERLIN = ZoneInfo("Europe/Berlin")
CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def event(starts=datetime(2027, 3, 27, 9, tzinfo=UTC), ends=None, **more):
    told = {
        "uid": "reservation-1@school.test",
        "title": "Studio A",
        "changed": CHANGED,
        "version": 3,
    }
    return ical.Event(
        starts=starts, ends=ends or starts + timedelta(hours=1), **told | more
    )


def read(*events, zone=BERLIN, name="School"):
    return Calendar.from_ical(ical.feed(name, events, zone))


def walls(sub, first, last):
    """When an observance begins between two times on the clock, its rule spelled out by another library."""
    at = sub["DTSTART"].dt
    if "RRULE" not in sub:
        return [at]
    rule = dict(sub["RRULE"])
    until = rule.pop("UNTIL", [None])[
        0
    ]  # in UTC, as the RFC has it: on the clock it is before the change
    last = (
        min(last, (until + sub["TZOFFSETFROM"].td).replace(tzinfo=None)) if until else last
    )
    return rrulestr(vRecur(rule).to_ical().decode(), dtstart=at).between(
        first, last, inc=True
    )


def onsets(rules, first, last):
    """(since when on the clock, the offset from then on)."""
    return [
        (at, sub["TZOFFSETTO"].td)
        for sub in rules.subcomponents
        for at in walls(sub, first, last)
    ]


def observances(zone, year):
    """(name, when, offset before, offset after) of each change of a year."""
    found = []
    for sub in Calendar.from_ical(ical.timezone(ZoneInfo(zone), year, year)).subcomponents:
        before, after = (sub[name].td for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        times = walls(sub, datetime(year, 1, 1), datetime(year + 1, 1, 1))
        found += [
            (sub.name, at, before, after)
            for at in times
            if at.year == year and before != after
        ]
    return sorted(found, key=lambda each: each[1])


def rules(zone, year=2027):
    found = [
        sub.get("RRULE")
        for sub in Calendar.from_ical(
            ical.timezone(ZoneInfo(zone), year, year)
        ).subcomponents
    ]
    return [rule and rule.to_ical().decode().removeprefix("FREQ=YEARLY;") for rule in found]


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


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Berlin", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Australia/Lord_Howe", ["BYDAY=1SU;BYMONTH=4", "BYDAY=1SU;BYMONTH=10"]),
        (
            "America/Santiago",
            [f"BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8;BYMONTH={month}" for month in (4, 9)],
        ),
        ("Asia/Tokyo", [None]),
    ],
)
def test_a_zone_with_rules_is_told_by_its_rules_and_nothing_else(zone, told):
    """One for summer and one for winter: desktop calendars read no list of changes."""
    assert rules(zone) == told


def test_a_zone_without_rules_lists_its_changes():
    """Of Morocco's, which went by the moon until 2026, each stands for itself."""
    told = rules("Africa/Casablanca", 2022)
    assert len(told) > 4
    assert set(told) == {None}


def test_a_rule_that_ended_says_when():
    before, after = (rules("America/New_York", year) for year in (2005, 2008))
    assert before[:2] == [
        "UNTIL=20060402T070000Z;BYDAY=1SU;BYMONTH=4",
        "UNTIL=20061029T060000Z;BYDAY=-1SU;BYMONTH=10",
    ]
    assert after == ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]


ZONES = (
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "America/Santiago",
)
ZONES += ("Africa/Cairo", "Asia/Gaza", "Europe/Dublin", "Asia/Jerusalem", "America/Nuuk")


@pytest.mark.parametrize("year", [2026, 2006])
@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_a_year_is_read_as_the_instant_it_was(zone, year):
    """With the zone the calendar brings along, not with the reader's own."""
    times = hours_of(year)
    events = [event(at, uid=f"{n}@x") for n, at in enumerate(times)]
    calendar = read(*events, zone=ZoneInfo(zone))
    (rules,) = calendar.walk("VTIMEZONE")
    offsets = sorted(onsets(rules, datetime(year - 1, 1, 1), datetime(year + 2, 1, 1)))
    for at, found in zip(times, calendar.walk("VEVENT"), strict=True):
        assert instant(found["DTSTART"].dt, offsets) == at


def hours_of(year):
    """Every hour of the day, and every day of the week, all year round."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    return [first + timedelta(hours=37 * n) for n in range(240)]


def instant(start, offsets):
    """By the offset that the clocks have had since the last change before."""
    wall = start.replace(tzinfo=None)
    offset = timedelta()
    if start.tzname() != "UTC":
        offset = [offset for since, offset in offsets if since <= wall][-1]
    return (wall - offset).replace(tzinfo=UTC)


def test_both_turns_of_an_hour_that_comes_twice_are_told_in_utc(tmp_path):
    first, again = (datetime(2027, 10, 31, hour, 15, tzinfo=UTC) for hour in (0, 1))
    events = [
        event(first, first + timedelta(minutes=30)),
        event(again, uid="reservation-2@school.test"),
    ]
    raw = ical.feed("School", events, BERLIN)
    assert all(f"DTSTART:20271031T{hour}1500Z" in raw.decode() for hour in ("00", "01"))
    shown = khal.read(
        tmp_path, raw, "Africa/Lagos", "2027-10-31", 1
    )  # an hour ahead of UTC, all year
    assert [(a[-5:], b[-5:]) for a, b, _ in shown] == [
        ("01:15", "01:45"),
        ("02:15", "03:15"),
    ]


@pytest.mark.parametrize(
    ("status", "told"),
    [("CONFIRMED", "OPAQUE"), ("TENTATIVE", "OPAQUE"), ("CANCELLED", "TRANSPARENT")],
)
def test_what_is_cancelled_takes_nobody_s_time(status, told):
    (found,) = read(event(status=status)).walk("VEVENT")
    assert found["TRANSP"] == told


def test_what_people_typed_stays_inside_its_line():
    nasty = "Ünï; a, b\\ c\nEND:VEVENT\nBEGIN:VEVENT " + "𝄞" * 80
    raw = ical.feed(nasty, [event(title=nasty, words=nasty, place=nasty)], BERLIN)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
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
    assert told["VERSION"] == "2.0"
    assert told["PRODID"]
    assert not told.walk("VEVENT")
    assert told["X-WR-CALNAME"] == "School"
    assert told["X-PUBLISHED-TTL"] == "PT1H"


def test_the_same_events_are_the_same_bytes():
    assert ical.feed("School", [event()], BERLIN) == ical.feed("School", [event()], BERLIN)


def invited(app, **changes):
    app.config["MAIL_FROM"] = "The Desk <desk@school.test>"
    to = {"name": 'Möller, "Jo"', "address": "jo@school.test"}
    with app.app_context():
        return Calendar.from_ical(ical.invitation([event(**changes)], BERLIN, **to))


def test_an_invitation_says_who_invites_whom(app):
    (found,) = invited(app).walk("VEVENT")
    assert str(found["ORGANIZER"]) == "mailto:desk@school.test"
    assert found["ORGANIZER"].params["CN"] == "The Desk"
    assert str(found["ATTENDEE"]) == "mailto:jo@school.test"
    assert "Möller" in found["ATTENDEE"].params["CN"]


def test_a_cancellation_is_of_the_event_that_was_invited_to(app):
    asked, over = invited(app), invited(app, status="CANCELLED", version=4)
    assert (asked["METHOD"], over["METHOD"]) == ("REQUEST", "CANCEL")
    (found,), (ended,) = asked.walk("VEVENT"), over.walk("VEVENT")
    assert found["UID"] == ended["UID"]
    assert (found["SEQUENCE"], ended["SEQUENCE"]) == (2, 3)
