"""What may be said about suspensions, and what the API shows of them."""

from datetime import date
from typing import Self

from pydantic import Field

from webapp.core.inputs import Day, Id, Input, Paged, Prose
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Suspension


class SuspendPage(Input):
    """Why somebody may not borrow, and until when."""

    why: Prose = Field(min_length=1, max_length=500)
    until: Day | None = Field(
        default=None, description="Its last day; until it is lifted if it is left out"
    )


class SuspendInput(SuspendPage):
    person: Id


class SuspensionQuery(Paged):
    person: Id | None = None
    standing: bool = Field(default=False, description="Only those that hold today")


class SuspensionShown(Shown):
    """While it holds, somebody neither asks, collects nor keeps longer."""

    id: int
    person: int
    person_name: PersonName = BESIDE
    starts_on: date
    until: date | None
    why: str
    is_automatic: bool = Field(
        description="Whether it came by itself, and ends with the last thing that is late"
    )
    by: int
    by_name: PersonName = BESIDE
    at: At
    lifted_at: At | None
    lifted_by: int | None
    lifted_by_name: PersonName | None = BESIDE

    @classmethod
    def of(cls, suspension: Suspension) -> Self:
        columns: dict[str, object] = {
            name: getattr(suspension, name)
            for name in cls.model_fields
            if name != "person" and not name.endswith("_name")
        }
        return cls.model_validate(columns | {"person": suspension.person_id})
