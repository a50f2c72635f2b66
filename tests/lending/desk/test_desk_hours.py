"""Hours of the desk: told with every day on which something is picked up or due, on pages, in e-mails and calendars."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from icalendar import Calendar

from tests.support import opening
from webapp.core.db import transaction
from webapp.school import desk_hours

from ..ahead_acts import page_says
from ..conftest import API
from ..desk_acts import act

HOURS = "/api/inventory/opening-hours/"
MONDAY = date(2027, 2, 1)
SPLIT = [
    {"from_time": "08:00", "until_time": "12:30"},
    {"from_time": "14:00", "until_time": "17:00"},
]
SHORT = [{"from_time": "13:00", "until_time": "17:00"}]
TOLD = "Mon 1 Feb, 08:00–12:30 and 14:00–17:00; Wed 3 Feb, 13:00–17:00"


@pytest.fixture
def at(as_):
    """Noon of a Monday on which the desk has two spans, and on Wednesday one; `at(DAY, "16:59")` goes on to then."""
    with time_machine.travel(datetime(2027, 2, 1, 11, tzinfo=UTC), tick=False) as travel:
        as_("ada").patch(HOURS, json={"mon": SPLIT, "wed": SHORT})

        def go(day, hour):
            travel.move_to(datetime(2027, 2, day, hour - 1, tzinfo=UTC), tick=False)

        yield go


@pytest.fixture
def until_wednesday(as_, harp, at):
    """Promised to Sol from Monday, until Wednesday."""
    days = {"checkout_date": str(MONDAY), "due_date": "2027-02-03"}
    id = as_("sol").post(API, json={"item": harp} | days).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


def test_h02_the_items_page_tells_the_hours_of_both_days(as_, harp, at):
    page = page_says(as_("sol"), f"/items/{harp}?from=2027-02-01&until=2027-02-03")
    assert f"The desk is open on {TOLD}." in page


@pytest.mark.parametrize(
    ("who", "path", "words"),
    [
        ("sol", "/", "The desk is open on Wed 3 Feb, 13:00–17:00."),
        ("sol", "/checkouts", "until Wed 3 Feb, desk open 13:00–17:00"),
        ("sol", "/checkouts/{id}", "until Wed 3 Feb, desk open 13:00–17:00"),
    ],
)
def test_h02_what_is_promised_tells_the_hours(as_, until_wednesday, who, path, words):
    assert words in page_says(as_(who), path.format(id=until_wednesday))


def test_h02_what_is_out_tells_them_and_by_when_it_is_due_today(as_, until_wednesday, at):
    act(as_("dora"), until_wednesday, "hand_out")
    assert "13:00–17:00" in page_says(as_("sol"), "/")
    at(3, 9)
    for path in ("/", "/checkouts", f"/checkouts/{until_wednesday}"):
        assert "by 17:00 today" in page_says(as_("sol"), path)


def test_h02_after_closing_it_is_late_from_tomorrow_on(as_, until_wednesday, at):
    act(as_("dora"), until_wednesday, "hand_out")
    at(3, 18)
    assert "due today, the desk closed at 17:00" in page_says(as_("sol"), "/")
    assert not as_("sol").get(f"{API}{until_wednesday}/").json["overdue"]
    at(4, 9)
    assert as_("sol").get(f"{API}{until_wednesday}/").json["overdue"]


@pytest.mark.parametrize("kind", ["requested", "approved"])
def test_h02_e_mails_tell_them(until_wednesday, letter, kind):
    assert "Wed 3 Feb, 13:00–17:00." in letter(kind)


def test_h02_when_it_is_ready_the_e_mail_tells_them(as_, until_wednesday, letter):
    act(as_("dora"), until_wednesday, "set_aside")
    assert "The desk is open on Wed 3 Feb, 13:00–17:00." in letter("ready")


def test_h02_the_tray_and_the_receipt_tell_them(as_, until_wednesday, harp, give):
    sku = as_("dora").get(f"/api/inventory/items/{harp}/").json["sku"]
    [line] = give([sku], dry=True).json["lines"]
    assert "until Wed 3 Feb, desk open 13:00–17:00" in line["words"]
    page = page_says(as_("dora"), f"/receipts/{give([sku]).json['id']}")
    assert "until Wed 3 Feb 2027, desk open 13:00–17:00" in page


def test_h02_the_calendar_carries_them(app, as_, until_wednesday, at):
    event = in_calendar(app, as_)
    assert event["DTSTART"].dt == datetime(2027, 2, 1, 7, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2027, 2, 1, 16, tzinfo=UTC)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "08:00–12:30 and 14:00–17:00" in str(event["DESCRIPTION"])
    act(as_("dora"), until_wednesday, "hand_out")
    assert in_calendar(app, as_)["DTSTART"].dt == datetime(2027, 2, 3, 12, tzinfo=UTC)


def test_h02_other_hours_are_told_from_then_on(as_, until_wednesday):
    as_("ada").patch(HOURS, json={"wed": SPLIT})
    page = page_says(as_("sol"), f"/checkouts/{until_wednesday}")
    assert "until Wed 3 Feb, desk open 08:00–12:30 and 14:00–17:00" in page


def test_h02_a_closed_day_has_no_hours(app, at):
    with app.app_context(), transaction():
        opening.shut(MONDAY)
        assert desk_hours.with_day(MONDAY) == "Mon 1 Feb"
        assert desk_hours.of_days([MONDAY]) == ""
        assert desk_hours.due_back(MONDAY) == "due today"


def test_h02_hours_that_are_the_same_on_both_days_stand_once(app, at):
    first, last = date(2027, 2, 4), date(2027, 2, 5)
    with app.test_request_context():
        said = desk_hours.from_to(first, last)
    assert said == "Thu 4 Feb to Fri 5 Feb (desk open 08:00–22:00)"


def test_h02_a_request_to_come_tells_both(as_, harp, at):
    days = {"checkout_date": "2027-02-02", "due_date": "2027-02-03"}
    id = as_("sol").post(API, json={"item": harp} | days).json["id"]
    said = "Tue 2 Feb (desk open 08:00–22:00) to Wed 3 Feb (desk open 13:00–17:00)"
    for who, path in (("sol", "/checkouts"), ("tess", f"/checkouts/{id}")):
        assert said in page_says(as_(who), path)


def in_calendar(app, as_):
    """The only event of Sol's calendar, as a program reads it."""
    address = as_("sol").post("/api/inventory/calendars/", json={}).json["address"]
    read = app.test_client().get("/" + address.split("/", 3)[3])
    [event] = Calendar.from_ical(read.data).walk("VEVENT")
    return event
