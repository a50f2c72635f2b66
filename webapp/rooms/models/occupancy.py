"""Occupancy: what holds a space's time, of whatever kind it is."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    column,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Instant, Record

LASTING = text("kind != 'reservation'")


class Occupancy(Record):
    """What holds a space's time. The database lets no two live ones of a space overlap: see guards.

    `changed_at` and `version`, which grows with every change, are what calendars go by.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("blocks_until > starts_at", name="ends_after_start"),
        CheckConstraint(
            "kind IN ('reservation', 'closure', 'lesson', 'maintenance', 'hold')",
            name="kind_known",
        ),
        CheckConstraint(
            "(kind = 'reservation') = (reservation_id IS NOT NULL)",
            name="reservation_named",
        ),
        CheckConstraint("closure_id IS NULL OR kind = 'closure'", name="closure_named"),
        CheckConstraint("wait_id IS NULL OR kind = 'hold'", name="wait_named"),
        UniqueConstraint("reservation_id", "space_id"),
        Index("ix_occupancy_space_id_starts_at", "space_id", "starts_at"),
        Index(
            "ix_occupancy_lasting",
            "blocks_until",
            "starts_at",
            postgresql_where=LASTING,
            sqlite_where=LASTING,
        ),
        ExcludeConstraint(
            (column("space_id"), "="),
            (func.tstzrange(column("starts_at"), column("blocks_until"), "[)"), "&&"),
            where=text("live"),
            using="gist",
            name="ex_occupancy_overlap",
        ).ddl_if(dialect="postgresql"),
    )

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"))
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closures.id"), index=True)
    wait_id: Mapped[int | None] = mapped_column(ForeignKey("waits.id"), index=True)
    live: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    blocks_until: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(
        Instant, default=clock.now, onupdate=clock.now
    )
    version: Mapped[int] = mapped_column(
        default=1, onupdate=literal_column("version + 1"), server_default="1"
    )
