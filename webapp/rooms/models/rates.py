"""Rates: what an hour costs whom, where and when, if not what the room says."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import VersionedRecord


class Scoped:
    """Part of the models of rates and rules, each of which may be for one room or a group of rooms."""

    if TYPE_CHECKING:
        room_id: Mapped[int | None]
        room_group_id: Mapped[int | None]


class RoomRate(Scoped, VersionedRecord):
    """The first one that holds is taken, by priority. What is empty does not matter."""

    __tablename__ = "room_rates"
    __table_args__ = (
        CheckConstraint(
            "role IN ('student', 'teacher', 'desk', 'admin')", name="role_known"
        ),
        CheckConstraint(
            "room_id IS NULL OR room_group_id IS NULL", name="one_room_or_a_group"
        ),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays_some"),
        CheckConstraint("from_time < until_time", name="band_runs_forward"),
        CheckConstraint("rate_minor >= 0", name="rate_not_negative"),
    )

    name: Mapped[str] = mapped_column(String(80))
    priority: Mapped[int] = mapped_column(default=100)  # the lowest is asked first
    role: Mapped[str | None] = mapped_column(String(20))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    room_group_id: Mapped[int | None] = mapped_column(ForeignKey("room_groups.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    weekdays: Mapped[int] = mapped_column(default=127)  # Monday is 1, Sunday 64
    from_time: Mapped[str | None] = mapped_column(String(5))
    until_time: Mapped[str | None] = mapped_column(String(5))
    rate_minor: Mapped[int]
