"""Sets: things that are lent together, such as a violin with its bow and case."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock, text
from webapp.core.db import Instant, Record, VersionedRecord
from webapp.core.derived import Sorted, derived, name_of

from .items import Item
from .units import Unit


class SetPart(Record):
    """So many pieces of an item, or one certain unit of it."""

    __tablename__ = "set_parts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_id IS NULL OR quantity = 1", name="one_is_one"),
        UniqueConstraint("set_id", "item_id"),
        ForeignKeyConstraint(["unit_id", "item_id"], ["units.id", "units.item_id"]),
    )

    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(index=True)
    quantity: Mapped[int] = mapped_column(default=1)

    item: Mapped[Item] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    tag: Mapped[str | None] = name_of(Unit.tag, Unit.id == unit_id)

    @property
    def is_lent(self) -> bool:
        """Whether its item can be borrowed at all."""
        return self.item.is_borrowable and self.item.archived_at is None


class Set(Sorted, VersionedRecord):
    """Its version counts changes of its parts, too."""

    __tablename__ = "sets"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    folded: Mapped[str] = derived(
        text.folded, "name", length=300
    )  # what a search looks through
    notes: Mapped[str] = mapped_column(String(2000), default="")
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    archived_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    parts: Mapped[list[SetPart]] = relationship(
        order_by=SetPart.id, lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def longest(self) -> int:
        """For how many days all of it may be borrowed."""
        return min((part.item.max_checkout_days for part in self.parts), default=1)

    @property
    def is_lent(self) -> bool:
        """Whether there is something in it, and each part can be borrowed at all."""
        return bool(self.parts) and all(part.is_lent for part in self.parts)
