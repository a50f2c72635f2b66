"""A room with a piano, now, for an hour: the best free one first, and a little later where there is none."""

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import rooms

API, PAGE = "/api/inventory/practice-rooms/", "/rooms/find"
NOON = "2027-02-01T11:20:00Z"  # 12:20 at the school
DAY = "2027-02-01"


@pytest.fixture
def noon(app):
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def hut(app):
    """Beside A and C, pianos for two at 10, and B, drums for four at 15: a piano for one, free of charge."""
    with app.app_context(), transaction():
        return rooms.add(
            person("ada"), name="Hut", capacity=1, equipment="Upright Piano, mirror"
        ).id


def names(answer):
    return [each["name"] for each in answer.json]


def free(sol, **asked):
    query = {"free_from": f"{DAY}T12:30", **asked}
    return sol.get(API, query_string=query)


def test_the_cheapest_and_smallest_come_first(as_, noon, hut):
    answer = free(as_("sol"), equipment="piano", minutes=60)
    assert names(answer) == ["Hut", "Studio A", "Studio C"]
    assert answer.json[1]["total_cost"] == "10.00"
    assert answer.json[0]["total_cost"] == "0.00"
    assert answer.json[0]["free_until"] == f"{DAY}T22:00:00+01:00"


def test_who_is_there_or_comes_is_no_help(as_, noon, book, admin):
    admin.patch(f"{API}2/", json={"turnover_minutes": 15})
    book("nia", 1, DAY, "13:00", "14:00"), book("nia", 2, DAY, "14:00", "15:00")
    sol = as_("sol")
    assert [(each["name"], each["free_until"][11:16]) for each in free(sol).json] == [
        ("Studio C", "22:00"),
        ("Studio B", "13:45"),
    ]
    assert names(free(sol, minutes=30)) == ["Studio C", "Studio A", "Studio B"]
    assert names(free(sol, minutes=90)) == ["Studio C"]


def test_words_and_people_narrow_it_down(as_, noon, hut):
    sol = as_("sol")
    assert names(free(sol, equipment="PIANO mirror")) == ["Hut"]
    assert names(free(sol, equipment="mirror organ")) == []
    assert names(free(sol, capacity=3)) == ["Studio B"]
    assert names(free(sol, equipment="100%")) == names(free(sol, equipment="_")) == []


def test_the_plain_list_stays_by_name_and_can_be_narrowed(as_, hut):
    sol = as_("sol")
    assert names(sol.get(API)) == ["Hut", "Studio A", "Studio B", "Studio C"]
    assert sol.get(API).json[0]["free_until"] is None
    assert names(sol.get(f"{API}?equipment=piano")) == ["Hut", "Studio A", "Studio C"]
    first = sol.get(f"{API}?capacity=2&limit=1")
    assert names(first) == ["Studio A"]
    assert names(sol.get(first.headers["Link"][1:].split(">")[0])) == ["Studio B"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"free_from": "soon"}, "free_from"),
        ({"free_from": "2027-02-01T11:00"}, "free_from"),
        ({"free_from": "2027-03-28T02:30"}, "free_from"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "1_0"}, "minutes"),
        ({"capacity": "true"}, "capacity"),
        ({"equipment": "a\x01"}, "equipment"),
        ({"after": "x"}, "after"),
        ({"free_from": "2999-12-31T23:00"}, "date"),
    ],
)
def test_what_cannot_be_asked_is_told(as_, noon, asked, field):
    answer = free(as_("sol"), **asked)
    assert answer.status_code == 422
    assert field in answer.json["fields"]


def test_now_is_the_next_step_and_books_itself(as_, noon, hut):
    page = as_("sol").get(f"{PAGE}?equipment=piano").text.replace("&amp;", "&")
    assert "3 rooms are free</b> Monday 1 February, 12:30–13:30, with “piano”" in page
    link = f"/book?start_time={DAY}T12:30"
    assert page.index(f"/rooms/{hut}{link}") < page.index(f"/rooms/1{link}")
    assert "Free until 22:00" in page
    assert "€10.00" in page


def test_where_none_is_free_it_tells_from_when(as_, noon, book):
    book("nia", 1, DAY, "12:30", "15:00"), book("nia", 3, DAY, "12:30", "22:00")
    page = as_("sol").get(f"{PAGE}?equipment=piano").text
    assert "No rooms are free" in page
    assert "A little later" in page
    assert "Free at 15:00" in page
    book("nia", 1, DAY, "15:00", "22:00")
    page = as_("sol").get(f"{PAGE}?equipment=piano").text
    assert "Nothing found" in page
    assert f"/rooms?date={DAY}" in page


def test_late_in_the_evening_it_is_tomorrow_morning(as_):
    with time_machine.travel(
        "2027-02-01T20:30:00Z", tick=False
    ):  # 21:30 at the school, which closes at 22:00
        sol = as_("sol")
        assert "Monday 1 February, 21:30–22:00" in sol.get(f"{PAGE}?minutes=30").text
        assert "Tuesday 2 February, 08:00–09:00" in sol.get(PAGE).text


def test_another_day_begins_in_the_morning(as_, noon):
    sol = as_("sol")
    assert "Friday 5 February, 08:00–09:00" in sol.get(f"{PAGE}?date=2027-02-05").text
    assert (
        "Friday 5 February, 17:15–18:15"
        in sol.get(f"{PAGE}?date=2027-02-05&start=17:05").text
    )
    assert (
        "Monday 1 February, 12:30–13:30" in sol.get(f"{PAGE}?date={DAY}&start=12:30").text
    )


@pytest.mark.parametrize(
    "asked", ["date=soon", "start=25:00", "minutes=1", "capacity=0", "date=1999-01-01"]
)
def test_an_address_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"{PAGE}?{asked}").status_code == 422


def test_rooms_out_of_use_are_nobodys(as_, noon, admin):
    admin.patch(f"{API}1/", json={"is_active": False})
    assert "Studio A" not in names(free(as_("sol")))
    assert "Studio A" not in names(free(admin))


def test_the_rooms_page_begins_with_the_question(as_):
    page = as_("sol").get("/rooms").text
    assert 0 < page.index('id="find"') < page.index('id="days"')
    assert 'action="/rooms/find"' in page


def test_it_asks_the_same_of_few_and_many(app, as_, noon):
    sol = as_("sol")
    sol.get(PAGE)
    with counted(app) as few:
        assert sol.get(PAGE).status_code == 200
    with app.app_context(), transaction():
        for n in range(20):
            rooms.add(person("ada"), name=f"Cell {n}")
    with counted(app) as many:
        assert sol.get(PAGE).status_code == 200
    assert len(few) == len(many) <= 8, many


def test_the_day_of_all_rooms_is_one_answer(app, as_, monday, book):
    book("nia", 1, monday, "10:00", "11:00"), book("sol", 3, monday, "08:00", "22:00")
    sol, path = as_("sol"), f"/api/inventory/availability/?date={monday}"
    with counted(app) as said:
        days = sol.get(path).json
    one = [sol.get(f"{API}{id}/availability/?date={monday}").json for id in (1, 2, 3)]
    assert days == one
    assert len(said) <= 5
    assert days[2]["free"] == []
    assert sol.get(path.replace(monday, "soon")).status_code == 422


def test_strangers_are_sent_to_the_door(app):
    for path in (PAGE, f"/api/inventory/availability/?date={ahead(0)}"):
        assert app.test_client().get(path).status_code in (302, 303, 401)
