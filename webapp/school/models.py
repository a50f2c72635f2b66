"""What the school decides for itself."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, Instant, Record, VersionedRecord


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


class OpeningHours(Record):
    """A span of a weekday's opening hours; a weekday may have several, and one without any is closed.

    Minutes are of the school's clock, 1440 is midnight at the end of the day.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint(
            "from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440",
            name="runs_forward_within_a_day",
        ),
        UniqueConstraint("weekday", "from_minute"),
    )

    weekday: Mapped[int]  # Monday is 0
    from_minute: Mapped[int]
    until_minute: Mapped[int]


class VisitLimit(Record):
    """How many people come to the desk on a weekday at most; a weekday without one has no limit."""

    __tablename__ = "visit_limits"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("most > 0", name="most_positive"),
        UniqueConstraint("weekday"),
    )

    weekday: Mapped[int]  # Monday is 0
    most: Mapped[int]


class ClosedDays(VersionedRecord):
    """Days on which the school is closed whatever the weekday, the last one included; every year where `yearly`."""

    __tablename__ = "closed_days"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="runs_forward"),)

    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    yearly: Mapped[bool] = mapped_column(default=False)


class Term(VersionedRecord):
    """A term from its first day to its last; what is lent in it is back by `return_by`."""

    __tablename__ = "terms"
    __table_args__ = (
        CheckConstraint("starts_on < ends_on", name="runs_forward"),
        CheckConstraint(
            "return_by >= starts_on AND return_by <= ends_on", name="back_within_it"
        ),
    )

    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    return_by: Mapped[date]
