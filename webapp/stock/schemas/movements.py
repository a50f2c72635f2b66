"""Movements, as people ask for them and programs see them."""

from datetime import date
from typing import Self

from webapp.core import money
from webapp.core.inputs import Id, Input, Paged, Reference, Since2000
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..movements.movement_types import TYPES, Name, api_kind
from ..movements.movements import Moved
from ..movements.turnover import Turnover


class MovementFilter(Input):
    item: Id | None = None
    location: Reference | None = None
    unit: Id | None = None
    checkout: Id | None = None
    operation: Id | None = None
    type: Name | None = None
    actor: Id | None = None
    since: Since2000 | None = None
    until: Since2000 | None = None


class MovementQuery(MovementFilter, Paged):
    pass


class MovementShown(Shown):
    """One line of the ledger, of an operation of this kind; `after` is what its level holds after it, by state."""

    id: int
    at: At
    operation: int
    kind: str
    actor: int
    item: int
    item_name: str
    unit: int | None
    tag: str | None
    location: str
    checkout: int | None
    type: str
    category: str
    from_state: str
    to_state: str
    quantity: int
    value_change: str
    value_after: str
    after: dict[str, int]
    notes: str
    hash: str

    @classmethod
    def of(cls, moved: Moved, currency: str) -> Self:
        same = (
            "id",
            "item_name",
            "tag",
            "location",
            "type",
            "from_state",
            "to_state",
            "quantity",
            "after",
            "hash",
        )
        return cls(
            **{name: getattr(moved, name) for name in same},
            at=moved.at,
            operation=moved.operation_id,
            actor=moved.actor_id,
            item=moved.item_id,
            unit=moved.unit_id,
            kind=api_kind(moved.act),
            notes=moved.note,
            checkout=moved.checkout_id,
            category=TYPES[moved.type].category,
            value_change=money.shown(moved.value_delta_minor, currency),
            value_after=money.shown(moved.value_after_minor, currency),
        )


class MovementSumShown(Shown):
    movements: int
    pieces: int


class TurnoverShown(Shown):
    """How much moved between two days, both included."""

    since: date
    until: date
    by_type: dict[str, MovementSumShown]
    by_category: dict[str, MovementSumShown]
    by_month: dict[str, MovementSumShown]

    @classmethod
    def of(cls, turnover: Turnover) -> Self:
        return cls.model_validate(turnover, from_attributes=True)
