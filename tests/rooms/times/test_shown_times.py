"""A time that is shown is the whole time, wherever a day, a sheet or the opening hours end."""

from datetime import date, datetime, timedelta

import pytest

from tests.rooms.conftest import person
from webapp.core.db import transaction
from webapp.rooms.closures import closures
from webapp.rooms.times import availability
from webapp.school import calendar

TIMES = ["06:00–07:00", "07:30–09:00", "21:00–22:00"]


@pytest.fixture
def narrowed(book, decide, monday):
    """Three bookings, after which the school opens at eight and closes at eight."""
    decide(opens="06:00")
    for times in TIMES:
        book("sol", 1, monday, *times.split("–"))
    decide(opens="08:00", closes="20:00")


def drawn(page):
    """All that stands on the page's sheet, or on its week or door sheet."""
    return (
        page.partition('id="sheet"')[2]
        or page.partition('id="week"')[2]
        or page.partition("doorsheet")[2]
    )


@pytest.mark.parametrize(
    "path",
    [
        "/rooms?date={}",
        "/rooms/1?date={}",
        "/rooms/1?week={}",
        "/rooms/1/door?date={}&paper=a5",
    ],
)
@pytest.mark.parametrize("name", ["nia", "tess"])
def test_a_sheet_reaches_as_far_as_its_bookings(as_, narrowed, monday, path, name):
    if name == "nia" and "/door" in path:
        name = "dora"
    page = drawn(as_(name).get(path.format(monday)).text)
    assert [times for times in TIMES if times in page] == TIMES
    assert "08:00–09:00" not in page
    if "door" not in path:
        assert ">06:00<" in page
        assert ">05:00<" not in page
        assert ">21:00<" in page


def test_what_is_open_is_told_beside_it(as_, narrowed, monday):
    page = as_("nia").get(f"/rooms?date={monday}").text
    assert "open 08:00–20:00" in page
    assert "Closed 07:00–07:30" in page.replace("</span><b> ", " ").replace("<b>", "")


def test_programs_read_the_whole_time_too(as_, narrowed, monday):
    day = (
        as_("nia").get(f"/api/inventory/practice-rooms/1/availability/?date={monday}").json
    )
    shown = {
        name: [
            f"{each['start_time'][11:16]}–{each['end_time'][11:16]}" for each in day[name]
        ]
        for name in day
        if name in ("open", "busy", "free")
    }
    assert shown == {"open": ["08:00–20:00"], "busy": TIMES, "free": ["09:00–20:00"]}


def test_a_door_tells_what_comes_after_the_school_has_closed(as_, app, narrowed, at):
    with app.app_context():
        code = availability.rooms.find(person("ada"), 1).door_code
    with at("19:00"):
        door = app.test_client().get(f"/door/{code}").text
        assert "Free until 20:00" in door
        assert "Next: 21:00–22:00" in door
    with at("21:30"):
        assert "Busy until 22:00" in app.test_client().get(f"/door/{code}").text


@pytest.fixture
def closed(app, monday):
    """Studio A, from ten the day before until three the day after."""
    before, after = (date.fromisoformat(monday) + timedelta(days=days) for days in (-1, 1))
    times = {
        "start_time": datetime.fromisoformat(f"{before}T10:00"),
        "end_time": datetime.fromisoformat(f"{after}T15:00"),
    }
    with app.app_context(), transaction():
        closures.add(person("dora"), rooms=[1], reason="Floor", **times)
        return calendar.span(*(calendar.instant(each) for each in times.values()))


def test_what_lasts_for_days_is_told_with_its_days(as_, app, closed, monday):
    days = [date.fromisoformat(monday) + timedelta(days=ahead) for ahead in (-1, 0, 1)]
    for day in days:
        assert (
            f"Closed, Floor</span><b> {closed}" in as_("nia").get(f"/rooms?date={day}").text
        )
        (busy,) = (
            as_("nia")
            .get(f"/api/inventory/practice-rooms/1/availability/?date={day}")
            .json["busy"]
        )
        assert (busy["start_time"][:16], busy["end_time"][:16]) == (
            f"{days[0]}T10:00",
            f"{days[2]}T15:00",
        )
    assert as_("nia").get(f"/rooms/1?week={monday}").text.count(closed) >= 1
    assert closed in as_("dora").get(f"/rooms/1/door?date={monday}&paper=a5").text


def test_a_night_s_closure_makes_no_day_longer(as_, app, closed, monday):
    page = as_("nia").get(f"/rooms?date={monday}").text
    assert 'class="lay t-h14 t-m0"' in page


def test_the_turns_of_an_hour_that_comes_twice_are_told_apart(app, decide):
    decide(zone="Europe/Berlin")
    with app.app_context():
        first, second = (
            datetime.fromisoformat(f"2027-10-31T0{hour}:15:00+00:00") for hour in (0, 1)
        )
        assert calendar.clock(first) == "02:15 (first time, UTC+2)"
        assert (
            calendar.span(second, second + timedelta(hours=1))
            == "02:15 (second time, UTC+1)–03:15"
        )
        noon = first + timedelta(hours=12)
        assert calendar.span(noon, noon + timedelta(hours=1)) == "13:15–14:15"
        assert calendar.span(*calendar.day(date(2027, 11, 1))) == "00:00–24:00"
