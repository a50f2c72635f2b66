"""Things on their way from one location to another."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Instant, Record, VersionedRecord

from .shared import one_of

TRANSFER_STATUSES = ("initiated", "in_transit", "received", "cancelled", "rejected")


class Transfer(VersionedRecord):
    """What arrived so far is in the ledger, by the operations that name it."""

    __tablename__ = "transfers"
    __table_args__ = (
        one_of("status", TRANSFER_STATUSES),
        CheckConstraint("from_location_id <> to_location_id", name="goes_elsewhere"),
        Index("ix_transfers_status_id", "status", "id"),
    )

    from_location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    to_location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    status: Mapped[str] = mapped_column(String(20), default="initiated")
    expected_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(String(2000), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class TransferLine(Record):
    """So many pieces of an item, or one unit of it."""

    __tablename__ = "transfer_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        UniqueConstraint("transfer_id", "item_id", "unit_id"),
        ForeignKeyConstraint(["unit_id", "item_id"], ["units.id", "units.item_id"]),
    )

    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfers.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    unit_id: Mapped[int | None]
    quantity: Mapped[int]
    condition_before: Mapped[str | None] = mapped_column(
        String(20)
    )  # a unit's, before it arrived damaged
