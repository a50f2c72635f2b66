"""What may be said about repairs, and what the API shows of them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field

from webapp.core.inputs import WHOLE, Count, Day, Id, Input, Money, Paged, Prose, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school.shown import Amount, At
from webapp.stock.movements.movement_types import api_kind
from webapp.stock.schemas import Days
from webapp.stock.units.repair_acts import Done

from ..models import Repair

Notes = Annotated[Prose, Field(max_length=2000)]
DamageType = Literal[
    "physical",
    "water",
    "electrical",
    "wear_and_tear",
    "cosmetic",
    "functional",
    "accidental",
    "vandalism",
    "other",
]
Severity = Literal["minor", "moderate", "severe", "critical", "beyond_repair"]
Condition = Literal["new", "excellent", "good", "fair", "poor"]
Status = Literal[
    "pending",
    "approved",
    "in_progress",
    "completed",
    "failed",
    "cancelled",
    "gone",
]
Some = Annotated[int, Field(ge=0, le=100_000), WHOLE]


class ReportInput(Input):
    """What is wrong with a unit; with a type and a severity it is assessed at once."""

    description: Notes = ""
    damage_type: DamageType | None = None
    severity: Severity | None = None


class PiecesInput(ReportInput):
    """What is wrong with loose pieces of an item."""

    location: Id
    quantity: Count = 1
    state: Literal["available", "damaged"] = "available"


class RepairInput(ReportInput):
    """A unit, or loose pieces of an item at a location; its home location if none is named."""

    unit: Id | None = None
    item: Id | None = None
    location: Reference | None = None
    quantity: Count = 1
    state: Literal["available", "damaged"] | None = None


class AssessDamageInput(Input):
    damage_type: DamageType
    severity: Severity
    notes: Notes = ""


class ApproveRepairInput(Input):
    estimate: Money | None = None


class SendRepairInput(Input):
    """To a vendor (one of the suppliers), or without one to our own workshop."""

    vendor: Reference | None = None
    expected_on: Day | None = None
    notes: Notes = ""


class StartMaintenanceInput(Input):
    """Maintenance: what is to be done, by whom, and when it is expected back."""

    description: Notes = ""
    vendor: Reference | None = None
    expected_on: Day | None = None


class FinishRepairInput(Input):
    """What the quality check found; `partial` says how many passed and how many are beyond repair."""

    quality_check: Literal["passed", "failed", "beyond_repair", "partial"]
    passed: Some | None = None
    beyond_repair: Some | None = None
    condition: Condition | None = None
    cost: Money | None = None
    notes: Notes = ""


class FinishOneInput(Input):
    """What the quality check of a single thing found, on a page."""

    quality_check: Literal["passed", "failed", "beyond_repair"]
    condition: Condition | None = None
    cost: Money | None = None
    notes: Notes = ""


class CloseRepairInput(Input):
    notes: Notes = ""


class RepairDescription(Input):
    description: Notes = ""
    vendor: Reference | None = None
    estimate: Money | None = None
    cost: Money | None = None
    expected_on: Day | None = None


class RepairEdit(RepairDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class RepairPatch(RepairDescription):
    """The API sends what changes; the version may come in If-Match."""


class PlanMaintenanceInput(Input):
    next_maintenance_on: Day | None = None
    maintenance_days: Days | None = None


class PlanMaintenanceEdit(PlanMaintenanceInput):
    """When a unit is due, and how many days lie between two times; with neither it is not planned any more."""

    version: Id


class RepairFilter(Input):
    stage: Literal["assess", "approve", "send", "away", "check", "done"] | None = None
    status: Status | None = None
    kind: Literal["repair", "maintenance"] | None = None
    unit: Id | None = None
    item: Id | None = None
    vendor: Reference | None = None
    overdue: bool = False


class RepairQuery(RepairFilter, Paged):
    pass


class RepairShown(Shown):
    """`vendor` is a supplier; without one it is repaired in our own workshop."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: int
    kind: str
    status: str
    item: int = Field(validation_alias="item_id")
    item_name: str
    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    location: str
    quantity: int
    checkout: int | None = Field(validation_alias="checkout_id")
    description: str
    damage_type: str | None
    severity: str | None
    quality_check: str
    vendor: str | None = Field(validation_alias="vendor_name")
    estimate: Amount | None = Field(validation_alias="estimate_minor")
    cost: Amount | None = Field(validation_alias="cost_minor")
    expected_on: date | None
    overdue: bool = Field(validation_alias="is_overdue")
    opened_by: int
    opened_by_name: PersonName = BESIDE
    opened_at: At
    closed_at: At | None
    version: int


class RepairMoveShown(Shown):
    kind: Annotated[str, BeforeValidator(api_kind)] = Field(validation_alias="act")
    at: At
    from_state: str
    to_state: str
    quantity: int
    actor: int = Field(validation_alias="actor_id")
    notes: str = Field(validation_alias="note")


class RepairTold(RepairShown):
    """A repair with what was done about it, oldest first."""

    history: list[RepairMoveShown]

    @classmethod
    def with_history(cls, repair: Repair, acts: list[Done]) -> Self:
        history = [RepairMoveShown.model_validate(done) for done in acts]
        return cls(**dict(RepairShown.model_validate(repair)), history=history)
