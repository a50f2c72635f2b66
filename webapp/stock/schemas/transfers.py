"""Transfers, as people describe them and programs see them."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from webapp.core.inputs import UNSAID, Count, Day, Id, Input, Line, Reference
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..transfers.cargo import MOST, Cargo
from ..transfers.transfers import Journey
from . import Code, Notes, PagedQuery

Why = Annotated[Line, Field(max_length=500)]
Arrival = Literal["good", "damaged"]
Loss = Literal["missing", "broken"]


class TransferDraft(Input):
    """What a page asks for before anything is packed."""

    from_location: Reference
    to_location: Reference
    expected_on: Day | None = None
    notes: Notes = ""


class TransferStart(Input):
    """A link may say where things are to go."""

    from_location: Id | None = None
    to_location: Id | None = None


class WantedInput(Input):
    """A unit, or so many pieces of an item."""

    item: Id | None = None
    unit: Id | None = None
    quantity: Count = 1


class TransferInput(TransferDraft):
    """A program may send the lines along."""

    lines: list[WantedInput] = Field(default=[], max_length=MOST)


class LinesInput(Input):
    lines: list[WantedInput] = Field(min_length=1, max_length=MOST)


class TransferEdit(Input):
    """A page sends all of it, with the version it was drawn from."""

    version: Id
    expected_on: Day | None = None
    notes: Notes = ""


class TransferPatch(Input):
    """The API sends what changes; the version may come in If-Match."""

    expected_on: Day | None = UNSAID
    notes: Notes = UNSAID


class SendInput(Input):
    at_once: bool = False


class PackInput(Input):
    """What a scanner reads while a transfer is packed, and what its keys are on a US keyboard."""

    code: Code
    us_keys: Code = ""
    quantity: Count = 1


class ArriveInput(PackInput):
    """What a scanner reads where a transfer arrives."""

    condition: Arrival = "good"


class PartInput(Input):
    """Pieces of a line; without a quantity all that are on their way."""

    line: Id
    quantity: Count | None = None


class ArrivedInput(PartInput):
    condition: Arrival = "good"


class TransferReceiveInput(Input):
    """Without lines, all that is on its way has arrived, and good."""

    lines: list[ArrivedInput] | None = Field(default=None, min_length=1, max_length=MOST)
    notes: Notes = ""


class LoseInput(Input):
    lines: list[PartInput] = Field(min_length=1, max_length=MOST)
    reason: Loss = "missing"
    notes: Why


class LoseOneInput(PartInput):
    """A page loses a line at a time."""

    reason: Loss = "missing"
    notes: Why


class RejectInput(Input):
    notes: Why


class TransferFilter(Input):
    status: (
        Literal["open", "initiated", "in_transit", "received", "cancelled", "rejected"]
        | None
    ) = None
    location: Reference | None = None


class TransferQuery(TransferFilter, PagedQuery):
    pass


class CargoShown(Shown):
    """A line; what became of it is what the ledger says, `damaged` ones are among the `received`."""

    id: int
    item: int
    item_name: str
    sku: str
    unit: int | None
    tag: str | None
    quantity: int
    sent: int
    received: int
    damaged: int
    lost: int
    returned: int
    in_transit: int

    @classmethod
    def of(cls, line: Cargo) -> Self:
        same: dict[str, Any] = {
            name: getattr(line, name)
            for name in ("id", "item_name", "sku", "tag", "quantity")
        }
        now = line.counts
        pieces: dict[str, Any] = {
            "received": now.arrived,
            "returned": now.back,
            "in_transit": now.under_way,
        }
        pieces |= {name: getattr(now, name) for name in ("sent", "damaged", "lost")}
        return cls(item=line.item_id, unit=line.unit_id, **same, **pieces)


class TransferListed(Shown):
    id: int
    from_location: str
    to_location: str
    status: str
    expected_on: date | None
    notes: str
    created_at: At
    created_by: int
    quantity: int
    received: int
    in_transit: int
    version: int

    @classmethod
    def of(cls, transfer: Journey) -> Self:
        same = ("id", "status", "expected_on", "notes", "created_by", "version")
        return cls(
            **{name: getattr(transfer, name) for name in same},
            from_location=transfer.from_name,
            to_location=transfer.to_name,
            created_at=transfer.created_at,
            quantity=transfer.planned,
            received=transfer.counts.arrived,
            in_transit=transfer.counts.under_way,
            **cls.more(transfer),
        )

    @classmethod
    def more(cls, transfer: Journey) -> dict[str, Any]:
        return {}


class TransferShown(TransferListed):
    lines: list[CargoShown]

    @classmethod
    def more(cls, transfer: Journey) -> dict[str, Any]:
        return {"lines": [CargoShown.of(line) for line in transfer.cargo]}
