"""Meters: what counts in which period, what does not, and when enough is there again."""

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from tests.rooms.rules.conftest import HOWE, LONDON, YORK, ask, at, rule
from webapp.rooms.rules import quotas, verdicts
from webapp.rooms.rules.quotas import Booked

pytestmark = pytest.mark.usefixtures("inside")


def holds(*spans, **more):
    told = {
        "room_id": 1,
        "room_group_id": None,
        "purpose": "practice",
        "last_minute": False,
    } | more
    return [Booked(at(starts), at(ends), **told) for starts, ends in spans]


def meters(asked, limit, held=()):
    return [(m.used, m.requested) for m in quotas.meters(asked, [limit], held)]


PARTS_OF_PERIODS = [
    (LONDON, "2027-06-01T23:00", "2027-06-02T01:00", "day", [60, 60]),
    (LONDON, "2027-03-27T23:00", "2027-03-28T03:00", "day", [60, 120]),
    (LONDON, "2027-10-30T23:00", "2027-10-31T03:00", "day", [60, 240]),
    (HOWE, "2027-04-03T23:00", "2027-04-04T03:00", "day", [60, 210]),
    (YORK, "2027-03-13T23:00", "2027-03-14T04:00", "day", [60, 180]),
    (LONDON, "2027-06-06T22:00", "2027-06-07T01:30", "week", [120, 90]),
    (LONDON, "2027-05-31T23:30", "2027-06-01T00:30", "month", [30, 30]),
    (LONDON, "2027-06-01T23:00", "2027-06-02T00:00", "day", [60]),
]


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "kind", "minutes"),
    PARTS_OF_PERIODS,
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


def said(asked, limit, held):
    verdict = verdicts.judge(asked, [limit], held)
    if verdict.broken:
        return "no"
    return "last minute" if verdict.last_minute else "counted"


def test_what_counts_already_is_not_last_minute_use_when_it_moves():
    held = holds(("2027-06-08T10:00", "2027-06-08T12:00"))
    always = rule(rolling_minutes=120, last_minute_hours=2, last_minute_mode="always")
    soon = ask("2027-06-07T12:00", "2027-06-07T13:00", now=at("2027-06-07T10:00"))
    moves = replace(soon, counted=True)
    assert said(moves, always, []) == "counted"
    assert said(moves, always, held) == "no"


def test_at_the_last_minute_it_counts_for_nothing():
    held = holds(("2027-06-08T10:00", "2027-06-08T12:00"))
    always = rule(rolling_minutes=120, last_minute_hours=2, last_minute_mode="always")
    when_none = rule(
        rolling_minutes=120, last_minute_hours=2, last_minute_mode="only_when_exhausted"
    )
    soon = ask("2027-06-07T12:00", "2027-06-07T13:00", now=at("2027-06-07T10:00"))
    later = ask("2027-06-07T12:15", "2027-06-07T13:00", now=at("2027-06-07T10:00"))

    assert said(soon, always, held) == said(soon, when_none, held) == "last minute"
    assert said(soon, always, []) == "last minute"
    assert said(soon, when_none, []) == "counted"
    assert said(later, always, held) == said(later, when_none, held) == "no"
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
