"""H04: what a change of the open days cancels for one person is one e-mail of all of it."""

import re
from datetime import timedelta
from itertools import combinations

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.support.days import ahead
from webapp.core import mail
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.school import open_days

from .conftest import CLOSED, RESERVATIONS, holidays

HOUR = timedelta(hours=1)


@pytest.fixture
def cancelled(app, as_, booked):
    """Two bookings of Sol's at the same time of two rooms, cancelled by closed days; their ids."""
    with app.app_context():
        at = open_days.at(ahead(6), 11 * 60)
    times = {"start_time": at.isoformat(), "end_time": (at + HOUR).isoformat()}
    other = as_("sol").post(RESERVATIONS, json={"room": 2} | times).json["id"]
    closed = as_("ada").post(f"{CLOSED}?bookings=cancel", json=holidays())
    assert closed.status_code == 201
    return [booked, other]


def test_both_are_told_in_one_e_mail_with_the_calendar_entry_of_each(app, cancelled):
    with app.app_context():
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "open_days"))
        sent = mail.message(letter, sender="desk@school.example")
    assert letter.text.count("cancelled, free of charge") == 2
    parts = [each for each in sent.walk() if each.get_content_type() == "text/calendar"]
    assert [each.get_param("method") for each in parts] == ["CANCEL", "CANCEL"]
    assert [uids(each.get_content()) for each in parts] == [
        [f"reservation-{id}"] for id in cancelled
    ]


def test_h04_the_times_named_instead_do_not_overlap(cancelled, mails):
    ((_address, text),) = mails()
    times = named(text)
    assert len(times) > 2
    assert not any(a < d and c < b for (a, b), (c, d) in combinations(times, 2))


def test_a_booking_says_that_the_school_closes_on_its_day(as_, cancelled):
    page = as_("sol").get(f"/reservations/{cancelled[0]}").text
    assert f"The school is closed on {ahead(6):%a %-d %b}: Storm." in page


def uids(calendar):
    """The names of the events of a calendar, without the host."""
    events = Calendar.from_ical(calendar).walk("VEVENT")
    return [str(event["uid"]).split("@")[0] for event in events]


def named(text):
    """The times that an e-mail names, as words that sort by time within a day: from when until when."""
    lines = re.findall(r"Free instead: ([^.]+)\.", " ".join(text.split()))
    times = re.findall(r"(\w+ \d+ \w+), (\d\d:\d\d)–(\d\d:\d\d)", " ".join(lines))
    return [(f"{day} {starts}", f"{day} {ends}") for day, starts, ends in times]
