"""The rules of rooms: who may book which, for what and when, and how much of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.core.db import VersionedRecord
from webapp.core.derived import Sorted, name_of

from .people import GROUPS
from .rates import Scoped
from .reservations import PURPOSES
from .rooms import Room, RoomGroup, any_for


class RoomRule(Scoped, Sorted, VersionedRecord):
    """Who may book which rooms, when and how much. What is empty does not matter, or has no limit."""

    __tablename__ = "room_rules"
    __table_args__ = (
        CheckConstraint(
            "role IN ('student', 'teacher', 'desk', 'admin')", name="role_known"
        ),
        CheckConstraint(
            f"purpose IN ({', '.join(map(repr, PURPOSES))})", name="purpose_known"
        ),
        CheckConstraint(
            "room_id IS NULL OR room_group_id IS NULL", name="one_room_or_a_group"
        ),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays_some"),
        CheckConstraint("from_time < until_time", name="band_runs_forward"),
        CheckConstraint("starts_on <= ends_on", name="dates_run_forward"),
        CheckConstraint(
            "horizon_days IS NULL OR horizon_hours IS NULL", name="one_horizon"
        ),
        CheckConstraint(
            "opens_at IS NULL OR horizon_days IS NOT NULL", name="opens_with_days"
        ),
        CheckConstraint(
            "(last_minute_hours IS NULL) = (last_minute_mode IS NULL)",
            name="last_minute_whole",
        ),
        CheckConstraint(
            "last_minute_mode IN ('always', 'only_when_exhausted')",
            name="last_minute_known",
        ),
    )

    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str | None] = mapped_column(String(20))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    room_group_id: Mapped[int | None] = mapped_column(ForeignKey("room_groups.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    purpose: Mapped[str | None] = mapped_column(String(20))
    weekdays: Mapped[int] = mapped_column(default=127)  # Monday is 1, Sunday 64
    from_time: Mapped[str | None] = mapped_column(String(5))
    until_time: Mapped[str | None] = mapped_column(String(5))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # included
    may_book: Mapped[bool | None]
    needs_approval: Mapped[bool | None]
    one_at_a_time: Mapped[bool | None]
    horizon_days: Mapped[int | None]
    horizon_hours: Mapped[int | None]
    opens_at: Mapped[str | None] = mapped_column(String(5))
    min_notice_minutes: Mapped[int | None]
    change_notice_minutes: Mapped[int | None]
    min_minutes: Mapped[int | None]
    max_minutes: Mapped[int | None]
    gap_minutes: Mapped[int | None]
    rolling_minutes: Mapped[int | None]
    day_minutes: Mapped[int | None]
    week_minutes: Mapped[int | None]
    month_minutes: Mapped[int | None]
    core_minutes: Mapped[int | None]
    last_minute_hours: Mapped[int | None]
    last_minute_mode: Mapped[str | None] = mapped_column(String(20))
    is_active: Mapped[bool] = mapped_column(default=True)

    group: Mapped[str | None] = name_of(GROUPS.c.name, GROUPS.c.id == group_id)
    room_group: Mapped[str | None] = name_of(RoomGroup.name, RoomGroup.id == room_group_id)
    room: Mapped[str | None] = name_of(Room.name, Room.id == room_id)


Room.has_rules = column_property(
    any_for(RoomRule, Room.id, Room.group_id, RoomRule.is_active)
)
