"""Units, as people describe them and programs see them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from webapp.core.inputs import WHOLE, Count, Day, Id, Input, Line, Money, Prose, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.core.patches import UNSAID, partial, whole
from webapp.school.shown import Amount, At

from ..movements.movement_types import api_kind
from ..units import codes
from . import Condition, Days, Notes, PagedQuery, Serial, Sku

Provider = Annotated[Prose, Field(max_length=120)]
Whole = Literal["new", "excellent", "good", "fair", "poor"]  # damage has its own report


class BlockInput(Input):
    reason: Line = Field(max_length=200)


class UnitFilter(Input):
    """`code` is any number on a unit: its tag, its serial number or its batch."""

    serial: Prose = Field(default="", max_length=80)
    code: Prose = Field(default="", max_length=200)
    item: Id | None = None


class UnitQuery(UnitFilter, PagedQuery):
    pass


class DryQuery(Input):
    dry_run: bool = False


class Bought(Input):
    """What is alike in units that come in together; with `already_here` they get a tag where they lie."""

    location: Reference | None = None
    new_location: bool = False
    condition: Whole = "good"
    first_tag: Sku | None = None
    already_here: bool = False
    purchased_on: Day | None = None
    purchase_price: Money | None = None
    supplier: Reference | None = None
    warranty_until: Day | None = None
    warranty_provider: Provider = ""


class UnitInput(Bought):
    """One thing, or one batch of so many pieces."""

    item: Id
    tag: Sku | None = None
    serial_number: Serial | None = None
    batch_number: Serial | None = None
    quantity: Count = 1
    notes: Notes = ""


class NewUnit(Input):
    """Without a tag it gets the next one."""

    tag: Sku | None = None
    serial_number: Serial | None = None
    condition: Whole | None = None
    notes: Notes = ""


class UnitsInput(Bought):
    """Up to a thousand things of one kind, all or none."""

    item: Id
    units: list[NewUnit] = Field(min_length=1, max_length=1000)


class UnitsTyped(Bought):
    """A page's list: serial numbers, one a line, or only how many."""

    serials: Prose = Field(default="", max_length=90_000)
    quantity: Annotated[int, Field(ge=1, le=100_000), WHOLE] | None = None
    batch_number: Serial | None = None


class UnitNotes(Input):
    """What the desk may say of a unit."""

    condition: Condition
    notes: Notes = ""


class UnitDescription(UnitNotes):
    serial_number: Serial | None = None
    batch_number: Serial | None = None
    purchased_on: Day | None = None
    purchase_price: Money | None = None
    supplier: Reference | None = None
    warranty_until: Day | None = None
    warranty_provider: Provider = ""
    last_maintenance_on: Day | None = None
    maintenance_days: Days | None = None
    next_maintenance_on: Day | None = None
    rental_rate: Money | None = None
    deposit: Money | None = None


class UnitCare(UnitNotes):
    """What the desk's page sends, with the version it was drawn from."""

    version: Id


class UnitEdit(UnitDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class UnitPatch(UnitDescription):
    """The API sends what changes, null to take it away; the version may come in If-Match."""


class ConditionInput(Input):
    condition: Condition


class MaintenanceInput(Input):
    """When it was looked after and when next; without a next day, the days between say it."""

    last_maintenance_on: Day | None = UNSAID
    next_maintenance_on: Day | None = UNSAID
    maintenance_days: Days | None = UNSAID


class AccessoryInput(Input):
    name: Line = Field(max_length=80)


@whole
class AccessoryPatch(Input):
    is_missing: bool


class AccessoryShown(Shown):
    id: int
    name: str
    is_missing: bool


class UnitShown(Shown):
    """A unit is a single piece with a serial number, or a batch; `blocked_reason` says why it may not be lent."""

    id: int
    item: int = Field(validation_alias="item_id")
    item_name: str
    tag: str
    serial_number: str | None
    batch_number: str | None = Field(validation_alias="batch_code")
    location: str
    state: str
    quantity: int = Field(validation_alias="on_hand")
    condition: str
    blocked: bool = Field(validation_alias="is_blocked")
    blocked_reason: str | None
    blocked_at: At | None
    blocked_by: int | None
    blocked_by_name: PersonName | None = BESIDE
    purchased_on: date | None
    purchase_price: Amount | None = Field(validation_alias="purchase_price_minor")
    supplier: str | None
    warranty_until: date | None
    warranty_provider: str
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    rental_rate: Amount | None = Field(validation_alias="rental_rate_minor")
    deposit: Amount | None = Field(validation_alias="deposit_minor")
    notes: str
    code: Annotated[str, BeforeValidator(codes.printed)] = Field(validation_alias="id")
    version: int


class UnitMade(Shown):
    id: int | None = None
    tag: str
    serial_number: str | None
    condition: str


class UnitsMade(Shown):
    """What came of a list of units; after a dry run they are not there."""

    dry_run: bool
    units: list[UnitMade]


class MovedShown(Shown):
    """One line of the ledger, and the act it belongs to."""

    id: int
    at: At
    kind: Annotated[str, BeforeValidator(api_kind)] = Field(validation_alias="act")
    operation: int = Field(validation_alias="operation_id")
    from_state: str
    to_state: str
    quantity: int
    location: str
    actor: int = Field(validation_alias="actor_id")
    checkout: int | None = Field(validation_alias="checkout_id")
    transfer: int | None = Field(validation_alias="transfer_id")
    repair: int | None = Field(validation_alias="repair_id")
    notes: str = Field(validation_alias="note")
