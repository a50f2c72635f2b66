"""The ledger, the levels the database derives from it, and what makes an act legal."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant, Record, VersionedRecord

from .shared import ON_HAND, Buckets, not_negative, one_of, sparse
from .states import STATES

STATUS = """CASE WHEN available = 0 THEN 'out_of_stock' WHEN available <= reorder_point THEN 'low_stock'
    WHEN {} > maximum_stock THEN 'overstocked' ELSE 'in_stock' END""".format(f"({ON_HAND})")
WANTED = text("reorder_point IS NOT NULL")
SOURCES = ("checkout_id", "transfer_id", "repair_id", "stocktake_id")


class Level(Buckets, VersionedRecord):
    """An item at a location: the ledger's shadow, and the settings people keep beside it."""

    __tablename__ = "levels"
    __table_args__ = (
        UniqueConstraint("item_id", "location_id"),
        UniqueConstraint("id", "item_id", "location_id"),
        Index("ix_levels_location_id_item_id", "location_id", "item_id"),
        Index("ix_levels_status", "status"),
        Index("ix_levels_low", "status", sqlite_where=WANTED, postgresql_where=WANTED),
        *not_negative(
            *STATES, "value_minor", "reorder_point", "reorder_quantity", "maximum_stock"
        ),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    reorder_point: Mapped[int | None]
    reorder_quantity: Mapped[int | None]
    maximum_stock: Mapped[int | None]
    value_minor: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(20), Computed(STATUS, persisted=True))
    seq: Mapped[int] = mapped_column(default=0)  # how many movements it has seen


class MovementRule(Base):
    """A change that may happen: the ledger's foreign key into what is allowed."""

    __tablename__ = "movement_rules"

    type: Mapped[str] = mapped_column(String(30), primary_key=True)
    from_state: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_state: Mapped[str] = mapped_column(String(20), primary_key=True)


class Reason(Base):
    """Why stock is adjusted, and which movement that is."""

    __tablename__ = "reasons"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(30))
    needs_note: Mapped[bool] = mapped_column(default=False)
    needs_second: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class Operation(Record):
    """One human act; its movements say what it did to stock. Only the note may be redacted.

    One that archives an item, or restores it, moves nothing and has its `item_id`.
    """

    __tablename__ = "operations"
    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"CASE WHEN {source} IS NULL THEN 0 ELSE 1 END" for source in SOURCES
            )
            + " <= 1",
            name="one_source",
        ),
        *(sparse("operations", source) for source in (*SOURCES, "item_id", "pile_id")),
    )

    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    issuer_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id")
    )  # who issued the token it was done with, if not the actor; kept, but not sealed
    checkout_id: Mapped[int | None]
    transfer_id: Mapped[int | None]
    repair_id: Mapped[int | None]
    stocktake_id: Mapped[int | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    pile_id: Mapped[int | None]  # what was done with it in one act at the desk; not sealed
    reverses_id: Mapped[int | None] = mapped_column(
        ForeignKey("operations.id"), unique=True
    )
    reason: Mapped[str | None] = mapped_column(ForeignKey("reasons.code"))
    reference: Mapped[str] = mapped_column(
        String(80), default=""
    )  # a delivery note, an invoice
    approved_by: Mapped[int | None] = mapped_column(
        ForeignKey("users.id")
    )  # the second person, where one was needed
    note: Mapped[str] = mapped_column(String(2000), default="")
    happened_on: Mapped[
        date | None
    ]  # the school's day on which it was, where it was written down later
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, index=True)


class Movement(Base):
    """One line of the ledger. Never changed, never deleted: see guards."""

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint("id > 0 AND seq > 0", name="counted"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        UniqueConstraint("level_id", "seq"),
        ForeignKeyConstraint(
            ["level_id", "item_id", "location_id"],
            ["levels.id", "levels.item_id", "levels.location_id"],
        ),
        ForeignKeyConstraint(["unit_id", "item_id"], ["units.id", "units.item_id"]),
        ForeignKeyConstraint(
            ["type", "from_state", "to_state"],
            ["movement_rules.type", "movement_rules.from_state", "movement_rules.to_state"],
        ),
        Index("ix_movements_item_id_id", "item_id", "id"),
        Index("ix_movements_location_id_id", "location_id", "id"),
        Index("ix_movements_type_id", "type", "id"),
        sparse("movements", "unit_id", "id"),
        sparse("movements", "checkout_id"),
        Index(
            "ix_movements_level_id_created_at_id", "level_id", "created_at", "id"
        ),  # what was there at a moment
        *not_negative(*(f"{state}_after" for state in STATES), "value_after_minor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # without gaps
    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"), index=True)
    level_id: Mapped[int]
    seq: Mapped[int]
    item_id: Mapped[int]
    location_id: Mapped[int]
    unit_id: Mapped[int | None]
    checkout_id: Mapped[int | None]
    type: Mapped[str] = mapped_column(String(30))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    available_after: Mapped[int]
    reserved_after: Mapped[int]
    on_rent_after: Mapped[int]
    damaged_after: Mapped[int]
    under_repair_after: Mapped[int]
    beyond_repair_after: Mapped[int]
    in_transit_after: Mapped[int]
    value_delta_minor: Mapped[int] = mapped_column(default=0)
    value_after_minor: Mapped[int] = mapped_column(default=0)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)


class PendingOperation(Record):
    """An act that waits for a second person; nothing of it is in the ledger yet."""

    __tablename__ = "pending_operations"
    __table_args__ = (one_of("decision", ("approved", "rejected")),)

    kind: Mapped[str] = mapped_column(String(40))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the verb is to be called with
    because: Mapped[dict[str, Any]] = mapped_column(JSON)  # why one person is not enough
    requested_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    decision: Mapped[str | None] = mapped_column(String(20))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    operation_id: Mapped[int | None] = mapped_column(
        ForeignKey("operations.id"), unique=True
    )


class Checkpoint(Record):
    """The ledger's head at a moment, signed with a key the database does not have. Never changed, never deleted."""

    __tablename__ = "checkpoints"

    movement_id: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
