"""What may be said about the waitlist, and what the API shows of it."""

from typing import Annotated, Literal

from pydantic import Field

from webapp.core.inputs import Cursor, Id, Input, Instant, Prose, Whole
from webapp.core.names_beside import BESIDE, PersonName, RoomName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from .rooms import ListQuery

Words = Annotated[Prose, Field(max_length=80)]


class WaitInput(Input):
    room: Id
    start_time: Instant
    end_time: Instant
    minutes: Whole = Field(ge=15, le=480)
    is_flexible: bool = False
    equipment: Words = ""


class WaitQuery(Input):
    """A refused booking says all of it; a page only some."""

    room: Id
    start_time: Instant | None = None
    end_time: Instant | None = None
    minutes: Whole = Field(60, ge=15, le=480)


class PageQuery(Input):
    after: Cursor | None = None


class WaitsQuery(ListQuery):
    of: Literal["", "everyone"] = ""


class PreferInput(Input):
    comes_first: bool


class WaitShown(Shown):
    id: int
    student: int = Field(validation_alias="student_id")
    student_name: PersonName = BESIDE
    comes_first: bool
    room: int = Field(validation_alias="room_id")
    room_name: RoomName = BESIDE
    start_time: At = Field(validation_alias="starts_at")
    end_time: At = Field(validation_alias="ends_at")
    minutes: int
    is_flexible: bool
    equipment: str
    status: str
    offered_room: int | None = Field(validation_alias="offered_room_id")
    offered_room_name: RoomName | None = BESIDE
    offered_from: At | None
    offered_until: At | None
    expires_at: At | None
