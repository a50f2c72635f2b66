"""Single things with a tag, and what belongs to them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import text
from webapp.core.db import Instant, Record, VersionedRecord
from webapp.core.derived import Sorted, derived, name_of

from .items import Item, Location, Supplier
from .shared import CODE_KEY, FACE, ON_HAND, Buckets, not_negative, one_of, sparse
from .states import CONDITIONS, OUTSIDE, STATES


class Unit(Buckets, VersionedRecord):
    """One physical thing with a tag, or one batch of them."""

    __tablename__ = "units"
    __table_args__ = (
        one_of("condition", CONDITIONS),
        CheckConstraint(
            "serial_number IS NULL OR batch_code IS NULL", name="serial_or_batch"
        ),
        CheckConstraint(f"batch_code IS NOT NULL OR {ON_HAND} <= 1", name="one_is_one"),
        UniqueConstraint("id", "item_id"),
        UniqueConstraint("item_id", "serial_key"),
        CheckConstraint("warranty_until >= purchased_on", name="warranty_after_purchase"),
        CheckConstraint(
            "next_maintenance_on > last_maintenance_on", name="maintenance_goes_on"
        ),
        CheckConstraint("maintenance_days > 0", name="maintenance_days_positive"),
        sparse("units", "next_maintenance_on"),
        sparse("units", "warranty_until"),
        *not_negative(
            *STATES, "purchase_price_minor", "rental_rate_minor", "deposit_minor"
        ),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    tag: Mapped[str] = mapped_column(String(40))
    tag_key: Mapped[str] = derived(text.code, "tag", length=CODE_KEY, unique=True)
    sort_key: Mapped[str] = derived(text.sort_key, "tag", length=text.LONGEST_SORT_KEY)
    serial_number: Mapped[str | None] = mapped_column(String(80))
    serial_key: Mapped[str | None] = derived(
        text.code, "serial_number", length=CODE_KEY, index=True
    )
    batch_code: Mapped[str | None] = mapped_column(String(80))
    batch_key: Mapped[str | None] = derived(
        text.code, "batch_code", length=CODE_KEY, index=True
    )
    condition: Mapped[str] = mapped_column(String(20), default="good")
    blocked_reason: Mapped[str | None] = mapped_column(
        String(200)
    )  # why it may not be lent
    blocked_at: Mapped[datetime | None] = mapped_column(Instant)
    blocked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    purchased_on: Mapped[date | None]
    purchase_price_minor: Mapped[int | None]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("suppliers.id"))
    warranty_until: Mapped[date | None]
    warranty_provider: Mapped[str] = mapped_column(String(120), default="")
    last_maintenance_on: Mapped[date | None]
    next_maintenance_on: Mapped[date | None]
    maintenance_days: Mapped[int | None]  # between two planned maintenances
    rental_rate_minor: Mapped[int | None]  # over the item's, for the item's rental_period
    deposit_minor: Mapped[int | None]  # over the item's
    notes: Mapped[str] = mapped_column(String(2000), default="")
    face: Mapped[str] = mapped_column(
        String(FACE), default="", server_default=""
    )  # its own picture that lists show, else its item's
    last_movement_id: Mapped[int] = mapped_column(default=0)
    item_name: Mapped[str] = name_of(Item.name, Item.id == item_id, always=False)
    item_face: Mapped[str] = name_of(Item.face, Item.id == item_id, always=False)
    location: Mapped[str] = name_of(Location.name, Location.id == location_id, always=False)
    supplier: Mapped[str | None] = name_of(
        Supplier.name, Supplier.id == supplier_id, always=False
    )

    @property
    def is_blocked(self) -> bool:
        return self.blocked_reason is not None

    @property
    def by_state(self) -> dict[str, int]:
        """How many pieces are in each state that has any."""
        return {state: pieces for state in STATES if (pieces := getattr(self, state))}

    @property
    def state(self) -> str:
        """Where it is now; of a batch the first that any piece is in, "outside" if none is here any more."""
        return next(iter(self.by_state), OUTSIDE)


class Accessory(Sorted, Record):
    """What belongs to a unit and is checked when it goes out and comes back: a bow, a case."""

    __tablename__ = "accessories"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(80))
    is_missing: Mapped[bool] = mapped_column(default=False)
