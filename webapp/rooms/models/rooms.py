"""Rooms, the groups they are in, and the spaces they are made of."""

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ColumnExpressionArgument,
    ForeignKey,
    String,
    exists,
    or_,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.core import text
from webapp.core.db import Base, Record, VersionedRecord
from webapp.core.derived import Sorted, derived, name_of

from .rates import RoomRate, Scoped

REFERENCES = {
    "group": "group_id",
    "room_group": "room_group_id",
    "room": "room_id",
}  # of rules and rates, by column


class Space(Record):
    """What nobody can be in twice at a time: a room, or a part of one that can be divided."""

    __tablename__ = "spaces"

    name: Mapped[str] = mapped_column(String(80))


class RoomGroup(Sorted, Record):
    """Rooms for the same use, such as practice rooms or halls."""

    __tablename__ = "room_groups"

    name: Mapped[str] = mapped_column(String(80), unique=True)


def any_for(
    model: type[Scoped],
    room: Mapped[int],
    group: Mapped[int | None],
    *also: ColumnExpressionArgument[bool],
) -> ColumnElement[bool]:
    """Whether any of these rates or rules may hold for a room, so that where none does, nobody need read them."""
    here = or_(model.room_id.is_(None), model.room_id == room)
    around = or_(model.room_group_id.is_(None), model.room_group_id == group)
    return exists().where(here, around, *also).correlate_except(model)


class Room(Sorted, VersionedRecord):
    """Where people practise: its name, price and equipment, and how long it takes to tidy up."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("hourly_rate_minor >= 0", name="rate_not_negative"),
        CheckConstraint("turnover_minutes >= 0", name="turnover_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    capacity: Mapped[int] = mapped_column(default=1)
    description: Mapped[str] = mapped_column(String(500), default="")
    equipment: Mapped[str] = mapped_column(String(500), default="")
    folded: Mapped[str] = derived(
        text.folded, "name", "equipment", length=1200
    )  # what a search looks through
    hourly_rate_minor: Mapped[int] = mapped_column(default=0)
    turnover_minutes: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("room_groups.id"), index=True)
    door_code: Mapped[str] = mapped_column(
        String(32), unique=True, default=lambda: token_urlsafe(12)
    )

    group: Mapped[str | None] = name_of(RoomGroup.name, RoomGroup.id == group_id)

    has_rates: Mapped[bool] = column_property(any_for(RoomRate, id, group_id))
    if TYPE_CHECKING:
        has_rules: Mapped[
            bool
        ]  # a column property, from `rules`: a rule names its room, so it stands above it


class RoomSpace(Base):
    """A room takes these spaces: one of its own, or those of the rooms it is made of."""

    __tablename__ = "room_spaces"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id"), primary_key=True, index=True
    )
