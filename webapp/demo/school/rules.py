"""The demo school's rules: how students share the rooms with a piano, and who comes first there."""

from webapp.core.actor import Actor
from webapp.people import groups as people_groups
from webapp.rooms import groups
from webapp.rooms.rules import rules
from webapp.school import settings

from .rooms import HALL, PIANOS

DECIDED: dict[str, settings.Value] = {
    "name": "Lindenhof Music School",
    "address": "Am Kirchplatz 4, the desk is in room 0.12\nLindenhof",
    "phone": "+49 30 23125 010",
    "check_in": True,
    "cancel_hours": 4,
    "late_cancel_percent": 50,
    "late_cancel_waived": True,
    f"{settings.WORDS_OF}lending.ready": "The desk is on the ground floor, left of the doors.",
}


def move_in(admin: Actor, where: dict[str, int]) -> None:
    """The studios, which the tour is about, have none."""
    for name, value in DECIDED.items():
        settings.change(name, value)
    pianos = groups.named(PIANOS)
    pianists = next(
        id for id, name in people_groups.names().items() if name == "Piano class"
    )
    rules.add(
        admin,
        name="Ask for the hall",
        role="student",
        room=where[HALL],
        needs_approval=True,
    )
    students = {"role": "student", "purpose": "practice", "room_group": pianos}
    rules.add(
        admin,
        name="Students in piano rooms",
        **students,
        max_minutes=120,
        change_notice_minutes=60,
        one_at_a_time=True,
        rolling_minutes=480,
        last_minute_hours=2,
        last_minute_mode="only_when_exhausted",
    )
    rules.add(
        admin,
        name="Piano rooms first for pianists",
        role="student",
        room_group=pianos,
        horizon_days=7,
    )
    rules.add(
        admin,
        name="Pianists in piano rooms",
        group=pianists,
        room_group=pianos,
        horizon_days=14,
    )
