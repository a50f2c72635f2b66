"""The use of rooms: by weekday and hour, by room, as pictures made of text and as a spreadsheet."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.rooms.conftest import person
from tests.support import opening
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.errors import NotAllowed
from webapp.reports import room_use
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking, refusals, reservations
from webapp.school import calendar

PAGE, CSV = "/reports/rooms", "/reports/rooms.csv"
MONDAY, WEEK = date(2027, 2, 1), {"start_date": "2027-02-01", "end_date": "2027-02-07"}


@pytest.fixture
def winter(app):
    with time_machine.travel("2027-01-20T11:00:00Z", tick=False):
        yield


@pytest.fixture
def decide(app):
    def change(opens, closes):
        with app.app_context(), transaction():
            opening.every_day(opens, closes)

    return change


@pytest.fixture
def used(app, winter):
    """On a Monday in A 10:30-12:00 kept, 14:00-15:00 cancelled; in B 10:00-11:00 missed; and 10-12 in A refused."""
    with app.app_context(), transaction():
        take(1, "10:30", "12:00")
        reservations.cancel(person("nia"), take(1, "14:00", "15:00"))
        missed = take(2, "10:00", "11:00")
        db.session.execute(
            update(Reservation)
            .where(Reservation.id == missed)
            .values(stored_status="no_show")
        )
        refusals.record(
            1,
            *(
                calendar.instant(datetime.fromisoformat(f"{MONDAY}T{at}"))
                for at in ("10:00", "12:00")
            ),
        )


def take(room, starts, ends, on=MONDAY):
    starts, ends = (datetime.fromisoformat(f"{on}T{at}") for at in (starts, ends))
    return booking.book(person("nia"), room=room, start_time=starts, end_time=ends).id


@pytest.fixture
def use(app, used):
    with app.app_context():
        yield room_use.of(person("dora"), MONDAY, MONDAY + timedelta(days=6))


def test_hours_are_counted_where_they_lie(use):
    assert {key: n for key, n in use.taken.items() if n} == {
        ("booked", 1, 0, 10): 30,
        ("booked", 1, 0, 11): 60,
        ("booked", 2, 0, 10): 60,
        ("missed", 2, 0, 10): 60,
        ("cancelled", 1, 0, 14): 60,
        ("refused", 1, 0, 10): 60,
        ("refused", 1, 0, 11): 60,
    }
    assert use.hours == list(range(8, 22))
    assert use.open[0, 10] == 60


def test_they_are_shown_as_a_share_or_in_hours(use):
    monday, tuesday, *_ = dict(use.heat("booked"))[10]
    assert (monday.words, monday.shade) == ("50%", 2)
    assert (tuesday.words, tuesday.shade) == ("0%", 0)
    assert dict(use.heat("refused"))[11][0].words == "1 h"
    line = use.lines()[0]
    assert (line.name, line.share, line.minutes["refused"]) == ("Studio A", 2, 120)


def test_the_page_shows_it_as_text(as_, used):
    page = as_("tess").get(PAGE, query_string=WEEK).text
    assert '<td data-heat="2">50%</td>' in page
    assert "1.5 h" in page
    assert "Studio A" in page
    assert "Nia" not in page
    refused = as_("ada").get(PAGE, query_string=WEEK | {"show": "refused"}).text
    assert 'data-kind="refused"' in refused
    assert '<td data-heat="4">1 h</td>' in refused
    assert "style=" not in refused
    assert (
        "None in these days"
        in as_("dora").get(f"{PAGE}?show=cancelled&end_date=2027-01-19").text
    )


def test_the_spreadsheet_says_the_same(as_, used):
    answer = as_("dora").get(CSV, query_string=WEEK)
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert tuple(head) == room_use.HEAD
    assert len(rows) == 3 * 7 * 14
    assert ["Studio A", "Monday", "10:00", "60", "30", "0", "0", "60"] in rows
    assert ["Studio B", "Monday", "10:00", "60", "60", "0", "60", "0"] in rows
    assert (
        'filename="rooms-2027-02-01-2027-02-07.csv"'
        in answer.headers["Content-Disposition"]
    )


def test_it_is_for_staff_only(app, as_, used):
    for path in (PAGE, CSV):
        assert as_("sol").get(path).status_code == 403
    with app.app_context(), pytest.raises(NotAllowed):
        room_use.of(person("nia"))


def test_without_days_it_is_the_last_four_weeks(app, winter):
    with app.app_context():
        use = room_use.of(person("tess"))
    assert (use.first, use.last) == (date(2026, 12, 24), date(2027, 1, 20))
    assert use.open[0, 8] == 4 * 60


@pytest.mark.parametrize(
    "asked", ["start_date=soon", "show=all", "start_date=2999-01-01", "end_date=1999-12-31"]
)
def test_an_address_that_means_nothing_is_told(as_, asked):
    assert as_("tess").get(f"{PAGE}?{asked}").status_code == 422


@pytest.mark.parametrize(
    ("first", "last"), [((2027, 2, 2), (2027, 2, 1)), ((2026, 1, 1), (2027, 1, 2))]
)
def test_days_must_be_in_order_and_not_too_many(as_, first, last):
    answer = as_("tess").get(
        PAGE, query_string={"start_date": date(*first), "end_date": date(*last)}
    )
    assert answer.status_code == 422
    assert "at most 366 days" in answer.text


def test_a_clock_change_leaves_an_hour_out_and_brings_one_twice(app, decide, winter):
    decide(opens="00:00", closes="06:00")
    with app.app_context():
        spring = room_use.of(person("tess"), date(2027, 3, 28), date(2027, 3, 28))
        autumn = room_use.of(person("tess"), date(2027, 10, 31), date(2027, 10, 31))
    assert spring.hours == [0, 1, 3, 4, 5]
    assert autumn.open[6, 2] == 120


def test_it_asks_the_same_of_few_and_many(app, as_, used):
    tess = as_("tess")
    tess.get(PAGE, query_string=WEEK)
    with counted(app) as few:
        assert tess.get(PAGE, query_string=WEEK).status_code == 200
    with app.app_context(), transaction():
        for n in range(14):
            take(3, f"{8 + n:02}:00", f"{9 + n:02}:00", MONDAY + timedelta(days=1))
    with counted(app) as many:
        assert tess.get(PAGE, query_string=WEEK).status_code == 200
    assert len(few) == len(many) <= 6, many
