"""Movements, as people ask for them and programs see them."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Id, Input, Since2000, Whole
from webapp.core.openapi import Shown
from webapp.school import calendar

from ..movements.movement_types import TYPES, Name
from ..movements.movements import Moved
from ..movements.turnover import Turnover


class MovementFilter(Input):
    item: Id | None = None
    location: Id | None = None
    unit: Id | None = None
    checkout: Id | None = None
    operation: Id | None = None
    type: Name | None = None
    actor: Id | None = None
    since: Since2000 | None = None
    until: Since2000 | None = None


class MovementQuery(MovementFilter):
    limit: Whole = Field(default=50, ge=1, le=200)
    after: str | None = Field(default=None, max_length=400)


class MovementShown(Shown):
    """One line of the ledger; `after` is what its level holds after it, by state."""

    id: int
    at: datetime
    operation: int
    act: str
    actor: int
    item: int
    item_name: str
    unit: int | None
    tag: str | None
    location: int
    location_name: str
    checkout: int | None
    type: str
    category: str
    from_state: str
    to_state: str
    quantity: int
    value_change: str
    value_after: str
    after: dict[str, int]
    note: str
    hash: str

    @classmethod
    def of(cls, moved: Moved, currency: str) -> Self:
        same = ("id", "act", "item_name", "tag", "type", "from_state", "to_state", "quantity", "after", "note", "hash")
        return cls(
            **{name: getattr(moved, name) for name in same},
            at=calendar.local(moved.at),
            operation=moved.operation_id,
            actor=moved.actor_id,
            item=moved.item_id,
            unit=moved.unit_id,
            location=moved.location_id,
            location_name=moved.location,
            checkout=moved.checkout_id,
            category=TYPES[moved.type].category,
            value_change=money.shown(moved.value_delta_minor, currency),
            value_after=money.shown(moved.value_after_minor, currency),
        )


class SumShown(Shown):
    movements: int
    pieces: int


class TurnoverShown(Shown):
    """How much moved between two days, both included."""

    since: date
    until: date
    by_type: dict[str, SumShown]
    by_category: dict[str, SumShown]
    by_month: dict[str, SumShown]

    @classmethod
    def of(cls, turnover: Turnover) -> Self:
        return cls.model_validate(turnover, from_attributes=True)
