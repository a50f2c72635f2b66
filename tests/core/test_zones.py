"""Which times the clocks show twice: asked of the clock near a change, known without asking on all other days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.core import zones

ZONES = (
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Africa/Casablanca",
    "Asia/Tehran",
    "UTC",
)
FROM, UNTIL = datetime(2018, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def shown_twice(wall):
    """As PEP 495 has it: the other turn of the time has another offset, or this is the second."""
    return bool(wall.fold) or wall.utcoffset() != wall.replace(fold=1).utcoffset()


@pytest.mark.parametrize("name", ZONES)
def test_around_each_change_it_is_as_the_clock_says(name):
    zone = ZoneInfo(name)
    for change in zones.changes(zone, FROM, UNTIL):
        for minutes in range(-3000, 3001, 20):
            wall = (change.at + timedelta(minutes=minutes)).astimezone(zone)
            assert zones.comes_twice(wall) is shown_twice(wall), wall


def test_an_hour_that_comes_twice_does():
    wall = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert zones.comes_twice(wall)
    assert zones.comes_twice(wall.replace(fold=1))
    assert not zones.comes_twice(wall.replace(hour=3))
