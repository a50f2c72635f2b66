"""Counting what is really there."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, query_expression

from webapp.core import clock, text
from webapp.core.db import Instant, Record, VersionedRecord
from webapp.core.derived import derived, name_of

from .items import Location
from .shared import CODE_KEY, one_of

STOCKTAKE_STATUSES = ("counting", "review", "applied", "cancelled")


class Stocktake(VersionedRecord):
    """A count of a location while the school stays open."""

    __tablename__ = "stocktakes"
    __table_args__ = (
        one_of("status", STOCKTAKE_STATUSES),
        Index("ix_stocktakes_status_id", "status", "id"),
    )

    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    status: Mapped[str] = mapped_column(String(20), default="counting")
    is_blind: Mapped[bool] = mapped_column(
        default=False
    )  # who counts does not see what should be there
    notes: Mapped[str] = mapped_column(String(2000), default="")
    choices: Mapped[dict[str, list[int]]] = mapped_column(
        JSON, default=dict
    )  # what was ticked beside the count
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    issuer_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id")
    )  # of another's token it was begun with
    opened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    location_name: Mapped[str] = name_of(
        Location.name, Location.id == location_id, always=False
    )
    lines: Mapped[int] = query_expression()  # how many it has, where `stocktakes` reads it


class StocktakeLine(Record):
    """What somebody found: pieces of an item, a unit, or a code nobody knows."""

    __tablename__ = "stocktake_lines"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        CheckConstraint("item_id IS NOT NULL OR code <> ''", name="something_found"),
        UniqueConstraint("stocktake_id", "item_id", "unit_id"),
        ForeignKeyConstraint(["unit_id", "item_id"], ["units.id", "units.item_id"]),
    )

    stocktake_id: Mapped[int] = mapped_column(ForeignKey("stocktakes.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    unit_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(80), default="")  # as it was scanned
    code_key: Mapped[str] = derived(text.code, "code", length=CODE_KEY)
    counted: Mapped[int]
    level_seq: Mapped[int] = mapped_column(
        default=0
    )  # how far its level had moved when it was counted
    counted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    counted_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
