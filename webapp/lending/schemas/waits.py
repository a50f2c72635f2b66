"""What may be said about the queue of an item, and what the API shows of it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core.inputs import (
    WHOLE,
    Count,
    Cursor,
    Day,
    Id,
    Input,
    Paged,
    Prose,
    Reference,
    Whole,
)
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Checkout, ItemWait
from ..waits.places import Place

LoanDays = Annotated[int, Field(ge=1, le=3660), WHOLE]


class JoinQueueInput(Input):
    """What a student says on a page."""

    quantity: Count = 1
    days: LoanDays | None = Field(None, description="Needed for at least")


class StaffJoinQueueInput(JoinQueueInput):
    """What staff say on a page: people by their names."""

    student: Prose = Field("", max_length=200)
    unit: Prose = Field("", max_length=120)


class ItemWaitInput(JoinQueueInput):
    student: Id | None = Field(None, description="Who waits, if not you; for staff")
    unit: Reference | None = Field(
        None, description="One certain unit of the item, by its tag or its id; for staff"
    )


class PauseWaitInput(Input):
    until: Day | None = Field(None, description="Until you say so, if not given")


class PlaceInput(Input):
    place: Whole = Field(1, ge=1, le=10_000, description="1 is the first")
    reason: Prose = Field("", max_length=500)


class WaitersQuery(Paged):
    """The queue of an item, in the order in which it is served."""


class OwnPlacesQuery(Input):
    after: Cursor | None = None
    limit: Whole = Field(50, ge=1, le=200)


class WaitersPage(Input):
    after: Cursor | None = None


class ItemWaitShown(Shown):
    id: int
    item: int
    item_name: str
    unit: int | None = Field(description="The one unit that is meant, if any is")
    student: int
    student_name: str
    quantity: int
    days: int = Field(description="Needed for at least")
    status: Literal["waiting", "offered", "taken", "declined", "lapsed", "left"]
    is_paused: bool
    paused_until: date | None
    created_at: At
    place: int | None = Field(
        description="1 is the first; nothing once it is no longer waited"
    )
    waiting: int | None = Field(description="How many wait for the item")
    likely_on: date | None = Field(
        description="The first day that may do, if all comes back in time and nobody before keeps it"
    )
    checkout: int | None = Field(description="The loan that is offered")
    offered_until: At | None
    due_date: date | None = Field(description="Until when it could be had")

    @classmethod
    def of(cls, wait: ItemWait, place: Place | None, loan: Checkout | None) -> Self:
        """With its place, if it has one, and what is offered, if anything is."""
        return cls.model_validate(
            _own(wait)
            | {
                "place": place and place.number,
                "waiting": place and place.of,
                "likely_on": place and place.likely.day,
                "checkout": loan and loan.id,
                "offered_until": loan and loan.offered_until,
                "due_date": loan and loan.due_on,
            }
        )


def _own(wait: ItemWait) -> dict[str, object]:
    same = ("id", "item_name", "student_name", "quantity", "days", "status")
    names = (*same, "paused_until", "created_at")
    columns = {name: getattr(wait, name) for name in names}
    return columns | {
        "item": wait.item_id,
        "unit": wait.unit_id,
        "student": wait.student_id,
        "is_paused": wait.is_resting,
    }
