"""The wall time of a series at every clock change of ten years: it stays, and what passes is what it costs."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rooms.series.conftest import API
from webapp.rooms.models import Room
from webapp.rooms.rates import pricing
from webapp.school import calendar, recurring

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
)
ZONES += ("America/Sao_Paulo",)
STILL = (
    "Pacific/Apia",
    "America/Sao_Paulo",
)  # no clock changes there any more; their last ones are looked at below
HOUR = timedelta(hours=1)


@pytest.fixture
def engine():
    return "sqlite"


def no_such_time(wall):
    """What who books that time alone is told."""
    with pytest.raises(ValueError) as refused:
        calendar.instant(wall)
    return str(refused.value)


def changes(zone, first=2026, last=2037):
    """The first instant after each clock change, and by how much the clocks moved."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    offset = at.astimezone(zone).utcoffset()
    while at < end:
        at += HOUR / 2
        now = at.astimezone(zone).utcoffset()
        if now != offset:
            yield at, now - offset
            offset = now


@pytest.mark.parametrize("name", ZONES)
def test_the_wall_time_stays_and_two_hours_cost_two_hours(app, decide, name):
    zone = ZoneInfo(name)
    decide(zone=name)
    found = list(changes(zone))
    assert bool(found) is (name not in STILL)
    room = Room(hourly_rate_minor=1000)
    with app.app_context():
        for at, _ in found or [(datetime(2027, 3, 28, tzinfo=UTC), HOUR)]:
            on = at.astimezone(zone).date()
            for week in range(-2, 3):
                slot = recurring.slot(on + timedelta(weeks=week), "14:00", "16:00")
                assert calendar.span(slot.starts, slot.ends) == "14:00–16:00"
                assert not slot.note
                assert cost_minor(room, slot) == 2000


def cost_minor(room, slot):
    return pricing.Tariff(1, ()).price(room, slot.starts, slot.ends).cost_minor


@pytest.mark.parametrize("name", [name for name in ZONES if name not in STILL])
def test_a_time_across_a_change_costs_what_passes(app, decide, name):
    zone = ZoneInfo(name)
    decide(zone=name)
    room = Room(hourly_rate_minor=1000)
    with app.app_context():
        for at, moved in changes(zone):
            wall = (at - HOUR).astimezone(zone)
            if wall.hour >= 20 or wall.date() != at.astimezone(zone).date():
                continue  # around midnight there is no such series
            slot = slot_of(wall, wall + 4 * HOUR)
            assert slot.starts == at - HOUR
            check_it_lasts(slot, 4 * HOUR - moved, room)


def check_it_lasts(slot, lasts, room):
    assert slot.ends - slot.starts == lasts
    assert "it lasts" in slot.note
    assert cost_minor(room, slot) == lasts // timedelta(minutes=6) * 100


def slot_of(start, end):
    """On the day of the start, by the clock."""
    return recurring.slot(start.date(), f"{start:%H:%M}", f"{end:%H:%M}")


@pytest.mark.parametrize("name", [name for name in ZONES if name not in STILL])
def test_a_time_that_does_not_exist_is_refused_and_of_one_that_comes_twice_it_is_the_first(
    app, decide, name
):
    zone, seen = ZoneInfo(name), set()
    decide(zone=name)
    with app.app_context():
        for at, moved in changes(zone):
            wall = at.astimezone(zone).replace(tzinfo=None) - moved / 2
            is_forward = moved > timedelta(0)
            if is_forward:
                check_it_does_not_exist(wall)
            else:
                check_it_is_the_first(slot_of(wall, wall + 3 * HOUR), at, moved)
            seen.add(is_forward)
    assert seen == {True, False}


def check_it_does_not_exist(wall):
    for start, end in ((wall, wall + HOUR), (wall - HOUR, wall)):
        if start.date() == end.date():
            slot = slot_of(start, end)
            assert slot.problem == no_such_time(wall)
            assert not slot.note


def check_it_is_the_first(slot, at, moved):
    """Of the two times, around the instant at which the clock is put back."""
    assert slot.starts == at + moved / 2
    assert slot.ends - slot.starts == 3 * HOUR - moved
    assert not slot.problem


@pytest.mark.parametrize(
    ("name", "on"),
    [("Pacific/Apia", date(2011, 12, 30)), ("America/Sao_Paulo", date(2018, 11, 4))],
)
def test_a_day_or_a_midnight_that_was_left_out(app, decide, name, on):
    decide(zone=name)
    with app.app_context():
        slot = recurring.slot(on, "00:00", "01:00")
        assert slot.problem == no_such_time(datetime.combine(on, time()))


def test_a_whole_series_across_spring_says_so_where_it_matters(app, as_, decide):
    decide(zone="Europe/London", opens="00:00", closes="23:45")
    sol = as_("sol")
    no = sol.post("/api/inventory/reservations/", json=SINGLE)
    (reason,) = no.json["fields"]["start_time"]
    for times in ({}, {"start": "00:30", "end": "01:30"}):
        check_the_second(sol.post(f"{API}preview/", json=SPRING | times), reason)
        assert sol.post(API, json=SPRING | times).status_code == 409
    made = sol.post(API, json=SPRING | {"choices": [AN_HOUR_AND_A_HALF_LATER]})
    assert [line["start_time"] for line in made.json["dates"]] == [
        "2027-03-21T01:30:00Z",
        "2027-03-28T03:00:00+01:00",
        "2027-04-04T01:30:00+01:00",
    ]


def check_the_second(preview, reason):
    """It is refused for this reason, with other times, and the others are free."""
    lines = preview.json["dates"]
    assert [line["status"] for line in lines] == ["free", "refused", "free"]
    assert [line["reason"] for line in lines] == ["", reason, ""]
    assert lines[1]["offers"]


AN_HOUR_AND_A_HALF_LATER = {"date": "2027-03-28", "start": "03:00", "end": "04:00"}
SINGLE = {"room": 1, "start_time": "2027-03-28T01:30", "end_time": "2027-03-28T02:30"}
SPRING = {
    "room": 1,
    "start": "01:30",
    "end": "02:30",
    "first_date": "2027-03-21",
    "count": 3,
}
