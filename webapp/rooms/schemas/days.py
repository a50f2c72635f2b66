"""What is asked of a room's day, and what the API shows of it."""

from datetime import date

from pydantic import AliasPath, Field

from webapp.core.inputs import Input, Instant, Whole
from webapp.core.names_beside import BESIDE, RoomName
from webapp.core.openapi import Shown
from webapp.school.shown import At


class TakenQuery(Input):
    """Time that somebody else has, and for how long one would like to come."""

    start_time: Instant
    end_time: Instant
    minutes: Whole = Field(60, ge=15, le=480)


class SpanShown(Shown):
    start_time: At = Field(validation_alias="starts")
    end_time: At = Field(validation_alias="ends")


class DayShown(Shown):
    room: int = Field(validation_alias=AliasPath("room", "id"))
    room_name: RoomName = BESIDE
    date: date
    open: list[SpanShown]
    busy: list[SpanShown]
    free: list[SpanShown]
