"""What may be said about rooms, and what the API shows of them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Day, Id, Input, Line, Money, Paged, Prose, Whole
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school import settings

from ..models import Room

Name = Annotated[Line, Field(max_length=80)]
Short = Annotated[Prose, Field(max_length=80)]
Text = Annotated[Prose, Field(max_length=500)]


class RoomInput(Input):
    name: Name
    capacity: Whole = Field(1, ge=1, le=1000)
    description: Text = ""
    equipment: Text = ""
    hourly_rate: Money = Decimal(0)
    turnover_minutes: Whole = Field(0, ge=0, le=240)
    group: Short = ""
    parts: list[Id] = Field([], max_length=20)
    is_active: bool = True


class RoomPage(RoomInput):
    """A page sends all of it, with the version it was drawn from; a new room has none."""

    version: Id = 1


@partial
class RoomPatch(RoomInput):
    """The API sends what changes; the version may come in If-Match."""


class ListQuery(Paged):
    pass


class DayQuery(Input):
    date: Day | None = Field(None, description="Today, if left out")


class SheetQuery(Input):
    """A room's page shows a day; or of a `week` or a `month`, named by any day of it, the whole."""

    date: Day | None = None
    week: Day | None = None
    month: Day | None = None
    dur: Whole = Field(60, ge=15, le=480)


class RoomShown(Shown):
    id: int
    name: str
    capacity: int
    description: str
    equipment: str
    hourly_rate: str
    turnover_minutes: int
    group: str
    parts: list[int]
    is_active: bool
    version: int

    @classmethod
    def of(cls, room: Room, parts: Iterable[Room]) -> Self:
        same = RoomShown.model_fields.keys() - {"group", "hourly_rate", "parts"}
        return cls(
            **{name: getattr(room, name) for name in same},
            group=room.group or "",
            hourly_rate=money.shown(room.hourly_rate_minor, settings.currency()),
            parts=[part.id for part in parts],
        )


class RoomGroupShown(Shown):
    id: int
    name: str
