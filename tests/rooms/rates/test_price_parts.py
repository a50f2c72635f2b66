"""What a price is made of, without a database: exact, however it is cut, and rounded once."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.school import school
from webapp.rooms.models import Room, RoomRate
from webapp.rooms.rates import price_parts
from webapp.rooms.rates.price_parts import Part


@pytest.mark.parametrize(
    ("parts", "free", "minor"),
    [
        ([(50, 1000)], 0, 833),  # and not 830, as ten slots of five minutes rounded each
        ([(5, 1000)] * 10, 0, 833),
        ([(1, 30)], 0, 1),  # half a cent goes up
        ([(1, 29)], 0, 0),
        ([(30, 1000), (30, 1500)], 0, 1250),
        ([(7, 1000), (8, 1001)], 0, 250),  # 116.67 and 133.47: 250.13 in all
        ([(60, 1000)], 20, 667),
        ([(60, 1000)], 60, 0),
        ([(60, 0), (60, 1200)], 30, 600),  # what is free anyway takes no free minutes
        ([(60, 0)], 0, 0),
    ],
)
def test_the_cost_table(parts, free, minor):
    assert (
        price_parts.charge([Part(minutes, hourly) for minutes, hourly in parts], free)
        == minor
    )


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 10**6)), min_size=1, max_size=6),
    st.integers(0, 3000),
)
def test_cutting_a_booking_never_changes_what_it_costs(parts, free):
    whole = [Part(minutes, hourly) for minutes, hourly in parts]
    cut = [Part(1, part.rate_minor) for part in whole for _ in range(part.minutes)]
    charged = price_parts.charge(whole, free)
    assert charged == price_parts.charge(cut, free) <= price_parts.charge(whole)


PARTS = [Part(60, 1000), Part(30, 0, "Lunch"), Part(90, 800, "Evening")]


@given(st.lists(st.integers(0, 180), max_size=5))
def test_what_is_cut_at_any_minutes_is_all_of_it(cuts):
    edges = [0, *sorted(cuts), 180]
    pieces = [
        part
        for since, until in pairwise(edges)
        for part in price_parts.between(PARTS, since, until)
    ]
    assert sum(part.minutes for part in pieces) == 180
    assert price_parts.charge(pieces) == price_parts.charge(PARTS)


@pytest.mark.parametrize(
    ("since", "until", "parts"),
    [
        (0, 180, PARTS),
        (0, 60, [Part(60, 1000)]),
        (45, 75, [Part(15, 1000), Part(15, 0, "Lunch")]),
        (60, 60, []),
        (170, 400, [Part(10, 800, "Evening")]),  # there is no more of it
    ],
)
def test_what_lies_between_two_minutes(since, until, parts):
    assert price_parts.between(PARTS, since, until) == parts


def test_minutes_that_are_free_anyway_are_not_charged():
    assert price_parts.charged_minutes(PARTS) == 150


@pytest.mark.parametrize(
    ("least", "step", "passed", "billed"),
    [(0, 1, 45, 45), (60, 1, 45, 60), (0, 30, 45, 60), (20, 15, 15, 30), (0, 30, 60, 60)],
)
def test_what_is_added_costs_what_the_end_of_the_time_costs(least, step, passed, billed):
    booked = [Part(10, 1000), Part(passed - 10, 500, "Evening")]
    with school(billing_least_minutes=least, billing_step_minutes=step):
        first, last = price_parts.rounded_up(booked)
    assert first == booked[0]
    assert last == Part(billed - 10, 500, "Evening")


@pytest.mark.parametrize(
    ("zone", "starts", "parts"),
    [
        ("UTC", "2027-03-01T17:30", [(30, 1000), (90, 600)]),
        ("Europe/Berlin", "2027-03-01T16:30", [(30, 1000), (90, 600)]),
        ("UTC", "2027-03-01T21:00", [(60, 600), (60, 1000)]),
        ("UTC", "2027-03-06T17:30", [(120, 1000)]),  # a Saturday
    ],
)
def test_a_time_is_split_where_another_rate_begins_on_the_schools_clock(
    zone, starts, parts
):
    evening = RoomRate(
        name="Evening",
        rate_minor=600,
        weekdays=0b11111,
        from_time="18:00",
        until_time="22:00",
    )
    begin = datetime.fromisoformat(f"{starts}+00:00")
    room = Room(hourly_rate_minor=1000)
    with school(zone=zone):
        split = price_parts.split([evening], room, begin, begin + timedelta(hours=2))
    assert [(part.minutes, part.rate_minor) for part in split] == parts


def test_of_two_rates_that_hold_the_first_is_taken():
    first, second = (
        RoomRate(name=name, rate_minor=minor, weekdays=127)
        for name, minor in (("First", 1), ("Second", 2))
    )
    wall = datetime(2027, 3, 1, 12)  # noqa: DTZ001  # on the school's clock
    assert price_parts.rate_at([first, second], wall) is first
    assert price_parts.rate_at([], wall) is None
