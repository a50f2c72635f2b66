"""The queue for time in rooms."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Instant, Record
from webapp.core.derived import name_of

from .people import PEOPLE
from .rooms import Room


class Wait(Record):
    """Somebody's place in the queue for some time in a room, or in one like it; and what was offered to them."""

    __tablename__ = "waits"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint(
            "status IN ('waiting', 'offered', 'booked', 'left', 'lapsed')",
            name="status_known",
        ),
        CheckConstraint(
            "status <> 'offered' OR expires_at IS NOT NULL", name="offers_expire"
        ),
        Index("ix_waits_status_ends_at", "status", "ends_at"),
    )

    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    is_flexible: Mapped[bool] = mapped_column(default=False)
    equipment: Mapped[str] = mapped_column(String(80), default="")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default="waiting")
    created_at: Mapped[datetime] = mapped_column(Instant)
    comes_first: Mapped[bool] = mapped_column(
        default=False
    )  # before all who came earlier: staff say who
    offered_room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    offered_from: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True, foreign_keys=room_id)
    offered_room: Mapped[Room | None] = relationship(foreign_keys=offered_room_id)
    student_name: Mapped[str] = name_of(PEOPLE.c.name, PEOPLE.c.id == student_id)

    @property
    def offered_until(self) -> datetime | None:
        """When the time ends that is offered, if any is."""
        return self.offered_from and self.offered_from + timedelta(minutes=self.minutes)
