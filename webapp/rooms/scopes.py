"""For whom, in which rooms and when a rate or a rule holds: both say it in the same columns."""

from collections.abc import Iterable, Iterator

from webapp.core.db import Base, db
from webapp.core.words import _
from webapp.people import groups
from webapp.people.groups import Standing
from webapp.school.recurring import WEEKDAYS

from .models import Room, RoomGroup, RoomRate, RoomRule

EVERY_DAY = 127
Scope = RoomRate | RoomRule


def weekdays(mask: int) -> list[str]:
    """The days a mask names; none of them where it names all."""
    if mask == EVERY_DAY:
        return []
    return [day for place, day in enumerate(WEEKDAYS) if mask >> place & 1]


def mask(weekdays: Iterable[str]) -> int:
    """A bit for each of these days, Monday's is 1; every day where none is named."""
    return sum(1 << WEEKDAYS.index(day) for day in set(weekdays)) or EVERY_DAY


def holds_for(scope: Scope, who: Standing) -> bool:
    """Whether it holds for a person, by role and by class or ensemble."""
    return scope.role in (None, who.role) and (
        scope.group_id is None or scope.group_id in who.group_ids
    )


def holds_in(scope: Scope, room_id: int, room_group_id: int | None) -> bool:
    """Whether it holds in a room."""
    return scope.room_id in (None, room_id) and scope.room_group_id in (
        None,
        room_group_id,
    )


def contradictions(scope: Scope) -> Iterator[tuple[str, str]]:
    """What it says that cannot be meant together: the field, and what to do."""
    if scope.room_id and scope.room_group_id:
        yield "room", _("Choose one room or a group of rooms, not both")
    if scope.from_time and scope.until_time and scope.until_time <= scope.from_time:
        yield "until_time", _("Choose a time after the first")


def missing_references(scope: Scope) -> Iterator[tuple[str, str]]:
    """What it names that does not exist: the field, and that."""
    if _is_missing(Room, scope.room_id):
        yield "room", _("Room not found")
    if _is_missing(RoomGroup, scope.room_group_id):
        yield "room_group", _("Room group not found")
    if scope.group_id and not groups.names([scope.group_id]):
        yield "group", _("Group not found")


def _is_missing(table: type[Base], id: int | None) -> bool:
    return id is not None and db.session.get(table, id) is None
