"""What may be said to be broken, and what the API shows of it."""

from typing import Self

from pydantic import Field

from webapp.core.inputs import Id, Input, Paged, Prose
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import FaultReport


class FaultPage(Input):
    """What is broken of a thing that is out."""

    words: Prose = Field(min_length=1, max_length=1000)
    is_playable: bool = Field(default=False, description="Whether it can still be played")


class FaultInput(FaultPage):
    unit: Id | None = Field(
        default=None, description="Which of the units of the loan; may be left out for one"
    )


class FaultQuery(Paged):
    checkout: Id | None = None
    waiting: bool = Field(default=False, description="Only those whose thing is still out")


class FaultShown(Shown):
    """What somebody said is broken. It waits until its thing is back, or until it is taken back."""

    id: int
    checkout: int
    item_name: str
    unit: int | None
    tag: str | None
    words: str
    is_playable: bool
    by: int
    by_name: PersonName = BESIDE
    at: At
    withdrawn_at: At | None
    waits: bool

    @classmethod
    def of(cls, fault: FaultReport, *, waits: bool) -> Self:
        columns: dict[str, object] = {
            name: getattr(fault, name)
            for name in cls.model_fields
            if name not in ("checkout", "unit", "waits") and not name.endswith("_name")
        }
        return cls.model_validate(
            columns
            | {
                "checkout": fault.checkout_id,
                "item_name": fault.checkout.item_name,
                "unit": fault.unit_id,
                "waits": waits,
            }
        )
