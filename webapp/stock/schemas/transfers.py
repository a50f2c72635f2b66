"""Transfers, as people describe them and programs see them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AliasPath, Field

from webapp.core.inputs import Count, Day, Id, Input, Line, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school.shown import At

from ..transfers.cargo import MOST
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


class TransferNotes(Input):
    expected_on: Day | None = None
    notes: Notes = ""


class TransferEdit(TransferNotes):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class TransferPatch(TransferNotes):
    """The API sends what changes; the version may come in If-Match."""


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
    item: int = Field(validation_alias="item_id")
    item_name: str
    sku: str
    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    quantity: int
    sent: int = Field(validation_alias=AliasPath("counts", "sent"))
    received: int = Field(validation_alias=AliasPath("counts", "arrived"))
    damaged: int = Field(validation_alias=AliasPath("counts", "damaged"))
    lost: int = Field(validation_alias=AliasPath("counts", "lost"))
    returned: int = Field(validation_alias=AliasPath("counts", "back"))
    in_transit: int = Field(validation_alias=AliasPath("counts", "under_way"))


class TransferListed(Shown):
    id: int
    from_location: str = Field(validation_alias="from_name")
    to_location: str = Field(validation_alias="to_name")
    status: str
    expected_on: date | None
    notes: str
    created_at: At
    created_by: int
    created_by_name: PersonName = BESIDE
    quantity: int = Field(validation_alias="planned")
    received: int = Field(validation_alias=AliasPath("counts", "arrived"))
    in_transit: int = Field(validation_alias=AliasPath("counts", "under_way"))
    version: int


class TransferShown(TransferListed):
    lines: list[CargoShown] = Field(validation_alias="cargo")
