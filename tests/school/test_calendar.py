"""The school's clock: clock changes, and days that are not 24 hours long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.core.db import transaction
from webapp.school import calendar, settings


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ("2026-12-01T09:00", "2026-12-01T08:00"),
        ("2026-07-01T09:00", "2026-07-01T07:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # comes twice: the first is meant
        ("2026-12-01T09:00+05:00", "2026-12-01T04:00"),
    ],
)
def test_a_time_on_the_wall_is_an_instant(app, wall, utc):
    with app.app_context():
        assert calendar.instant(datetime.fromisoformat(wall)) == datetime.fromisoformat(
            utc
        ).replace(tzinfo=UTC)


def test_a_time_the_clocks_skip_is_refused_with_the_next_one(app):
    with (
        app.app_context(),
        pytest.raises(ValueError, match="02:30 does not exist; the next time is 03:30"),
    ):
        calendar.instant(datetime(2026, 3, 29, 2, 30))


@pytest.mark.parametrize(
    ("on", "hours"), [("2026-03-29", 23), ("2026-06-01", 24), ("2026-10-25", 25)]
)
def test_a_day_may_be_longer_or_shorter(app, on, hours):
    with app.app_context():
        starts, ends = calendar.day(date.fromisoformat(on))
        assert ends - starts == timedelta(hours=hours)


def test_the_school_decides_its_zone(app):
    with app.app_context(), transaction():
        assert settings.currency() == "EUR"
        settings.change("zone", "Asia/Tokyo")
        assert calendar.instant(datetime(2026, 1, 1, 9)) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "expected"),
    [(1, "2026-11-30"), (2, "2026-12-01"), (3, "2026-11-25"), (7, "2026-11-29")],
)
def test_a_week_begins_on_the_schools_first_weekday(app, begins, expected):
    with app.app_context(), transaction():
        settings.change("first_weekday", begins)
        assert str(calendar.first_of_week(date(2026, 12, 1))) == expected
