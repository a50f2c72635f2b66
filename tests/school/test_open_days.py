"""Open days: the arithmetic of hours and closed days, with no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.school import open_days
from webapp.school.open_days import Closed, Hours, OpenDays

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
