"""Series: the same time every week, and the dates on which it was left out."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Base, Instant, VersionedRecord
from webapp.core.derived import name_of
from webapp.core.words import lazy
from webapp.school import recurring

from .people import PEOPLE
from .rooms import Room

SKIPPED = {"left_out": lazy("Left out at booking")}  # why nothing was booked on a date


class Series(VersionedRecord):
    """A person's time in a room every so many weeks, on the clock of the school; its reservations name it.

    Its `uid` stays, and `version` grows with every act: calendars go by both.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays_known"),
        CheckConstraint("every_weeks > 0", name="every_weeks_positive"),
        CheckConstraint("ends_wall > starts_wall", name="ends_after_start"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
    )

    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid4().hex)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id")
    )  # the one it was split from
    weekdays: Mapped[int]  # a bit for each, Monday's is 1
    every_weeks: Mapped[int]
    starts_wall: Mapped[str] = mapped_column(String(5))
    ends_wall: Mapped[str] = mapped_column(String(5))
    first_on: Mapped[date]
    last_on: Mapped[date]
    notes: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)
    student_name: Mapped[str] = name_of(PEOPLE.c.name, PEOPLE.c.id == student_id)

    @property
    def pattern(self) -> recurring.Pattern:
        weekdays = tuple(day for day in range(7) if self.weekdays >> day & 1)
        return recurring.Pattern(
            weekdays,
            self.every_weeks,
            self.starts_wall,
            self.ends_wall,
            self.first_on,
            self.last_on,
        )


class SeriesSkip(Base):
    """A date of the pattern on which nothing was booked, so that no later change books it."""

    __tablename__ = "series_skips"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    on: Mapped[date] = mapped_column("date", primary_key=True)
    reason: Mapped[str] = mapped_column(String(200), default="left_out")

    @property
    def words(self) -> str:
        """Why, in the language of whoever it is shown to."""
        return SKIPPED[self.reason]
