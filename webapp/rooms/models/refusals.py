"""Time that somebody wanted in vain."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Instant, Record


class Refusal(Record):
    """Time somebody wanted in a room that was taken. Who, is not kept: it is counted to see what is missing."""

    __tablename__ = "refusals"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant, index=True)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
