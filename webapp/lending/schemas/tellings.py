"""What the API shows of who was told what about a loan."""

from datetime import date
from typing import Self

from pydantic import Field

from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..telling.tellings import Told


class ToldShown(Shown):
    """An e-mail about a loan that is due soon, or late; `days` is the step, 0 before it is late."""

    name: str
    reader: str
    due_date: date
    days: int
    sent_by: int | None
    sent_by_name: PersonName | None = BESIDE
    sent_at: At | None
    came_back: bool = Field(description="Whether it reached nobody")

    @classmethod
    def of(cls, told: Told) -> Self:
        return cls(
            name=told.name,
            reader=told.reader,
            due_date=told.due_on,
            days=told.days,
            sent_by=told.by,
            sent_at=told.sent_at,
            came_back=told.came_back,
        )
