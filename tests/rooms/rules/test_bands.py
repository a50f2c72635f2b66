"""Horizons, periods and bands on the school's clock: days of 23 and 25 hours, midnights, weeks and months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rooms.rules.conftest import HOWE, LONDON, YORK, ask, at, rule
from webapp.rooms.rules import bands, limits, verdicts
from webapp.school import calendar, settings

pytestmark = pytest.mark.usefixtures("inside")

OPENINGS = [
    (
        LONDON,
        14,
        "2027-03-28T09:00",
        "2027-03-14T00:00+00:00",
    ),  # the clocks go forward that night
    (LONDON, 14, "2027-04-11T21:45", "2027-03-28T00:00+00:00"),  # counted from that day
    (LONDON, 14, "2027-04-12T08:00", "2027-03-28T23:00+00:00"),
    (LONDON, 7, "2027-11-07T00:00", "2027-10-30T23:00+00:00"),
    (LONDON, 7, "2027-11-08T00:00", "2027-11-01T00:00+00:00"),
    (HOWE, 14, "2027-04-18T23:45", "2027-04-03T13:00+00:00"),  # by half an hour
    (HOWE, 14, "2027-04-19T00:00", "2027-04-04T13:30+00:00"),
    (YORK, 14, "2027-03-28T09:00", "2027-03-14T05:00+00:00"),
    (YORK, 14, "2027-03-29T09:00", "2027-03-15T04:00+00:00"),
    (YORK, 0, "2027-11-07T23:45", "2027-11-07T04:00+00:00"),
]


@pytest.mark.parametrize(
    ("zone", "days", "booked", "opens"),
    OPENINGS,
)
def test_days_ahead_end_with_the_day_on_the_schools_clock(
    live_in, zone, days, booked, opens
):
    live_in(zone)
    opens, limit = datetime.fromisoformat(opens), rule(horizon_days=days)
    later = (at(booked) + timedelta(minutes=15)).isoformat()
    for now, is_open in ((opens - timedelta(seconds=1), False), (opens, True)):
        verdict = verdicts.judge(ask(booked, later, now), [limit], [])
        assert (verdict.broken is None) is is_open, now
    assert verdict.broken is None
    assert limits.opening(limit, at(booked)) == opens


@pytest.mark.parametrize(
    ("zone", "clock", "booked", "opens"),
    [
        (LONDON, "13:00", "2027-03-30T09:00", "2027-03-29T12:00+00:00"),
        (
            LONDON,
            "01:30",
            "2027-03-29T09:00",
            "2027-03-28T01:30+00:00",
        ),  # it is left out: an hour later
        (
            LONDON,
            "01:30",
            "2027-11-01T09:00",
            "2027-10-31T00:30+00:00",
        ),  # it comes twice: the first one
        (HOWE, "08:00", "2027-04-05T09:00", "2027-04-03T21:30+00:00"),
        (YORK, "08:00", "2027-03-15T09:00", "2027-03-14T12:00+00:00"),
    ],
)
def test_the_last_day_may_open_at_a_clock_time(live_in, zone, clock, booked, opens):
    live_in(zone)
    assert limits.opening(
        rule(horizon_days=1, opens_at=clock), at(booked)
    ) == datetime.fromisoformat(opens)


def test_hours_ahead_are_hours_that_pass(live_in):
    live_in(LONDON)
    limit, booked = rule(horizon_hours=24), "2027-03-28T12:00"
    assert limits.opening(limit, at(booked)) == datetime(2027, 3, 27, 11, tzinfo=UTC)


PERIODS = [
    (LONDON, "day", "2027-03-28", 23),
    (LONDON, "week", "2027-03-28", 167),
    (LONDON, "month", "2027-03-28", 743),
    (LONDON, "day", "2027-10-31", 25),
    (LONDON, "month", "2027-10-01", 745),
    (HOWE, "day", "2027-04-04", 24.5),
    (HOWE, "day", "2027-10-03", 23.5),
    (HOWE, "week", "2027-10-03", 167.5),
    (YORK, "day", "2027-03-14", 23),
    (YORK, "day", "2027-11-07", 25),
    (YORK, "month", "2027-02-28", 672),
    (YORK, "month", "2027-12-31", 744),
]


@pytest.mark.parametrize(
    ("zone", "kind", "day", "hours"),
    PERIODS,
)
def test_periods_are_as_long_as_they_are(live_in, zone, kind, day, hours):
    live_in(zone)
    starts, ends = bands.period(kind, date.fromisoformat(day))
    assert ends - starts == timedelta(hours=hours)
    assert starts <= at(f"{day}T12:00") < ends
    assert (
        calendar.local(starts).time() == calendar.local(ends).time() == datetime.min.time()
    )
    assert bands.period(kind, calendar.local(ends).date())[0] == ends


@pytest.mark.parametrize(
    ("zone", "day", "until", "minutes"),
    [
        (LONDON, "2027-03-28", "03:00", 60),
        (
            LONDON,
            "2027-03-28",
            "01:30",
            30,
        ),  # left out: the band ends half an hour after the change
        (LONDON, "2027-10-31", "03:00", 180),
        (LONDON, "2027-10-31", "01:30", 90),  # comes twice: the last one
        (YORK, "2027-03-14", "04:00", 120),
        (HOWE, "2027-04-04", "03:00", 150),
    ],
)
def test_a_band_over_a_clock_change_is_as_long_as_it_is(live_in, zone, day, until, minutes):
    live_in(zone)
    limit = rule(from_time="01:00", until_time=until)
    assert bands.minutes(*bands.window(limit, date.fromisoformat(day))) == minutes


@pytest.mark.parametrize(
    ("begins", "first"), [(1, "2027-02-01"), (7, "2027-01-31"), (6, "2027-01-30")]
)
def test_weeks_begin_on_the_schools_first_weekday(live_in, begins, first):
    live_in(LONDON)
    settings.db.session().info["settings"]["first_weekday"] = begins
    starts, ends = bands.period("week", date(2027, 2, 3))
    assert str(calendar.local(starts).date()) == first
    assert ends - starts == timedelta(days=7)
    last = calendar.local(ends).date() - timedelta(days=1)
    assert bands.period("week", last) == (starts, ends)
