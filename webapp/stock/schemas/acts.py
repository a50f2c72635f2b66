"""Operations beside lending, as people and programs ask for them, and what they did."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Count, Day, Id, Input, Line, Money, Prose, Reference
from webapp.core.openapi import Shown
from webapp.school import settings
from webapp.school.shown import At

from ..models.states import STATES
from ..operations.outcomes import LevelChange, Outcome, Step
from ..operations.pending import Waiting
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


class OperationInput(Input):
    kind: Kind
    lines: list[LineInput] = Field(min_length=1, max_length=MOST)
    reason: ReasonCode | None = None
    notes: Notes = ""
    reference: Paper = ""
    supplier: Reference | None = None
    purchased_on: Day | None = None

    def asked(self) -> dict[str, Any]:
        """As `operations.act` takes it."""
        return dict(self) | {"lines": [dict(line) for line in self.lines]}


class TrialQuery(Input):
    dry_run: bool = False


class PendingQuery(PagedQuery):
    decided: bool = False


class StepShown(Shown):
    """One movement; `before` and `after` count the pieces in `state` at its level."""

    item: int
    item_name: str
    unit: int | None
    tag: str | None
    serial_number: str | None
    location: str
    quantity: int
    from_state: str
    to_state: str
    state: str
    before: int
    after: int
    value: str

    @classmethod
    def of(cls, step: Step) -> Self:
        same = (
            "item_name",
            "tag",
            "serial_number",
            "location",
            "quantity",
            "from_state",
            "to_state",
            "state",
        )
        told = {name: getattr(step, name) for name in (*same, "before", "after")}
        return cls(
            **told, item=step.item_id, unit=step.unit_id, value=_money(step.value_minor)
        )


class PiecesShown(Shown):
    available: int
    reserved: int
    on_rent: int
    damaged: int
    under_repair: int
    beyond_repair: int
    in_transit: int
    on_hand: int
    value: str

    @classmethod
    def of(cls, pieces: dict[str, int]) -> Self:
        return cls(
            **{name: pieces[name] for name in (*STATES, "on_hand")},
            value=_money(pieces["value_minor"]),
        )


class LevelChangeShown(Shown):
    item: int
    item_name: str
    location: str
    before: PiecesShown
    after: PiecesShown

    @classmethod
    def of(cls, level: LevelChange) -> Self:
        return cls(
            item=level.item_id,
            item_name=level.item_name,
            location=level.location,
            before=PiecesShown.of(level.before),
            after=PiecesShown.of(level.after),
        )


class OperationDone(Shown):
    """What was done. Of a dry run `id` is null, and `second_person` says why another person would have to agree."""

    id: int | None
    kind: str
    reason: str | None = None
    approved_by: int | None = None
    second_person: str = ""
    movements: list[StepShown]
    levels: list[LevelChangeShown]

    @classmethod
    def of(cls, outcome: Outcome, *, is_trial: bool = False, why: str = "") -> Self:
        return cls(
            id=None if is_trial else outcome.id,
            kind=outcome.kind.replace(" ", "_"),
            reason=outcome.reason,
            approved_by=outcome.approved_by,
            second_person=why,
            movements=[StepShown.of(step) for step in outcome.steps],
            levels=[LevelChangeShown.of(level) for level in outcome.levels],
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
    """It waits for a teacher or an admin other than `requested_by`; `operation` is what became of it."""

    id: int
    kind: str
    why: str
    reason: str | None
    notes: str = Field(validation_alias="note")
    reference: str
    lines: list[PendingLineShown]
    requested_by: int
    requested_at: At
    decision: str | None
    decided_by: int | None
    decided_at: At | None
    operation: int | None = Field(validation_alias="operation_id")

    @classmethod
    def of(cls, waiting: Waiting) -> Self:
        return cls.model_validate(waiting)


class ReasonShown(Shown):
    code: str
    label: str
    type: str
    needs_notes: bool = Field(validation_alias="needs_note")
    needs_second: bool


def _money(minor: int) -> str:
    return money.shown(minor, settings.currency())
