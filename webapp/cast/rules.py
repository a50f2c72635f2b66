"""The demo school's rules: what students may book, and who comes first in the rooms with a piano."""

from webapp.core.actor import Actor
from webapp.people import groups as people_groups
from webapp.rooms import groups, rules
from webapp.school import settings

from .rooms import PIANOS


def move_in(admin: Actor) -> None:
    settings.change("check_in", True)
    pianos = groups.named(PIANOS)
    pianists = next(id for id, name in people_groups.names().items() if name == "Piano class")
    rules.add(
        admin,
        name="Students",
        role="student",
        purpose="practice",
        horizon_days=14,
        max_minutes=120,
        rolling_minutes=480,
        last_minute_hours=2,
        last_minute_mode="only_when_exhausted",
    )
    rules.add(admin, name="Piano rooms first for pianists", role="student", room_group_id=pianos, horizon_days=7)
    rules.add(admin, name="Pianists in piano rooms", group_id=pianists, room_group_id=pianos, horizon_days=14)
