"""Open days: the arithmetic of hours and closed days, with no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.school import open_days
from webapp.school.day_spans import Closed, TermDays
from webapp.school.open_days import Hours, OpenDays

WORK = {day: (Hours(480, 720), Hours(840, 1440)) for day in range(5)}
CHRISTMAS = Closed("Christmas", date(2026, 12, 24), date(2027, 1, 6), yearly=True)
MAY = Closed("May Day", date(2027, 5, 1), date(2027, 5, 1), yearly=False)
LEAP = Closed("Leap day", date(2028, 2, 29), date(2028, 2, 29), yearly=True)
SCHOOL = OpenDays(WORK, (CHRISTMAS, MAY, LEAP))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-12-23", True),
        ("2026-12-24", False),
        ("2027-01-06", False),
        ("2027-01-07", True),
        ("2031-12-31", False),
        ("2032-01-05", False),
        ("2027-05-03", True),
        ("2028-05-01", True),
        ("2027-02-06", False),
        ("2028-02-29", False),
        ("2029-03-01", False),
        ("2029-02-28", True),
    ],
)
def test_a_day_is_open_or_closed(day, is_open):
    assert SCHOOL.is_open(date.fromisoformat(day)) is is_open


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-12-23", "2026-12-23"),
        ("2026-12-26", "2026-12-23"),
        ("2027-01-09", "2027-01-08"),
    ],
)
def test_the_last_open_day_until_one(day, before):
    assert str(SCHOOL.until_day(date.fromisoformat(day))) == before


def test_a_school_that_is_never_open_takes_the_day_as_it_is():
    never = OpenDays({})
    assert never.until_day(date(2027, 1, 1)) == date(2027, 1, 1)
    assert never.until_day(date.min) == date.min


@pytest.mark.parametrize(
    ("day", "minute", "instant"),
    [
        ("2027-01-11", 480, "2027-01-11T07:00"),
        ("2027-01-11", 1440, "2027-01-11T23:00"),
        ("2027-03-28", 119, "2027-03-28T00:59"),
        ("2027-03-28", 120, "2027-03-28T01:00"),
        ("2027-03-28", 150, "2027-03-28T01:00"),
        ("2027-03-28", 180, "2027-03-28T01:00"),
        ("2027-03-28", 1440, "2027-03-28T22:00"),
        ("2027-10-31", 1440, "2027-10-31T23:00"),
    ],
)
def test_a_minute_of_a_day_on_the_clock(app, day, minute, instant):
    """In Berlin, where the clocks leave out 02:30 on 28 March."""
    with app.app_context():
        at = open_days.at(date.fromisoformat(day), minute)
    assert at == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_every_day_of_four_years_is_the_same_by_hand():
    """Christmas by month and day, whatever the year."""
    for ahead in range(4 * 366):
        on = date(2026, 1, 1) + timedelta(days=ahead)
        is_christmas = (on.month, on.day) >= (12, 24) or (on.month, on.day) <= (1, 6)
        assert CHRISTMAS.covers(on) is is_christmas, on


@pytest.mark.parametrize(
    ("day", "next_open"),
    [
        ("2026-12-23", "2026-12-23"),
        ("2026-12-24", "2027-01-07"),
        ("2026-12-31", "2027-01-07"),
        ("2027-01-09", "2027-01-11"),
        ("2031-12-27", "2032-01-07"),
        ("2028-02-29", "2028-03-01"),
    ],
)
def test_the_first_open_day_from_one_on(day, next_open):
    assert str(SCHOOL.from_day(date.fromisoformat(day))) == next_open


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        ("2026-12-22", 0, "2026-12-22"),
        ("2026-12-26", 0, "2027-01-07"),
        ("2026-12-22", 1, "2026-12-23"),
        ("2026-12-22", 2, "2027-01-07"),
        ("2026-12-24", 3, "2027-01-11"),
        ("2026-12-23", 3, "2027-01-11"),
    ],
)
def test_so_many_open_days_later_and_back(day, count, later):
    first, last = date.fromisoformat(day), date.fromisoformat(later)
    assert SCHOOL.after(first, count) == last
    assert SCHOOL.count(first, last) == count + SCHOOL.is_open(first) or not count
    if count and SCHOOL.is_open(first):
        assert SCHOOL.before(last, count) == first


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-12-21", "2027-01-08", 5),
        ("2026-12-24", "2027-01-06", 0),
        ("2027-01-07", "2027-01-07", 1),
        ("2027-01-08", "2027-01-07", 0),
    ],
)
def test_how_many_days_are_open(first, last, count):
    assert SCHOOL.count(date.fromisoformat(first), date.fromisoformat(last)) == count


def test_a_weekday_that_is_never_open_is_passed_over():
    only_tuesdays = OpenDays({1: (Hours(600, 660),)})
    assert only_tuesdays.from_day(date(2026, 12, 30)) == date(2027, 1, 5)
    assert only_tuesdays.after(date(2026, 12, 29), 2) == date(2027, 1, 12)
    assert only_tuesdays.before(date(2027, 1, 12), 2) == date(2026, 12, 29)


def test_a_year_of_closed_days_is_passed_over():
    starts, ends = date(2027, 1, 1), date(2028, 1, 1)
    assert (ends - starts).days + 1 == 366
    shut = OpenDays(WORK, (Closed("A year", starts, ends, yearly=False),))
    assert shut.from_day(starts) == date(2028, 1, 3)
    assert shut.after(date(2026, 12, 31), 1) == date(2028, 1, 3)
    assert shut.before(date(2028, 1, 3), 1) == date(2026, 12, 31)
    assert shut.until_day(ends) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "decided",
    [
        OpenDays({}),
        OpenDays(WORK, (Closed("For ever", date(2000, 1, 1), date.max, yearly=False),)),
    ],
)
def test_a_school_that_never_opens_counts_all_days(decided):
    day = date(2027, 3, 5)
    assert decided.from_day(day) == day
    assert decided.after(day, 3) == day + timedelta(days=3)
    assert decided.before(day, 3) == day - timedelta(days=3)


def test_the_ends_of_time_are_no_mistake():
    never = OpenDays({})
    assert never.after(date.max, 2) == never.from_day(date.max) == date.max
    assert never.before(date.min, 2) == date.min
    assert SCHOOL.after(date(9999, 12, 30), 5) == date.max


def test_fast_and_by_hand_are_the_same():
    """What is worked out once for a year, and what each of the closed days says of a day."""
    for ahead in range(4 * 366):
        on = date(2026, 1, 1) + timedelta(days=ahead)
        assert SCHOOL.is_open(on) is bool(SCHOOL.hours(on)), on


AUTUMN = TermDays("Autumn", date(2026, 9, 7), date(2026, 12, 31), date(2026, 12, 18))
SPRING = TermDays("Spring", date(2027, 1, 11), date(2027, 6, 30), date(2027, 6, 26))


@pytest.mark.parametrize(
    ("starts", "name", "last"),
    [
        ("2026-08-01", "Autumn", "2026-12-18"),
        ("2026-12-18", "Autumn", "2026-12-18"),
        ("2026-12-19", "Spring", "2027-06-25"),
        ("2027-06-25", "Spring", "2027-06-25"),
        (
            "2027-06-26",
            None,
            None,
        ),  # a Saturday: nothing can come back in its term any more
        ("2027-07-01", None, None),
    ],
)
def test_the_term_in_which_a_loan_is_returned(starts, name, last):
    decided = OpenDays(WORK, terms=(AUTUMN, SPRING))
    found = decided.term_to_return_in(date.fromisoformat(starts))
    assert (found and found[0].name) == name
    assert (found and str(found[1])) == last


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-09-06", None),
        ("2026-09-07", "Autumn"),
        ("2026-12-31", "Autumn"),
        ("2027-01-01", None),
    ],
)
def test_the_term_of_a_day(day, name):
    found = OpenDays(WORK, terms=(AUTUMN, SPRING)).term_of(date.fromisoformat(day))
    assert (found and found.name) == name
