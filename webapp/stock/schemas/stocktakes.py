"""Stocktakes, as people say what they count and programs see them."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import WHOLE, Id, Input, Prose, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school import settings
from webapp.school.shown import At

from ..models import Stocktake
from ..stocktakes.differences import Adjustment, Plan
from ..stocktakes.finding import Finding
from . import Code, Notes, PagedQuery

Pieces = Annotated[int, Field(ge=0, le=100_000), WHOLE]
Status = Literal["counting", "review", "applied", "cancelled"]


class StocktakeInput(Input):
    """A blind count does not show what is expected until it is reviewed."""

    location: Reference
    is_blind: bool = False
    notes: Notes = ""


class ScanInput(Input):
    """What a scanner reads, and what its keys write on a US keyboard; the number is of things without a tag."""

    code: Code
    us_keys: Code = ""
    counted: Pieces | None = None


class CountInput(Input):
    """A code, a unit, or an item's pieces without a tag."""

    code: Code | None = None
    unit: Id | None = None
    item: Id | None = None
    counted: Pieces | None = None


class TickInput(Input):
    """A list counted along: units that are there, and numbers of pieces by batch and by item."""

    units: list[Id]
    batches: dict[Id, Pieces]
    numbers: dict[Id, Pieces]


class ChoicesInput(Input):
    """What to do beside the count: uncounted things given up, others brought to where they were found."""

    missing_units: list[Id] = []
    missing_items: list[Id] = []
    bring: list[Id] = []


class ApplyInput(ChoicesInput):
    """If nothing is chosen here, what was chosen before counts."""

    seen: Prose = Field(default="", max_length=16)


class ApplyQuery(Input):
    dry_run: bool = False


class StocktakeFilter(Input):
    status: Status | None = None
    location: Reference | None = None


class StocktakeQuery(StocktakeFilter, PagedQuery):
    pass


class ChoicesShown(Shown):
    missing_units: list[int] = []
    missing_items: list[int] = []
    bring: list[int] = []


class StocktakeShown(Shown):
    """`lines` is how many things were counted, unknown codes included."""

    id: int
    location: str = Field(validation_alias="location_name")
    status: str
    is_blind: bool
    notes: str
    opened_by: int
    opened_by_name: PersonName = BESIDE
    opened_at: At
    closed_at: At | None
    lines: int
    choices: ChoicesShown
    version: int


class FindingShown(Shown):
    """A unit, an item's pieces without a tag, or a code nobody knows; while a blind count goes on without `expected`.

    `line` is there once it was counted; `can_bring` says that its location can be brought right.
    """

    verdict: str
    words: str
    line: int | None
    item: int | None
    item_name: str
    unit: int | None
    tag: str
    code: str
    counted: int | None
    expected: int | None
    kept_at: str
    can_bring: bool
    checkout: int | None

    @classmethod
    def of(cls, finding: Finding, *, is_blind: bool = False) -> Self:
        hides = is_blind or finding.item_id is None
        return cls(
            verdict=finding.verdict,
            words=finding.words,
            line=finding.line_id,
            item=finding.item_id,
            item_name=finding.item_name,
            unit=finding.unit_id,
            tag=finding.tag,
            code=finding.code,
            counted=finding.counted,
            expected=None if hides else finding.expected,
            kept_at=finding.kept_at,
            can_bring=finding.can_bring,
            checkout=finding.holder.checkout_id if finding.holder else None,
        )


class StocktakeFound(StocktakeShown):
    """With what was found; of a closed one nothing, because the ledger has moved on."""

    findings: list[FindingShown]

    @classmethod
    def of(cls, count: Stocktake, findings: list[FindingShown]) -> Self:
        shown = dict(StocktakeShown.model_validate(count))
        return cls.model_validate(shown | {"findings": findings}, by_name=True)


class CountedShown(Shown):
    """`again` says that it was counted before; a unit twice scanned is one."""

    again: bool
    finding: FindingShown


class AdjustmentShown(Shown):
    """One movement; moves between locations have no reason."""

    name: str
    item: int
    unit: int | None
    location: str
    type: str
    quantity: int
    reason: str | None
    value: str

    @classmethod
    def of(cls, adjustment: Adjustment, places: Mapping[int, str]) -> Self:
        line = adjustment.line
        return cls(
            name=adjustment.name,
            item=line.item_id,
            unit=line.unit_id,
            location=places[line.location_id],
            type=line.type,
            quantity=line.quantity,
            reason=adjustment.reason,
            value=money.shown(adjustment.value_minor, settings.currency()),
        )


class PlanShown(Shown):
    """What applying writes; `seen`, sent along, makes sure that it is just this. `value` adds up without signs."""

    adjustments: list[AdjustmentShown]
    value: str
    needs_second: bool
    seen: str

    @classmethod
    def of(cls, plan: Plan, places: Mapping[int, str]) -> Self:
        value = money.shown(plan.value_minor, settings.currency())
        adjustments = [AdjustmentShown.of(one, places) for one in plan.adjustments]
        return cls(
            adjustments=adjustments,
            value=value,
            needs_second=plan.needs_second,
            seen=plan.seen,
        )


class StocktakeApplied(Shown):
    stocktake: StocktakeShown
    written: PlanShown
