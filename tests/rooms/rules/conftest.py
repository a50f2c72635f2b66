"""Rules and quotas under test."""

from datetime import UTC, datetime

import pytest

from tests.support.school import school
from webapp.core.db import db
from webapp.people.groups import Standing
from webapp.rooms.models import Reservation, Room, RoomRule
from webapp.rooms.rules.resolving import Ask
from webapp.school import calendar, settings

SOL, ROOM = Standing(2, "Sol", "student"), Room(id=1, name="Studio A", group_id=None)

LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)


def rule(**told):
    return RoomRule(id=1, name="Rule", **{"weekdays": 127, "is_active": True} | told)


def at(wall):
    return calendar.instant(datetime.fromisoformat(wall))


def ask(starts, ends, now=LONG_AGO):
    return Ask(SOL, ROOM, "practice", at(starts), at(ends), now)


TWO_HOURS = {"name": "Two hours", "role": "student", "max_minutes": 120}


TYPED = {"name": "Two hours", "role": "student", "max_minutes": "120"}


LONDON, HOWE, YORK = "Europe/London", "Australia/Lord_Howe", "America/New_York"


@pytest.fixture
def stored(app):
    def look():
        with app.app_context():
            return [
                (rule.name, rule.role, rule.max_minutes, rule.is_active)
                for rule in db.session.query(RoomRule)
            ]

    return look


@pytest.fixture
def inside():
    """A school with settings, and no database."""
    with school():
        yield


@pytest.fixture
def live_in():
    """`live_in("Europe/London")`: the school's clock shows that zone's time."""

    def move(zone):
        settings.get("zone")
        settings.db.session().info["settings"]["zone"] = zone

    return move


@pytest.fixture
def confirmed(app):
    def of(**which):
        with app.app_context():
            return (
                db.session.query(Reservation)
                .filter_by(stored_status="confirmed", **which)
                .count()
            )

    return of
