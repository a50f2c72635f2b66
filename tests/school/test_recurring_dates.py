"""The dates of a pattern, counted without a school: what day it is and what is booked have no part in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.dates import WEEKDAYS
from webapp.school.recurring import Pattern, dates_of

MONDAY = date(2027, 3, 1)


def pattern(*weekdays, every_weeks=1, first=MONDAY, days=27):
    last = first + timedelta(days=days)
    return Pattern(weekdays, every_weeks, "14:00", "15:00", first, last)


def days_of(asked):
    """Counted in days from that Monday."""
    return [(on - MONDAY).days for on in dates_of(asked)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (pattern(0), [0, 7, 14, 21]),
        (pattern(1, 4), [1, 4, 8, 11, 15, 18, 22, 25]),
        (pattern(0, every_weeks=2), [0, 14]),
        (pattern(6, every_weeks=3), [6, 27]),
        (pattern(0, first=MONDAY + timedelta(days=2)), [7, 14, 21, 28]),
        (pattern(2, first=MONDAY + timedelta(days=2)), [2, 9, 16, 23]),
        (pattern(0, every_weeks=2, first=MONDAY + timedelta(days=2)), [14, 28]),
        (pattern(0, days=0), [0]),
        (pattern(1, days=0), []),
    ],
)
def test_weeks_are_counted_from_the_one_of_the_first_date(asked, expected):
    assert days_of(asked) == expected


@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(sorted),
    every_weeks=st.integers(1, 8),
    first=st.dates(date(2000, 1, 1), date(2998, 1, 1)),
    days=st.integers(0, 400),
)
def test_every_date_is_one_that_was_asked_for_and_none_is_missing(
    weekdays, every_weeks, first, days
):
    asked = pattern(*weekdays, every_weeks=every_weeks, first=first, days=days)
    monday = first - timedelta(days=first.weekday())
    expected = [
        on
        for on in (first + timedelta(days=ahead) for ahead in range(days + 1))
        if on.weekday() in weekdays and (on - monday).days // 7 % every_weeks == 0
    ]
    assert list(dates_of(asked)) == expected


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (pattern(0), "Every Monday, 14:00–15:00"),
        (pattern(0, 4), "Every Monday and Friday, 14:00–15:00"),
        (pattern(0, 2, 4), "Every Monday, Wednesday and Friday, 14:00–15:00"),
        (pattern(6, every_weeks=2), "Every 2 weeks on Sunday, 14:00–15:00"),
    ],
)
def test_a_pattern_is_told_in_words(asked, words):
    assert asked.words == words


@pytest.mark.parametrize("day", range(len(WEEKDAYS)))
def test_each_weekday_has_a_bit_of_its_own(day):
    assert pattern(day).mask == 2**day
    assert pattern(*range(day + 1)).mask == 2 ** (day + 1) - 1
