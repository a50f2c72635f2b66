"""What is damaged, and how it gets back on the shelf."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, column, table
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Instant, Record, VersionedRecord
from webapp.core.derived import name_of
from webapp.school import calendar

ITEMS = table("items", column("id"), column("name"), column("face"))
LOCATIONS = table("locations", column("id"), column("name"))
UNITS = table("units", column("id"), column("tag"), column("face"))
SUPPLIERS = table("suppliers", column("id"), column("name"))
KINDS = ("repair", "maintenance")
STATUSES = (
    "pending",
    "approved",
    "in_progress",
    "completed",
    "failed",
    "cancelled",
    "gone",
)
DAMAGE_TYPES = (
    "physical",
    "water",
    "electrical",
    "wear_and_tear",
    "cosmetic",
    "functional",
    "accidental",
    "vandalism",
    "other",
)
SEVERITIES = (
    "minor",
    "moderate",
    "severe",
    "critical",
    "beyond_repair",
)
CHECKS = ("pending", "passed", "failed", "partial")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(
        f"{column} IN ({', '.join(map(repr, values))})", name=f"{column}_known"
    )


class Repair(VersionedRecord):
    """From damage to the shelf, or to the end; where the pieces are meanwhile is the ledger's business."""

    __tablename__ = "repairs"
    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("status", STATUSES),
        _one_of("damage_type", DAMAGE_TYPES),
        _one_of("severity", SEVERITIES),
        _one_of("quality_check", CHECKS),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("estimate_minor >= 0", name="estimate_not_negative"),
        CheckConstraint("cost_minor >= 0", name="cost_not_negative"),
        Index("ix_repairs_status_id", "status", "id"),
    )

    kind: Mapped[str] = mapped_column(String(20), default="repair")
    status: Mapped[str] = mapped_column(String(20), default="pending")
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    quantity: Mapped[int] = mapped_column(default=1)
    checkout_id: Mapped[int | None] = mapped_column(
        index=True
    )  # the loan it came back damaged from
    description: Mapped[str] = mapped_column(String(2000), default="")
    damage_type: Mapped[str | None] = mapped_column(String(20))
    severity: Mapped[str | None] = mapped_column(String(20))
    quality_check: Mapped[str] = mapped_column(String(20), default="pending")
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("suppliers.id")
    )  # who mends it; None: on our bench
    estimate_minor: Mapped[int | None]
    cost_minor: Mapped[int | None]
    expected_on: Mapped[date | None]
    condition_before: Mapped[str | None] = mapped_column(
        String(20)
    )  # a unit's, before it was reported
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    item_name: Mapped[str] = name_of(ITEMS.c.name, ITEMS.c.id == item_id, always=False)
    location: Mapped[str] = name_of(
        LOCATIONS.c.name, LOCATIONS.c.id == location_id, always=False
    )
    tag: Mapped[str | None] = name_of(UNITS.c.tag, UNITS.c.id == unit_id, always=False)
    item_face: Mapped[str] = name_of(ITEMS.c.face, ITEMS.c.id == item_id, always=False)
    unit_face: Mapped[str | None] = name_of(
        UNITS.c.face, UNITS.c.id == unit_id, always=False
    )
    vendor_name: Mapped[str | None] = name_of(
        SUPPLIERS.c.name, SUPPLIERS.c.id == supplier_id, always=False
    )

    @property
    def is_overdue(self) -> bool:
        """From the day after it was expected back."""
        due = self.expected_on
        return self.status == "in_progress" and due is not None and due < calendar.today()


class RepairDeparture(Record):
    """Pieces that left the school's books while they were to be repaired; it counts until the operation is undone.

    Without an operation somebody closed the repair by hand: nobody knows which act took them.
    """

    __tablename__ = "repair_departures"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("quantity_left >= 0", name="quantity_left_not_negative"),
        _one_of("status_before", STATUSES[:3]),
    )

    repair_id: Mapped[int] = mapped_column(ForeignKey("repairs.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(
        ForeignKey("operations.id"), index=True
    )
    quantity: Mapped[int]
    quantity_left: Mapped[int]  # what the repair was for from then on; 0 closed it
    status_before: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    note: Mapped[str] = mapped_column(String(2000), default="")
