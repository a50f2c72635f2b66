"""Rooms and the spaces they are made of, the reservations people hold in them, and what occupies a space's time."""

from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    TableClause,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Base, Instant

PEOPLE = table("users", column("id"), column("name"), column("teacher_id"))
RATES = table("room_rates", column("room_id"), column("room_group_id"))
RULES = table("room_rules", column("room_id"), column("room_group_id"), column("is_active", Boolean))
PAYMENTS = table("payment_entries", column("reservation_id"), column("currency"), column("amount_minor", Integer))
STATUSES = "'pending', 'confirmed', 'cancelled', 'completed', 'no_show'"
PENDING, LASTING = text("status = 'pending'"), text("kind != 'reservation'")
PURPOSES = ("practice", "ensemble", "lesson", "exam", "maintenance")


class Space(Base):
    """What nobody can be in twice at a time: a room, or a part of one that can be divided."""

    __tablename__ = "spaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class RoomGroup(Base):
    """Rooms for the same use, such as practice rooms or halls."""

    __tablename__ = "room_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


def _some(those: TableClause, room: Any, group: Any, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether any may hold for a room, so that where none does, nobody need read them."""
    here = or_(those.c.room_id.is_(None), those.c.room_id == room)
    around = or_(those.c.room_group_id.is_(None), those.c.room_group_id == group)
    return exists().where(here, around, *also).correlate_except(those)


def _now() -> BindParameter[datetime]:
    """The moment at which the statement is sent, however long ago it was built."""
    return bindparam("now", callable_=clock.now, type_=Instant(), unique=True)


class Room(Base):
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


class Reservation(Base):
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

    @hybrid_property
    def is_charged(self) -> bool:
        """Unless it was given back in time."""
        return self.status != "cancelled" or self.cancelled_late

    @is_charged.inplace.expression
    @classmethod
    def _is_charged(cls) -> ColumnElement[bool]:
        return or_(cls.status != "cancelled", cls.cancelled_late)

    @hybrid_property
    def is_unanswered(self) -> bool:
        """Nobody answered in time, and nobody can any more: its time is free, though that may not be stored yet."""
        until = min(self.answer_by or self.starts_at, self.starts_at)
        return self.stored_status == "pending" and until <= clock.now()

    @is_unanswered.inplace.expression
    @classmethod
    def _is_unanswered(cls) -> ColumnElement[bool]:
        return and_(cls.stored_status == "pending", or_(cls.answer_by <= _now(), cls.starts_at <= _now()))

    @property
    def blocks_until(self) -> datetime:
        """When the room is tidied up after it."""
        return self.ends_at + timedelta(minutes=self.turnover_minutes)

    @property
    def charged_minor(self) -> int:
        """The price, unless it was given back in time."""
        return self.total_cost_minor if self.is_charged else 0

    @property
    def owed_minor(self) -> int:
        """What is still to be paid; less than nothing where something is to be given back."""
        return self.charged_minor - self.settled_minor

    @hybrid_property
    def status(self) -> str:
        """What is true at this moment, stored or not: a confirmed reservation is completed when its time is over, and a
        pending one is cancelled when nobody answered in time."""
        over = self.stored_status == "confirmed" and self.ends_at <= clock.now()
        return "completed" if over else "cancelled" if self.is_unanswered else self.stored_status

    @status.inplace.expression
    @classmethod
    def _status(cls) -> ColumnElement[str]:
        over = and_(cls.stored_status == "confirmed", cls.ends_at <= _now())
        return case((over, "completed"), (cls.is_unanswered, "cancelled"), else_=cls.stored_status)

    @property
    def outcome(self) -> str:
        """The status as people read it: what was cancelled may have been declined, or not answered in time."""
        if self.is_unanswered:
            return "unanswered"
        if self.stored_status != "cancelled" or self.decided_at is None:
            return self.status
        return "unanswered" if self.decided_by_id is None else "declined" if self.decision_note else "cancelled"


class Occupancy(Base):
    """What holds a space's time. The database lets no two live ones of a space overlap: see guards."""

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
            where=text("live"),
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
