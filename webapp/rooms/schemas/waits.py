"""What may be said about the waitlist, and what the API shows of it."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from webapp.core.inputs import Cursor, Id, Input, Instant, Prose, Whole
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Wait
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
    student: int
    comes_first: bool
    room: int
    start_time: At
    end_time: At
    minutes: int
    is_flexible: bool
    equipment: str
    status: str
    offered_room: int | None
    offered_from: At | None
    offered_until: At | None
    expires_at: At | None

    @classmethod
    def of(cls, wait: Wait) -> Self:
        same = {
            name: getattr(wait, name)
            for name in ("id", "minutes", "is_flexible", "equipment", "status")
        }
        times = {
            name: getattr(wait, name)
            for name in ("offered_from", "offered_until", "expires_at")
        }
        times |= {"start_time": wait.starts_at, "end_time": wait.ends_at}
        told: dict[str, Any] = {name: at for name, at in times.items()}
        ids: dict[str, Any] = {
            "student": wait.student_id,
            "room": wait.room_id,
            "offered_room": wait.offered_room_id,
        }
        return cls(**same, **told, **ids, comes_first=wait.comes_first)
