"""What the API shows of a room's day."""

from datetime import date, datetime
from typing import Self

from webapp.core.openapi import Shown
from webapp.school import calendar

from . import availability


class SpanShown(Shown):
    start_time: datetime
    end_time: datetime

    @classmethod
    def of(cls, span: availability.Span) -> Self:
        return cls(start_time=calendar.local(span.starts), end_time=calendar.local(span.ends))


class DayShown(Shown):
    room: int
    date: date
    open: list[SpanShown]
    busy: list[SpanShown]
    free: list[SpanShown]

    @classmethod
    def of(cls, day: availability.Day) -> Self:
        told = {name: [SpanShown.of(span) for span in getattr(day, name)] for name in ("open", "busy", "free")}
        return cls(room=day.room.id, date=day.date, **told)
