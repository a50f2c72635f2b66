"""Units, as people describe them and programs see them."""

from typing import Self

from pydantic import Field

from webapp.core.inputs import Id, Input, Line, Prose
from webapp.core.openapi import Shown

from ..units import Kept
from . import PagedQuery


class BlockInput(Input):
    reason: Line = Field(max_length=200)


class UnitQuery(PagedQuery):
    serial: Prose = Field(default="", max_length=80)
    item: Id | None = None


class UnitShown(Shown):
    """A unit is one thing with a serial number, or a batch; `blocked_reason` says why it may not be lent."""

    id: int
    item: int
    item_name: str
    tag: str
    serial_number: str | None
    batch_number: str | None
    location: str
    state: str
    quantity: int
    condition: str
    blocked: bool
    blocked_reason: str | None
    version: int

    @classmethod
    def of(cls, unit: Kept) -> Self:
        same = (
            "id",
            "item_name",
            "tag",
            "serial_number",
            "location",
            "state",
            "condition",
            "blocked_reason",
            "version",
        )
        return cls(
            **{name: getattr(unit, name) for name in same},
            item=unit.item_id,
            batch_number=unit.batch_code,
            quantity=unit.on_hand,
            blocked=unit.blocked_reason is not None,
        )
