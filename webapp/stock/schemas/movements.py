"""Movements, as people ask for them and programs see them."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from webapp.core.inputs import Id, Input, Paged, Reference, Since2000
from webapp.core.openapi import Shown
from webapp.school.shown import Amount, At

from ..movements.movement_types import Name, api_kind

ApiKind = Annotated[str, BeforeValidator(api_kind)]  # of what the ledger wrote


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
    operation: int = Field(validation_alias="operation_id")
    kind: ApiKind = Field(validation_alias="act")
    actor: int = Field(validation_alias="actor_id")
    item: int = Field(validation_alias="item_id")
    item_name: str
    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    location: str
    checkout: int | None = Field(validation_alias="checkout_id")
    type: str
    category: str
    from_state: str
    to_state: str
    quantity: int
    value_change: Amount = Field(validation_alias="value_delta_minor")
    value_after: Amount = Field(validation_alias="value_after_minor")
    after: dict[str, int]
    notes: str = Field(validation_alias="note")
    hash: str


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
