"""A suspension: somebody looks and brings back, and neither asks, collects nor keeps longer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant
from webapp.people import system_user

STANDS = text("lifted_at IS NULL")


class Suspension(Base):
    """Of one person, by staff until a day, or until somebody lifts it; or by Backline while something is late."""

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= starts_on", name="ends_after_start"),
        Index(
            "ix_suspensions_standing",
            "person_id",
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    starts_on: Mapped[date]
    until: Mapped[date | None]  # its last day
    why: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def is_automatic(self) -> bool:
        """Whether Backline itself suspends them, while something is late."""
        return self.by == system_user.ID
