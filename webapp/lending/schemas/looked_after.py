"""What the API says of pieces that are looked after once they came back."""

from datetime import date

from pydantic import Field

from webapp.core.inputs import Id, Input
from webapp.core.openapi import Shown

from ..availability.looked_after import LookedAfter


class ReadyInput(Input):
    unit: Id | None = Field(
        default=None,
        description="One unit of the loan; all that came back if it is left out",
    )


class LookedAfterShown(Shown):
    checkout: int = Field(description="The loan from which it came back")
    unit: int | None = Field(description="None for pieces without a tag")
    tag: str | None
    quantity: int
    returned_on: date
    until: date = Field(description="The last day on which it is looked after")
    is_ready: bool = Field(description="Whether somebody said that it is ready sooner")

    @classmethod
    def of(cls, each: LookedAfter) -> "LookedAfterShown":
        piece = each.piece
        return cls(
            checkout=piece.checkout_id or 0,
            unit=piece.unit_id,
            tag=piece.tag,
            quantity=piece.quantity,
            returned_on=piece.day,
            until=each.until,
            is_ready=each.is_ready,
        )
