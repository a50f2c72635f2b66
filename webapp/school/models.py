"""What the school decides for itself."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, Instant


class Setting(Base):
    """One decision of the school; what is not here has its default in `settings`."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str | int | list[int]] = mapped_column(JSON)


class ZoneRules(Base):
    """The rules of the school's zone by which its times to come were promised; one row.

    `changes` are the instants at which the clocks change, each with the offset from then on in seconds.
    """

    __tablename__ = "zone_rules"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    zone: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(20))
    offset_seconds: Mapped[int]  # before the first change
    changes: Mapped[list[tuple[str, int]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Instant)
