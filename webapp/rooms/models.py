"""Rooms and the spaces they are made of, the reservations people hold in them, and what occupies a space's time."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    TableClause,
    UniqueConstraint,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.core import clock, text
from webapp.core.db import Base, Instant
from webapp.core.derived import Sorted, derived

from .reservation_state import State

PEOPLE = table("users", column("id"), column("name"))
RATES = table("room_rates", column("room_id"), column("room_group_id"))
RULES = table("room_rules", column("room_id"), column("room_group_id"), column("is_active", Boolean))
PAYMENTS = table("payment_entries", column("reservation_id"), column("currency"), column("amount_minor", Integer))
STATUSES = "'pending', 'confirmed', 'cancelled', 'completed', 'no_show'"
PENDING, LASTING = sql("status = 'pending'"), sql("kind != 'reservation'")
REFERENCES = {"group": "group_id", "room_group": "room_group_id", "room": "room_id"}  # of rules and rates, by column
PURPOSES = ("practice", "ensemble", "lesson", "exam", "maintenance")


class Space(Base):
    """What nobody can be in twice at a time: a room, or a part of one that can be divided."""

    __tablename__ = "spaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class RoomGroup(Sorted, Base):
    """Rooms for the same use, such as practice rooms or halls."""

    __tablename__ = "room_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


def _some(those: TableClause, room: Any, group: Any, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether any may hold for a room, so that where none does, nobody need read them."""
    here = or_(those.c.room_id.is_(None), those.c.room_id == room)
    around = or_(those.c.room_group_id.is_(None), those.c.room_group_id == group)
    return exists().where(here, around, *also).correlate_except(those)


class Room(Sorted, Base):
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
    folded: Mapped[str] = derived(text.folded, "name", "equipment", length=1200)  # what a search looks through
    hourly_rate_minor: Mapped[int] = mapped_column(default=0)
    turnover_minutes: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("room_groups.id"), index=True)
    door_code: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: token_urlsafe(12))
    version: Mapped[int] = mapped_column()

    group: Mapped[str | None] = column_property(
        select(RoomGroup.name).where(RoomGroup.id == group_id).correlate_except(RoomGroup).scalar_subquery()
    )

    has_rates: Mapped[bool] = column_property(_some(RATES, id, group_id))
    has_rules: Mapped[bool] = column_property(_some(RULES, id, group_id, RULES.c.is_active))

    __mapper_args__ = {"version_id_col": version}


class RoomSpace(Base):
    """A room takes these spaces: one of its own, or those of the rooms it is made of."""

    __tablename__ = "room_spaces"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True, index=True)


class Reservation(State, Base):
    """A person's time in a room, at the price it had when it was booked."""

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("total_cost_minor >= 0", name="cost_not_negative"),
        CheckConstraint("free_minutes BETWEEN 0 AND billed_minutes", name="free_minutes_billed"),
        CheckConstraint(f"status IN ({STATUSES})", name="status_known"),
        CheckConstraint("payment_status IN ('unpaid', 'paid', 'waived', 'refunded')", name="payment_known"),
        CheckConstraint(f"purpose IN ({', '.join(map(repr, PURPOSES))})", name="purpose_known"),
        CheckConstraint("turnover_minutes >= 0", name="turnover_not_negative"),
        CheckConstraint("status != 'pending' OR answer_by IS NOT NULL", name="pending_until"),
        CheckConstraint("(series_id IS NULL) = (occurrence_date IS NULL)", name="occurrence_dated"),
        CheckConstraint("(bound_from IS NULL) = (bound_until IS NULL)", name="bound_from_until"),
        UniqueConstraint("series_id", "occurrence_date"),
        Index("ix_reservations_student_id_starts_at", "student_id", "starts_at"),
        Index("ix_reservations_starts_at_id", "starts_at", "id"),
        Index("ix_reservations_pending", "answer_by", postgresql_where=PENDING, sqlite_where=PENDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str] = mapped_column(String(20), default="practice")
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    stored_status: Mapped[str] = mapped_column("status", String(20), default="confirmed")
    rate_minor: Mapped[int]
    total_cost_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    billed_minutes: Mapped[int] = mapped_column(default=0)
    free_minutes: Mapped[int] = mapped_column(default=0)
    price_parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # as `pricing.Part`
    payment_status: Mapped[str] = mapped_column(String(20), default="unpaid")
    notes: Mapped[str] = mapped_column(String(500), default="")
    override_reason: Mapped[str] = mapped_column(String(500), default="")
    turnover_minutes: Mapped[int] = mapped_column(default=0)
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    bound_from: Mapped[datetime | None] = mapped_column(Instant)  # what of it was too late to give back when it
    bound_until: Mapped[datetime | None] = mapped_column(Instant)  # was moved: that stays so, wherever it begins now
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    excused_at: Mapped[datetime | None] = mapped_column(Instant)
    excused_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[datetime | None] = mapped_column(Instant)  # held for so long while it is pending
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # nobody, if nobody answered
    decision_note: Mapped[str] = mapped_column(String(500), default="")  # why it was declined
    last_minute: Mapped[bool] = mapped_column(default=False)  # it counts for no quota
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    occurrence_date: Mapped[date] = mapped_column(nullable=True)  # of a series: what it stands for, wherever it moved
    detached: Mapped[bool] = mapped_column(default=False)  # not as the series is: it keeps to itself
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column()

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
    student_name: Mapped[str] = column_property(
        select(PEOPLE.c.name).where(PEOPLE.c.id == student_id).correlate_except(PEOPLE).scalar_subquery()
    )
    booked_by: Mapped[str | None] = column_property(
        select(PEOPLE.c.name).where(PEOPLE.c.id == booked_by_id).correlate_except(PEOPLE).scalar_subquery()
    )
    settled_minor: Mapped[int] = column_property(
        select(func.coalesce(-func.sum(PAYMENTS.c.amount_minor), 0))
        .where(PAYMENTS.c.reservation_id == id, PAYMENTS.c.currency == currency)
        .correlate_except(PAYMENTS)
        .scalar_subquery()
    )

    __mapper_args__ = {"version_id_col": version}


class Occupancy(Base):
    """What holds a space's time. The database lets no two live ones of a space overlap: see guards.

    `changed_at` and `version`, which grows with every change, are what calendars go by.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("blocks_until > starts_at", name="ends_after_start"),
        CheckConstraint("kind IN ('reservation', 'closure', 'lesson', 'maintenance', 'hold')", name="kind_known"),
        CheckConstraint("(kind = 'reservation') = (reservation_id IS NOT NULL)", name="reservation_named"),
        CheckConstraint("closure_id IS NULL OR kind = 'closure'", name="closure_named"),
        CheckConstraint("wait_id IS NULL OR kind = 'hold'", name="wait_named"),
        UniqueConstraint("reservation_id", "space_id"),
        Index("ix_occupancy_space_id_starts_at", "space_id", "starts_at"),
        Index("ix_occupancy_lasting", "blocks_until", "starts_at", postgresql_where=LASTING, sqlite_where=LASTING),
        ExcludeConstraint(
            (column("space_id"), "="),
            (func.tstzrange(column("starts_at"), column("blocks_until"), "[)"), "&&"),
            where=sql("live"),
            using="gist",
            name="ex_occupancy_overlap",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"))
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closures.id"), index=True)
    wait_id: Mapped[int | None] = mapped_column(ForeignKey("waits.id"), index=True)
    live: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    blocks_until: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1, onupdate=literal_column("version + 1"), server_default="1")
