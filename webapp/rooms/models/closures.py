"""Closures: when which rooms are shut."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, Instant, Record


class Closure(Record):
    """Some time when rooms are shut, and why."""

    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    reason: Mapped[str] = mapped_column(String(200))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)


class ClosureRoom(Base):
    __tablename__ = "closure_rooms"

    closure_id: Mapped[int] = mapped_column(ForeignKey("closures.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(
        ForeignKey("rooms.id"), primary_key=True, index=True
    )
