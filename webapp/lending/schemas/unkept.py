"""Promises that cannot be kept, as programs read them."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field

from webapp.core.openapi import Shown

from ..models import Checkout
from ..today import shortfalls
from ..today.shortfalls import Shortfall
from ..today.ways_out import WayOut
from .checkouts import CheckoutShown


class WayOutShown(Shown):
    """A verb of the loan, with what it is to be told."""

    verb: Literal["set_aside", "rearrange", "cancel"]
    label: str
    values: dict[str, Any]


class ShortfallShown(Shown):
    """Pieces that a promise would need, and what keeps them from it."""

    reason: Literal[
        "late",
        "out",
        "damaged",
        "under_repair",
        "beyond_repair",
        "in_transit",
        "blocked",
        "lost",
        "gone",
        "promised",
    ] = Field(
        description="`late` and `out` with somebody; `promised` where others have the first claim"
    )
    quantity: int
    since: date | None
    until: date | None = Field(
        description="When it is due, or expected back from its repair"
    )
    unit: int | None = Field(validation_alias="unit_id")
    tag: str
    checkout: int | None = Field(
        validation_alias="checkout_id", description="The loan that has it"
    )
    student_name: str = Field(description="Who has it")
    notes: str = Field(description="Why it may not be lent")


class UnkeptShown(CheckoutShown):
    """A promise that cannot be kept as it is: why, from when on it could be, and what would do instead."""

    shortfalls: list[ShortfallShown]
    possible_from: date | None = Field(
        description="The first later day from which it could be had for as long; null if none is known"
    )
    ways_out: list[WayOutShown]

    @classmethod
    def of_promise(
        cls, checkout: Checkout, reasons: list[Shortfall], ways: list[WayOut]
    ) -> Self:
        return cls(
            **dict(CheckoutShown.of(checkout)),
            shortfalls=[ShortfallShown.model_validate(reason) for reason in reasons],
            possible_from=shortfalls.possible_from(ways),
            ways_out=[WayOutShown.model_validate(way) for way in ways],
        )
