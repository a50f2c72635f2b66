"""Service: what people said of pieces that are looked after once they came back."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, Instant


class ServiceEnd(Base):
    """Somebody said that what came back with a movement is ready, before its service days were over."""

    __tablename__ = "service_ends"

    movement_id: Mapped[int] = mapped_column(
        ForeignKey("movements.id"), primary_key=True, autoincrement=False
    )
    ended_at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
