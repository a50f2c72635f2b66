"""What may be said about closures, and what the API shows of them."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AliasPath, Field

from webapp.core.inputs import CODED, Id, Input, Instant, Line, Paged
from webapp.core.names_beside import BESIDE, PersonName, RoomName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..closures.closure_choices import Choice
from ..models import Closure, Room

Deed = Literal["move", "cancel", "around"]


class ClosureInput(Input):
    """Which rooms are closed, when and why."""

    reason: Annotated[Line, Field(max_length=200)]
    start_time: Instant
    end_time: Instant
    all_rooms: bool = False
    rooms: list[Id] = Field([], max_length=500)


class ClosurePage(ClosureInput):
    """With what was chosen on the page, "5.1.move.7": reservation, version, what to do, and where to."""

    choices: list[CODED] = Field([], max_length=500)


class ClosureChoiceInput(Input):
    """What happens to a booking in the way. `version` is the one you saw."""

    reservation: Id
    version: Id
    do: Deed
    room: Id | None = None


class ClosureOrder(ClosureInput):
    choices: list[ClosureChoiceInput] = Field([], max_length=500)


class ClosureQuery(Paged):
    past: bool = False


class ClosureShown(Shown):
    id: int
    rooms: list[int]
    start_time: At
    end_time: At
    reason: str
    created_by: int
    created_by_name: PersonName = BESIDE
    lifted_at: At | None

    @classmethod
    def of(cls, closure: Closure, rooms: Iterable[Room]) -> Self:
        return cls(
            id=closure.id,
            rooms=[room.id for room in rooms],
            start_time=closure.starts_at,
            end_time=closure.ends_at,
            reason=closure.reason,
            created_by=closure.created_by_id,
            lifted_at=closure.lifted_at,
        )


class HitShown(Shown):
    """A booking in the way. `move_to` is a similar room that is free at that time, if there is one."""

    reservation: int = Field(validation_alias=AliasPath("reservation", "id"))
    version: int = Field(validation_alias=AliasPath("reservation", "version"))
    room: int = Field(validation_alias=AliasPath("reservation", "room_id"))
    room_name: RoomName = BESIDE
    student: int = Field(validation_alias=AliasPath("reservation", "student_id"))
    student_name: PersonName = BESIDE
    start_time: At = Field(validation_alias=AliasPath("reservation", "starts_at"))
    end_time: At = Field(validation_alias=AliasPath("reservation", "ends_at"))
    move_to: int | None


class ClosurePreviewShown(Shown):
    rooms: list[int]
    bookings: list[HitShown]


def chosen(code: str) -> Choice:
    """What "5.1.move.7" stands for."""
    reservation, version, do, *room = code.split(".")
    return Choice(int(reservation), int(version), do, int(room[0]) if room else None)
