"""The day of all rooms: what is free, what is taken, and how much of it each may know."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import rooms
from webapp.rooms.reservations import booking
from webapp.rooms.times import day_sheet, open_time
from webapp.school import calendar

HOUR = timedelta(hours=1)


@pytest.fixture
def row(app):
    """`row("sol", day)` is the first room's (kind, columns, words) and its start times."""

    def of(name, day, length=HOUR, room=1):
        with app.app_context():
            who = person(name)
            sheet = day_sheet.of(
                who, [rooms.find(who, room)], date.fromisoformat(day), length
            )
            (found,) = sheet.rows
            assert sum(each.columns for each in found.segments) == sheet.columns
            drawn = [(each.kind, each.columns // 12, each.words) for each in found.segments]
            return drawn, [f"{calendar.local(at):%H:%M}" for at in found.starts]

    return of


def test_an_empty_day_is_one_free_gap(row, monday):
    drawn, starts = row("sol", monday)
    assert drawn == [("free", 14, "")]
    assert (starts[0], starts[-1], len(starts)) == ("08:00", "21:00", 53)


def test_what_is_taken_parts_what_is_free(row, monday, book):
    book("sol", 1, monday, "10:00", "12:00"), book("nia", 1, monday, "12:00", "13:00")
    assert row("sol", monday)[0] == [
        ("free", 2, ""),
        ("mine", 2, "You"),
        ("busy", 1, "Busy"),
        ("free", 9, ""),
    ]
    assert row("tess", monday)[0] == [
        ("free", 2, ""),
        ("busy", 2, "Sol"),
        ("busy", 1, "Nia"),
        ("free", 9, ""),
    ]


def test_time_of_others_goes_on_for_who_may_not_know_whose_it_is(row, monday, book):
    book("nia", 1, monday, "10:00", "12:00"), book("tess", 1, monday, "12:00", "13:00")
    assert row("sol", monday)[0] == [("free", 2, ""), ("busy", 3, "Busy"), ("free", 9, "")]
    assert row("nia", monday)[0] == [
        ("free", 2, ""),
        ("mine", 2, "You"),
        ("busy", 1, "Busy"),
        ("free", 9, ""),
    ]
    book("sol", 1, monday, "13:00", "14:00"), book("nia", 1, monday, "14:00", "15:00")
    assert [drawn[:2] for drawn in row("sol", monday)[0][1:4]] == [
        ("busy", 3),
        ("mine", 1),
        ("busy", 1),
    ]


def test_start_times_are_those_that_fit_the_length(row, monday, book):
    book("sol", 1, monday, "10:00", "20:00")
    morning, evening = (
        ("08:00", "08:15", "08:30", "08:45", "09:00"),
        ("20:00", "20:15", "20:30", "20:45", "21:00"),
    )
    assert row("sol", monday)[1] == [*morning, *evening]
    assert row("sol", monday, 2 * HOUR)[1] == ["08:00", "20:00"]


def test_tidying_up_belongs_to_who_was_there(row, monday, book, as_, admin):
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 15})
    book("sol", 1, monday, "10:00", "11:00")
    drawn, starts = row("sol", monday)
    assert [kind for kind, _, _ in drawn] == ["free", "rest", "mine", "rest", "free"]
    assert "08:45" in starts
    assert "09:00" not in starts
    assert "11:00" not in starts
    assert "11:15" in starts
    assert re.findall(r"<b>Book Studio A, (.{11})<", admin_sees(as_, monday)) == [
        "08:00–09:45",
        "11:15–22:00",
    ]


def test_grey_time_says_what_it_is_for(as_, monday, admin, book):
    assert "for tidying up" not in as_("sol").get(f"/rooms?date={monday}").text
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 30})
    admin.patch("/api/inventory/practice-rooms/2/", json={"turnover_minutes": 60})
    for room in (1, 2):
        book("nia", room, monday, f"{10 + room}:00", f"{10 + room}:30")
    page = as_("dora").get(f"/rooms?date={monday}").text
    assert "for tidying up" in page
    drawn = re.findall(
        r'<span class="past rest" title="Tidying up"><(\w+)>Tidying up</', page
    )
    assert set(drawn) == {
        "b",
        "span",
    }  # read out in both, and seen where there is room for it


def admin_sees(as_, day):
    return as_("ada").get(f"/rooms?date={day}").text


HELD = {
    "closure": ("shut", "Closed"),
    "maintenance": ("shut", "Maintenance"),
    "lesson": ("busy", "Lesson"),
    "hold": ("busy", "Held"),
}


@pytest.mark.parametrize("kind", HELD)
def test_other_things_hold_time_too(row, monday, occupy, kind):
    drawn, words = HELD[kind]
    occupy(1, kind, monday, "08:00", "12:00")
    assert row("sol", monday)[0] == [(drawn, 4, words), ("free", 10, "")]


def test_what_is_over_cannot_be_booked(app, row, book):
    with time_machine.travel("2027-02-01T11:20:00Z", tick=False):  # 12:20 at the school
        book("nia", 1, "2027-02-01", "15:00", "16:00")
        drawn, starts = row("sol", "2027-02-01")
        assert drawn == [
            ("rest", 4, "Past"),
            ("free", 2, ""),
            ("busy", 1, "Busy"),
            ("free", 6, ""),
        ]
        assert (starts[0], len(starts)) == ("12:30", 7 + 21)
    with time_machine.travel("2027-02-01T16:30:00Z", tick=False):
        assert [kind for kind, _, _ in row("sol", "2027-02-01")[0]] == [
            "rest",
            "past",
            "rest",
            "free",
        ]


def test_a_few_starts_stand_for_all(app):
    with app.app_context():
        noon = calendar.day(date(2027, 2, 1))[0] + 12 * HOUR
        every = [noon + timedelta(minutes=15) * i for i in range(40)]
        told = [f"{calendar.local(at):%H:%M}" for at in day_sheet.picked(every)]
        assert told == ["12:00", "12:15", "13:00", "15:00", "18:00", "21:00"]
        assert day_sheet.picked(every[:3]) == every[:3]
        assert day_sheet.picked([]) == []


@pytest.mark.parametrize("name", ["sol", "tess"])
def test_a_full_day_asks_no_more_than_a_quiet_one(app, as_, monday, book, name):
    browser, path = as_(name), f"/rooms?date={monday}"
    for at in range(9, 12):
        book("nia", 1, monday, f"{at:02}:00", f"{at + 1:02}:00")
    browser.get(path)
    with counted(app) as few:
        assert browser.get(path).status_code == 200
    fill(app, monday, 97)
    with counted(app) as many:
        assert browser.get(path).status_code == 200
    assert len(few) == len(many) <= 6, many


def fill(app, day, count):
    """Reservations of a quarter each, in two new rooms."""
    with app.app_context(), transaction():
        places = [rooms.add(person("ada"), name=f"Cell {n}").id for n in range(2)]
        opens = open_time.reach(date.fromisoformat(day)).starts
        for n in range(count):
            at = opens + HOUR / 4 * (n // 2)
            booking.book(
                person("nia"), room=places[n % 2], start_time=at, end_time=at + HOUR / 4
            )
