"""Meters and horizons on the school's clock: days of 23 and 25 hours, midnights, weeks and months."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from webapp.people.groups import Standing
from webapp.rooms.models import Room, RoomRule
from webapp.rooms.rules import bands, limits, quotas, verdicts
from webapp.rooms.rules.quotas import Held
from webapp.rooms.rules.resolving import Ask
from webapp.school import calendar, settings

SOL, ROOM = Standing(2, "Sol", "student"), Room(id=1, name="Studio A", group_id=None)
LONDON, HOWE, YORK = "Europe/London", "Australia/Lord_Howe", "America/New_York"
LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture(autouse=True)
def inside(app):
    with app.app_context():
        yield


@pytest.fixture
def live_in():
    """`live_in("Europe/London")`: the school's clock shows that zone's time."""

    def move(zone):
        settings.get("zone")
        settings.db.session().info["settings"]["zone"] = zone

    return move


def rule(**told):
    return RoomRule(id=1, name="Rule", **{"weekdays": 127, "is_active": True} | told)


def at(wall):
    return calendar.instant(datetime.fromisoformat(wall))


def ask(starts, ends, now=LONG_AGO):
    return Ask(SOL, ROOM, "practice", at(starts), at(ends), now)


def holds(*spans, **more):
    told = {
        "room_id": 1,
        "room_group_id": None,
        "purpose": "practice",
        "last_minute": False,
    } | more
    return [Held(at(starts), at(ends), **told) for starts, ends in spans]


def meters(asked, limit, held=()):
    return [(m.used, m.asked) for m in quotas.meters(asked, [limit], held)]


@pytest.mark.parametrize(
    ("zone", "days", "booked", "opens"),
    [
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
    ],
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


@pytest.mark.parametrize(
    ("zone", "kind", "day", "hours"),
    [
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
    ],
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
    ("zone", "starts", "ends", "kind", "minutes"),
    [
        (LONDON, "2027-06-01T23:00", "2027-06-02T01:00", "day", [60, 60]),
        (LONDON, "2027-03-27T23:00", "2027-03-28T03:00", "day", [60, 120]),
        (LONDON, "2027-10-30T23:00", "2027-10-31T03:00", "day", [60, 240]),
        (HOWE, "2027-04-03T23:00", "2027-04-04T03:00", "day", [60, 210]),
        (YORK, "2027-03-13T23:00", "2027-03-14T04:00", "day", [60, 180]),
        (LONDON, "2027-06-06T22:00", "2027-06-07T01:30", "week", [120, 90]),
        (LONDON, "2027-05-31T23:30", "2027-06-01T00:30", "month", [30, 30]),
        (LONDON, "2027-06-01T23:00", "2027-06-02T00:00", "day", [60]),
    ],
)
def test_a_booking_counts_in_each_period_with_its_part(
    live_in, zone, starts, ends, kind, minutes
):
    live_in(zone)
    limit = rule(**{f"{kind}_minutes": 1000})
    assert meters(ask(starts, ends), limit) == [(0, each) for each in minutes]
    assert meters(ask(starts, ends), limit, holds((starts, ends), room_id=2)) == [
        (each, each) for each in minutes
    ]


def test_what_is_past_counts_in_its_period_but_not_among_what_is_to_come():
    held = holds(
        ("2027-06-07T08:00", "2027-06-07T09:00"), ("2027-06-07T10:00", "2027-06-07T12:00")
    )
    asked = ask("2027-06-11T10:00", "2027-06-11T11:00", now=at("2027-06-07T11:00"))
    assert meters(asked, rule(week_minutes=600), held) == [(180, 60)]
    assert meters(asked, rule(rolling_minutes=600), held) == [(60, 60)]
    assert meters(asked, rule(day_minutes=600), held) == [(0, 60)]


def test_a_meter_counts_only_what_its_rule_holds_for():
    held = holds(("2027-06-07T10:00", "2027-06-07T12:00")) + holds(
        ("2027-06-08T18:00", "2027-06-08T19:00"),
        room_id=2,
        room_group_id=3,
        purpose="ensemble",
    )
    held += holds(("2027-06-09T18:00", "2027-06-09T19:00"), last_minute=True)
    asked = ask("2027-06-10T18:00", "2027-06-10T19:00")
    for told, used in (
        ({}, 180),
        ({"room_id": 1}, 120),
        ({"purpose": "practice"}, 120),
        ({"from_time": "17:00"}, 60),
        ({"weekdays": 0b1111110}, 60),
        ({"starts_on": date(2027, 6, 8)}, 60),
    ):
        assert meters(asked, rule(week_minutes=600, **told), held) == [(used, 60)], told


@pytest.mark.parametrize(
    ("zone", "band", "starts", "ends", "minutes"),
    [
        (LONDON, ("11:00", "17:00"), "2027-06-07T10:00", "2027-06-07T12:30", [90]),
        (LONDON, ("11:00", "17:00"), "2027-06-07T16:00", "2027-06-07T19:00", [60]),
        (LONDON, ("11:00", "17:00"), "2027-06-07T17:00", "2027-06-07T19:00", []),
        (
            LONDON,
            ("11:00", "17:00"),
            "2027-06-05T11:00",
            "2027-06-05T13:00",
            [],
        ),  # a Saturday
        (LONDON, ("22:00", None), "2027-06-07T23:00", "2027-06-08T01:00", [60]),
        (LONDON, ("01:00", "03:00"), "2027-03-29T00:00", "2027-03-29T04:00", [120]),
    ],
)
def test_core_time_counts_only_the_overlap(live_in, zone, band, starts, ends, minutes):
    live_in(zone)
    limit = rule(core_minutes=600, weekdays=0b11111, from_time=band[0], until_time=band[1])
    assert meters(ask(starts, ends), limit) == [(0, each) for each in minutes]


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


def test_enough_of_a_rolling_quota_comes_back_when_it_has_passed():
    held = holds(
        ("2027-06-07T10:00", "2027-06-07T11:00"),
        ("2027-06-08T10:00", "2027-06-08T12:00"),
        ("2027-06-08T10:00", "2027-06-08T12:00"),  # in two rooms at once
    )
    asked = ask("2027-06-09T10:00", "2027-06-09T12:00", now=at("2027-06-07T08:00"))
    limit = rule(rolling_minutes=240)
    broken = verdicts.judge(asked, [limit], held).broken
    assert broken.words == (
        "Time booked ahead: 5 h of 4 h used; this is 2 h. Enough is available again on Tue 8 Jun at 11:00"
    )
    assert datetime.fromisoformat(broken.facts["again_at"]) == at("2027-06-08T11:00")
    assert (
        "again_at"
        not in verdicts.judge(asked, [rule(rolling_minutes=60)], held).broken.facts
    )


def test_at_the_last_minute_it_counts_for_nothing():
    held = holds(("2027-06-08T10:00", "2027-06-08T12:00"))
    always = rule(rolling_minutes=120, last_minute_hours=2, last_minute_mode="always")
    when_none = rule(
        rolling_minutes=120, last_minute_hours=2, last_minute_mode="only_when_exhausted"
    )
    soon = ask("2027-06-07T12:00", "2027-06-07T13:00", now=at("2027-06-07T10:00"))
    later = ask("2027-06-07T12:15", "2027-06-07T13:00", now=at("2027-06-07T10:00"))

    def said(asked, limit, held):
        verdict = verdicts.judge(asked, [limit], held)
        return (
            "no" if verdict.broken else "last minute" if verdict.last_minute else "counted"
        )

    assert (said(soon, always, held), said(soon, when_none, held)) == (
        "last minute",
        "last minute",
    )
    assert (said(soon, always, []), said(soon, when_none, [])) == ("last minute", "counted")
    assert (said(later, always, held), said(later, when_none, held)) == ("no", "no")
    moves = replace(soon, counted=True)
    assert said(moves, always, []) == "counted"
    assert said(moves, always, held) == "no"
    half = holds(("2027-06-08T10:00", "2027-06-08T11:30"))
    assert said(soon, when_none, half) == "no"
    assert said(soon, rule(min_minutes=45, **_limits(when_none)), half) == "last minute"


def _limits(limit):
    return {
        name: getattr(limit, name)
        for name in ("rolling_minutes", "last_minute_hours", "last_minute_mode")
    }


def test_the_same_room_again_only_after_a_pause():
    held, limit = holds(("2027-06-07T10:00", "2027-06-07T12:00")), rule(gap_minutes=30)
    for starts, ends, fine in (
        ("12:15", "13:00", False),
        ("12:30", "13:00", True),
        ("09:00", "09:45", False),
    ):
        asked = ask(f"2027-06-07T{starts}", f"2027-06-07T{ends}")
        assert (verdicts.judge(asked, [limit], held).broken is None) is fine
        assert (
            verdicts.judge(
                asked, [limit], holds(("2027-06-07T10:00", "2027-06-07T12:00"), room_id=2)
            ).broken
            is None
        )


def test_a_meter_never_shows_less_than_nothing():
    assert quotas.Meter(SimpleNamespace(week_minutes=60), "week", None, used=90).left == 0
