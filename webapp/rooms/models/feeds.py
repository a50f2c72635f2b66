"""Addresses from which calendars read bookings."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Instant, Record

from .rooms import Room


class Feed(Record):
    """An address from which calendars read a person's bookings, or, for staff, those of a room."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    last_read_at: Mapped[datetime | None] = mapped_column(Instant)  # to within five minutes
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    room: Mapped[Room | None] = relationship(lazy="joined")

    @property
    def room_name(self) -> str | None:
        """None where it shows somebody's own bookings."""
        return self.room.name if self.room else None

    @property
    def is_revoked(self) -> bool:
        """Whether nothing can be read there any more."""
        return self.revoked_at is not None
