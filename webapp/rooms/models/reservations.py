"""Reservations: the times people hold in rooms."""

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Instant, VersionedRecord
from webapp.core.derived import name_of

from .payments import PaymentEntry
from .people import PEOPLE
from .reservation_state import State
from .rooms import Room

PURPOSES = (
    "practice",
    "ensemble",
    "lesson",
    "exam",
    "maintenance",
)
STATUSES = ("pending", "confirmed", "cancelled", "completed", "no_show")
PENDING = text("status = 'pending'")


class PricePart(TypedDict):
    """Minutes in a row at one rate, as a reservation keeps them of its price."""

    minutes: int
    rate_minor: int
    name: str


def _one_of(values: tuple[str, ...]) -> str:
    return ", ".join(map(repr, values))


class Reservation(State, VersionedRecord):
    """A person's time in a room, at the price it had when it was booked."""

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("total_cost_minor >= 0", name="cost_not_negative"),
        CheckConstraint(
            "free_minutes BETWEEN 0 AND billed_minutes", name="free_minutes_billed"
        ),
        CheckConstraint(f"status IN ({_one_of(STATUSES)})", name="status_known"),
        CheckConstraint(
            "payment_status IN ('unpaid', 'paid', 'waived', 'refunded')",
            name="payment_known",
        ),
        CheckConstraint(f"purpose IN ({_one_of(PURPOSES)})", name="purpose_known"),
        CheckConstraint("turnover_minutes >= 0", name="turnover_not_negative"),
        CheckConstraint(
            "status != 'pending' OR answer_by IS NOT NULL", name="pending_until"
        ),
        CheckConstraint(
            "(series_id IS NULL) = (occurrence_date IS NULL)", name="occurrence_dated"
        ),
        CheckConstraint(
            "(bound_from IS NULL) = (bound_until IS NULL)", name="bound_from_until"
        ),
        UniqueConstraint("series_id", "occurrence_date"),
        Index("ix_reservations_student_id_starts_at", "student_id", "starts_at"),
        Index("ix_reservations_starts_at_id", "starts_at", "id"),
        Index(
            "ix_reservations_pending",
            "answer_by",
            postgresql_where=PENDING,
            sqlite_where=PENDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str] = mapped_column(String(20), default="practice")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    stored_status: Mapped[str] = mapped_column("status", String(20), default="confirmed")
    rate_minor: Mapped[int]
    total_cost_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    billed_minutes: Mapped[int] = mapped_column(default=0)
    free_minutes: Mapped[int] = mapped_column(default=0)
    price_parts: Mapped[list[PricePart]] = mapped_column(JSON, default=list)
    payment_status: Mapped[str] = mapped_column(String(20), default="unpaid")
    notes: Mapped[str] = mapped_column(String(500), default="")
    override_reason: Mapped[str] = mapped_column(String(500), default="")
    turnover_minutes: Mapped[int] = mapped_column(default=0)
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    bound_from: Mapped[datetime | None] = mapped_column(
        Instant
    )  # what of it was too late to give back when it
    bound_until: Mapped[datetime | None] = mapped_column(
        Instant
    )  # was moved: that stays so, wherever it begins now
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    excused_at: Mapped[datetime | None] = mapped_column(Instant)
    excused_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[datetime | None] = mapped_column(
        Instant
    )  # held for so long while it is pending
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id")
    )  # nobody, if nobody answered
    decision_note: Mapped[str] = mapped_column(
        String(500), default=""
    )  # why it was declined
    last_minute: Mapped[bool] = mapped_column(
        default=False
    )  # it does not count towards quotas
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    occurrence_date: Mapped[date] = mapped_column(
        nullable=True
    )  # of a series: what it stands for, wherever it moved
    detached: Mapped[bool] = mapped_column(
        default=False
    )  # not as the series is: it keeps to itself
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(
        Instant, default=clock.now, onupdate=clock.now
    )

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
    student_name: Mapped[str] = name_of(PEOPLE.c.name, PEOPLE.c.id == student_id)
    booked_by: Mapped[str | None] = name_of(PEOPLE.c.name, PEOPLE.c.id == booked_by_id)
    settled_minor: Mapped[int] = column_property(
        select(func.coalesce(-func.sum(PaymentEntry.amount_minor), 0))
        .where(PaymentEntry.reservation_id == id, PaymentEntry.currency == currency)
        .correlate_except(PaymentEntry)
        .scalar_subquery()
    )
