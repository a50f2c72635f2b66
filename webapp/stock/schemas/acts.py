"""Operations beside lending, as people and programs ask for them, and what they did."""

from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core.inputs import Count, Day, Id, Input, Line, Money, Prose, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import Amount, At

from ..movements.movement_types import api_kind
from ..operations.outcomes import Outcome
from ..operations.requests import About, LineRequest
from . import Code, Notes, PagedQuery, Serial, Sku

Kind = Literal[
    "receive", "return_to_supplier", "sell", "sale_return", "adjust", "write_off"
]  # those one asks for
State = Literal["available", "damaged", "beyond_repair"]
Paper = Annotated[
    Prose, Field(max_length=80)
]  # the number of an invoice or a delivery note
ReasonCode = Annotated[Line, Field(max_length=30)]
MOST = 1_000


class LineInput(Input):
    """An item or a unit by its id, or either by a code on it; without a location where it belongs."""

    item: Id | None = None
    unit: Id | None = None
    code: Code | None = None
    location: Reference | None = None
    quantity: Count | None = None
    state: State | None = None
    unit_cost: Money | None = None
    serials: list[Serial] = Field(default=[], max_length=MOST)
    tags: list[Sku] = Field(default=[], max_length=MOST)
    tagged: bool = False
    batch_number: Serial | None = None

    def request(self) -> LineRequest:
        """As `operations.act` takes it."""
        return LineRequest(
            item=self.item,
            unit=self.unit,
            code=self.code,
            location=self.location,
            quantity=self.quantity,
            state=self.state,
            unit_cost=self.unit_cost,
            serials=self.serials,
            tags=self.tags,
            tagged=self.tagged,
            batch_number=self.batch_number,
        )


class OperationInput(Input):
    kind: Kind
    lines: list[LineInput] = Field(min_length=1, max_length=MOST)
    reason: ReasonCode | None = None
    notes: Notes = ""
    reference: Paper = ""
    supplier: Reference | None = None
    purchased_on: Day | None = None

    def requests(self) -> list[LineRequest]:
        return [line.request() for line in self.lines]

    def about(self) -> About:
        """What is said of all lines together, as `operations.act` takes it."""
        return About(
            reason=self.reason,
            notes=self.notes,
            reference=self.reference,
            supplier=self.supplier,
            purchased_on=self.purchased_on,
        )


class TrialQuery(Input):
    dry_run: bool = False


class PendingQuery(PagedQuery):
    decided: bool = False


class StepShown(Shown):
    """One movement; `before` and `after` count the pieces in `state` at its level."""

    item: int = Field(validation_alias="item_id")
    item_name: str
    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    serial_number: str | None
    location: str
    quantity: int
    from_state: str
    to_state: str
    state: str
    before: int
    after: int
    value: Amount = Field(validation_alias="value_minor")


class PiecesShown(Shown):
    available: int
    reserved: int
    on_rent: int
    damaged: int
    under_repair: int
    beyond_repair: int
    in_transit: int
    on_hand: int
    value: Amount = Field(validation_alias="value_minor")


class LevelChangeShown(Shown):
    item: int = Field(validation_alias="item_id")
    item_name: str
    location: str
    before: PiecesShown
    after: PiecesShown


class OperationDone(Shown):
    """What was done. Of a dry run `id` is null, and `second_person` says why another person would have to agree."""

    id: int | None
    kind: str
    reason: str | None = None
    approved_by: int | None = None
    approved_by_name: PersonName | None = BESIDE
    second_person: str = ""
    movements: list[StepShown]
    levels: list[LevelChangeShown]

    @classmethod
    def of(cls, outcome: Outcome, *, is_trial: bool = False, why: str = "") -> Self:
        return cls(
            id=None if is_trial else outcome.id,
            kind=api_kind(outcome.kind),
            reason=outcome.reason,
            approved_by=outcome.approved_by,
            second_person=why,
            movements=[StepShown.model_validate(step) for step in outcome.steps],
            levels=[LevelChangeShown.model_validate(level) for level in outcome.levels],
        )


class PendingLineShown(Shown):
    item: int = Field(validation_alias="item_id")
    item_name: str
    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    location: str
    quantity: int
    state: str | None


class PendingShown(Shown):
    """It waits for a teacher or an admin other than `requested_by`; `operation` is what became of it.

    What `is_recorded` is done already, as `operation`, which is undone if they say no.
    """

    id: int
    kind: str
    why: str
    reason: str | None
    notes: str = Field(validation_alias="note")
    reference: str
    lines: list[PendingLineShown]
    requested_by: int
    requested_by_name: PersonName = BESIDE
    requested_at: At
    decision: str | None
    decided_by: int | None
    decided_by_name: PersonName | None = BESIDE
    decided_at: At | None
    operation: int | None = Field(validation_alias="operation_id")
    is_recorded: bool


class ReasonShown(Shown):
    code: str
    label: str
    type: str
    needs_notes: bool = Field(validation_alias="needs_note")
    needs_second: bool
