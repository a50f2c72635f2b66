"""What was decided about a loan and moved nothing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant

Facts = dict[str, Any]  # columns of a checkout as JSON has them


class CheckoutEvent(Base):
    """One decision: what it changed on the checkout, why, and by whom. Never changed, never deleted: see guards."""

    __tablename__ = "checkout_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # approve, decline, undo
    before: Mapped[Facts] = mapped_column(JSON, default=dict)
    after: Mapped[Facts] = mapped_column(JSON, default=dict)
    why: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    undoes: Mapped[int | None] = mapped_column(
        ForeignKey("checkout_events.id"), unique=True
    )

    @property
    def new_due_on(self) -> date | None:
        """The day until which it may be kept, where the decision changed it."""
        day = self.after["due_on"]
        return date.fromisoformat(day) if day != self.before["due_on"] else None
