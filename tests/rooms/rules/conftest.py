"""Rules and quotas under test."""

from datetime import UTC, datetime

from webapp.people.groups import Standing
from webapp.rooms.models import Room, RoomRule
from webapp.rooms.rules.resolving import Ask
from webapp.school import calendar

SOL, ROOM = Standing(2, "Sol", "student"), Room(id=1, name="Studio A", group_id=None)

LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)


def rule(**told):
    return RoomRule(id=1, name="Rule", **{"weekdays": 127, "is_active": True} | told)


def at(wall):
    return calendar.instant(datetime.fromisoformat(wall))


def ask(starts, ends, now=LONG_AGO):
    return Ask(SOL, ROOM, "practice", at(starts), at(ends), now)
