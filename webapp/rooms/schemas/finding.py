"""What a room may be searched by, and what the API shows of one that is free."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Clock, Day, ExportQuery, Id, Input, Instant, Whole
from webapp.school import calendar, settings
from webapp.school.shown import At

from ..models import Room
from ..times import finding
from .rooms import ListQuery, RoomShown, Short


class Wish(Input):
    """What a room must have."""

    equipment: Short = ""
    capacity: Whole = Field(1, ge=1, le=1000)
    minutes: Whole = Field(60, ge=15, le=480)


class RoomFilter(Wish):
    """All rooms by name; or with `free_from` those free then for so many minutes, the best first."""

    free_from: Instant | None = None


class RoomExport(RoomFilter, ExportQuery):
    pass


class RoomQuery(RoomFilter, ListQuery):
    pass


class FindQuery(Wish):
    """A page's address: a day and a clock time; without them it is now. `student` is for whom staff look."""

    date: Day | None = None
    start: Clock | None = None
    student: Id | None = None


class ListedRoomShown(RoomShown):
    """In a search by time with how long it is free, and what so much of it would cost."""

    free_until: At | None = None
    total_cost: str | None = None

    @classmethod
    def of_free(cls, free: finding.Free, parts: Iterable[Room]) -> Self:
        shown = cls.of(free.room, parts)
        shown.free_until = calendar.local(free.until)
        shown.total_cost = money.shown(free.cost_minor, settings.currency())
        return shown
