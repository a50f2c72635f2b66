"""A renewal request: the wish to keep longer what may not be kept without asking."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Base, Instant

from .checkouts import Checkout

STATUSES = ("pending", "approved", "rejected", "withdrawn")
WAITS = text("status = 'pending'")


class RenewalRequest(Base):
    """Of one loan, by its borrower, for whoever answers their requests. One of a loan waits at a time."""

    __tablename__ = "renewal_requests"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(map(repr, STATUSES))})", name="status_known"
        ),
        Index(
            "uq_renewal_requests_checkout_id_pending",
            "checkout_id",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    asked_until: Mapped[date]
    due_before: Mapped[date]  # when the loan was due as it was asked
    notes: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[str] = mapped_column(String(20), default="pending")
    requested_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)  # answered or withdrawn
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_date: Mapped[date | None]  # until when it may be kept, as it was approved
    reason: Mapped[str] = mapped_column(String(500), default="")  # why not; or a note
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("checkout_events.id")
    )  # by which the loan became due on that day
    version: Mapped[int] = mapped_column()

    checkout: Mapped[Checkout] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        """Whether somebody can still answer it: not once the loan is over."""
        return self.status == "pending" and self.checkout.status == "out"
