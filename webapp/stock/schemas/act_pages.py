"""Operations beside lending, as the pages ask for them: one line each, or a pasted list."""

from typing import Literal

from pydantic import Field

from webapp.core.inputs import Count, Day, Id, Input, Money, Prose, Sheet

from . import Code, Notes, Place, Serial
from .acts import Kind, Paper, ReasonCode, State


class ReceiveInput(Input):
    """A delivery of one kind of thing."""

    code: Code
    location: Place | None = None
    quantity: Count | None = None
    serials: Prose = Field(default="", max_length=100_000)
    tagged: bool = False
    batch_number: Serial | None = None
    unit_cost: Money | None = None
    supplier: Id | None = None
    purchased_on: Day | None = None
    reference: Paper = ""
    notes: Notes = ""


class SellInput(Input):
    code: Code
    location: Place | None = None
    quantity: Count = 1
    reference: Paper = ""
    notes: Notes = ""


class GoodsReturnInput(Input):
    """Back to the supplier, or back from a buyer."""

    kind: Literal["return_to_supplier", "sale_return"]
    code: Code
    location: Place | None = None
    quantity: Count = 1
    state: State | None = None
    reference: Paper = ""
    notes: Notes = ""


class AdjustInput(Input):
    code: Code
    reason: ReasonCode
    location: Place | None = None
    quantity: Count = 1
    state: State | None = None
    notes: Notes = ""


class WriteOffInput(Input):
    code: Code
    location: Place | None = None
    quantity: Count = 1
    state: State | None = None
    notes: Notes = ""


class BulkInput(Input):
    """Any of them for up to 1,000 lines of text."""

    kind: Kind
    lines: Sheet = Field(min_length=1, max_length=300_000)
    location: Place | None = None
    reason: ReasonCode | None = None
    reference: Paper = ""
    notes: Notes = ""
