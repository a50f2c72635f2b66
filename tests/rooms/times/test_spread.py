"""A room's week, and months as heat: what is taken is drawn, and no more is told than on the day's own page."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import rooms
from webapp.rooms.times import spread
from webapp.school import calendar

WEEK = "2027-02-03"  # a Wednesday


@pytest.fixture
def february(app):
    with time_machine.travel("2027-02-01T11:20:00Z", tick=False):
        yield


def test_a_week_draws_what_is_taken_where_it_is(app, february, book, occupy):
    book("sol", 1, "2027-02-01", "15:15", "17:00")
    book("nia", 1, "2027-02-07", "08:00", "22:00")
    occupy(1, "closure", "2027-02-03", "21:00", "23:00")
    with app.app_context():
        week = spread.week(person("sol"), rooms.find(person("sol"), 1), date(2027, 2, 3))
    assert week.minutes == 14 * 60
    assert [column.date.day for column in week.columns] == list(range(1, 8))
    assert [drawn(column) for column in week.columns] == [
        [("mine", 435, 105, "You")],
        [],
        [("shut", 780, 60, "Closed")],
        [],
        [],
        [],
        [("busy", 0, 840, "Busy")],
    ]
    assert [column.is_bookable for column in week.columns] == [True] * 6 + [False]


def drawn(column):
    return [(block.kind, block.at, block.lasts, block.words) for block in column.blocks]


def test_the_page_leads_around_and_tells_no_names(as_, february, book):
    book("nia", 1, "2027-02-04", "10:00", "11:30")
    page = as_("sol").get(f"/rooms/1?week={WEEK}").text.replace("&amp;", "&")
    assert "10:00–11:30 Busy" in page
    assert "Nia" not in page
    assert "1 February to 7 February 2027" in page
    for link in (
        "week=2027-01-25",
        "week=2027-02-08",
        "date=2027-02-04",
        "month=2027-02-03",
        "week=2027-02-01",
    ):
        assert f'href="/rooms/1?{link}"' in page
    assert 'class="t-h2 t-m0"><a class="seg-a busy t-h1 t-m30"' in page
    assert "/rooms/1/taken?start_time=2027-02-04T10:00&end_time=2027-02-04T11:30" in page
    assert "style=" not in page
    assert "10:00–11:30 Nia" in as_("tess").get(f"/rooms/1?week={WEEK}").text


def test_a_week_tells_what_is_free_before_what_is_taken(app, as_, february, book):
    book("nia", 1, "2027-02-01", "15:00", "16:00")
    book("nia", 1, "2027-02-07", "08:00", "22:00")
    with app.app_context():
        week = spread.week(person("sol"), rooms.find(person("sol"), 1), date(2027, 2, 1))
        free = [free_times(column) for column in week.columns]
    assert free == [
        ["12:30–15:00", "16:00–22:00"],  # it is twenty past twelve
        *[["08:00–22:00"]] * 5,
        [],
    ]
    monday, *_, sunday = days(as_("sol").get(f"/rooms/1?week={WEEK}").text)
    order = ["12:30–15:00", "16:00–22:00", "15:00–16:00 Busy"]
    assert sorted(order, key=monday.index) == order
    assert 'href="/rooms/1/book?start_time=2027-02-01T16:00"' in monday
    assert "Nothing free" in sunday


def test_a_week_says_which_days_are_over(as_, february):
    before = days(as_("sol").get("/rooms/1?week=2027-01-25").text)
    assert ["Over" in day for day in before] == [True] * 7
    assert ["Nothing free" in day for day in before] == [False] * 7


def test_what_is_taken_and_over_leads_nowhere(as_, february, book):
    book("nia", 1, "2027-02-01", "13:00", "14:00")
    with time_machine.travel("2027-02-01T14:20:00Z", tick=False):
        assert "/taken?" not in as_("sol").get(f"/rooms/1?week={WEEK}").text


def free_times(column):
    return [calendar.span(piece.starts, piece.ends) for piece in column.free]


def days(page):
    return page.split('<section class="day7"')[1:]


def test_a_clock_change_keeps_the_times_of_the_wall(app, book):
    with time_machine.travel("2027-03-20T11:00:00Z", tick=False), app.app_context():
        (
            book("sol", 1, "2027-03-27", "10:00", "11:00"),
            book("sol", 1, "2027-03-28", "10:00", "11:00"),
        )
        week = spread.week(person("sol"), rooms.find(person("sol"), 1), date(2027, 3, 28))
        assert [(b.at, b.lasts) for c in week.columns for b in c.blocks] == [
            (120, 60),
            (120, 60),
        ]


def test_a_month_tells_how_full_each_day_is(as_, february, book):
    (
        book("sol", 1, "2027-02-05", "08:00", "15:00"),
        book("nia", 1, "2027-02-06", "08:00", "22:00"),
    )
    page = as_("sol").get("/rooms/1?month=2027-02-14").text
    assert 'date=2027-02-05" data-heat="2"><b>5</b><span>50%' in page
    assert 'date=2027-02-06" data-heat="4"><b>6</b><span>100%' in page
    assert page.count('data-heat="0"') == 26 + 1
    assert "month=2027-01-01" in page
    assert "month=2027-03-01" in page
    assert 'aria-current="date"><b>1<' in page
    key = page.partition('id="heatkey"')[2]
    for words in ("free all day", "up to a quarter", "more, or full", "closed", "today"):
        assert f"</i>{words}" in key
    every = as_("sol").get("/rooms/month?month=2027-02-14").text
    assert 'href="/rooms?date=2027-02-05" data-heat="1"><b>5</b><span>17%' in every


def test_months_begin_on_their_own_weekday(app):
    with app.app_context():
        weeks = spread.month(
            person("sol"), [rooms.find(person("sol"), 1)], date(2027, 5, 31)
        )
    assert len(weeks) == 6
    assert weeks[0][:5] == [None] * 5
    assert weeks[0][5].date == date(2027, 5, 1)
    assert weeks[5][0].date == date(2027, 5, 31)
    assert weeks[5][1:] == [None] * 6


def test_days_on_which_the_school_is_closed(as_, decide):
    decide(opens="08:00", closes="08:00")
    sol = as_("sol")
    assert "not open in this week" in sol.get(f"/rooms/1?week={WEEK}").text
    assert sol.get(f"/rooms/1?month={WEEK}").text.count("Closed") == 28


def test_a_school_without_rooms_has_an_empty_month(as_, admin):
    for id in (1, 2, 3):
        admin.patch(f"/api/inventory/practice-rooms/{id}/", json={"is_active": False})
    assert as_("sol").get("/rooms/month").status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["1?week=soon", "1?month=2027-02-30", "1?week=9999-12-31", "1?month=2999-12-31"],
)
def test_an_address_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"/rooms/{asked}").status_code == 422


def test_a_room_that_is_not_there_has_no_week(as_):
    assert as_("sol").get(f"/rooms/99?week={WEEK}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [f"/rooms/1?week={WEEK}", f"/rooms/1?month={WEEK}", f"/rooms/month?month={WEEK}"],
)
def test_it_asks_the_same_of_few_and_many(app, as_, book, path, february):
    sol = as_("sol")
    sol.get(path)
    with counted(app) as few:
        assert sol.get(path).status_code == 200
    for n in range(10):
        book("nia", 1, str(date(2027, 2, 2) + timedelta(days=n)), "10:00", "11:00")
    with app.app_context(), transaction():
        rooms.add(person("ada"), name="Cell")
    with counted(app) as many:
        assert sol.get(path).status_code == 200
    assert len(few) == len(many) <= 6, many


def test_weeks_and_months_begin_as_the_schools_weeks_do(app, as_, february, decide):
    decide(first_weekday=7)
    with app.app_context():
        week = spread.week(person("sol"), rooms.find(person("sol"), 1), date(2027, 2, 3))
        weeks = spread.month(person("sol"), [], date(2027, 2, 14))
    assert [str(column.date) for column in week.columns][::6] == [
        "2027-01-31",
        "2027-02-06",
    ]
    assert [day and day.date.day for day in weeks[0]] == [None, 1, 2, 3, 4, 5, 6]
    page = as_("sol").get("/rooms/1?month=2027-02-14").text
    assert page.index(">Sunday<") < page.index(">Monday<") < page.index(">Saturday<")
