"""What is asked of a room's day, and what the API shows of it."""

from datetime import date
from typing import Self

from pydantic import Field

from webapp.core.inputs import Input, Instant, Whole
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..times import availability


class TakenQuery(Input):
    """Time that somebody else has, and for how long one would like to come."""

    start_time: Instant
    end_time: Instant
    minutes: Whole = Field(60, ge=15, le=480)


class SpanShown(Shown):
    start_time: At
    end_time: At

    @classmethod
    def of(cls, span: availability.Span) -> Self:
        return cls(start_time=span.starts, end_time=span.ends)


class DayShown(Shown):
    room: int
    date: date
    open: list[SpanShown]
    busy: list[SpanShown]
    free: list[SpanShown]

    @classmethod
    def of(cls, day: availability.Day) -> Self:
        told = {
            name: [SpanShown.of(span) for span in getattr(day, name)]
            for name in ("open", "busy", "free")
        }
        return cls(room=day.room.id, date=day.date, **told)
