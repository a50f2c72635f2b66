"""What was paid, waived or given back for a reservation, and each change of its price; nothing here is ever changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Instant, Record
from webapp.core.derived import name_of

from .people import PEOPLE

KINDS = ("paid", "waived", "refunded", "undone")
WHYS = ("moved", "ended", "cancelled", "late", "rebooked", "undone")


class PaymentEntry(Record):
    """The amount is what it adds to what the person owes, so what was paid is negative."""

    __tablename__ = "payment_entries"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="kind_known"),
        CheckConstraint("(kind = 'undone') = (undoes_id IS NOT NULL)", name="undone_named"),
        CheckConstraint(
            "kind = 'undone' OR (kind = 'refunded') = (amount_minor > 0)",
            name="amount_signed",
        ),
        Index("ix_payment_entries_student_id_created_at", "student_id", "created_at"),
    )

    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("payment_entries.id"), unique=True
    )

    by_name: Mapped[str] = name_of(PEOPLE.c.name, PEOPLE.c.id == by_id)


class PriceChange(Record):
    """What a reservation costs from then on; the first price is the one it had when it was booked."""

    __tablename__ = "price_changes"
    __table_args__ = (
        CheckConstraint(f"why IN ({', '.join(map(repr, WHYS))})", name="why_known"),
        CheckConstraint(
            "before_minor >= 0 AND after_minor >= 0 AND before_minor != after_minor",
            name="changed",
        ),
    )

    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    why: Mapped[str] = mapped_column(String(20))
    before_minor: Mapped[int]
    after_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id")
    )  # nobody, where it came about by itself
    created_at: Mapped[datetime] = mapped_column(Instant)

    by_name: Mapped[str | None] = name_of(PEOPLE.c.name, PEOPLE.c.id == by_id)
