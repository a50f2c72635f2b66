"""A request: what one person asked for at once, as a header above its loans."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant, Record


class Request(Base):
    """Each checkout belongs to one, and begins and ends on days of its own; these are the first and the last of all."""

    __tablename__ = "requests"
    __table_args__ = (
        CheckConstraint("due_on >= starts_on", name="ends_after_start"),
        Index(
            "ix_requests_group_id",
            "group_id",
            sqlite_where=text("group_id IS NOT NULL"),
            postgresql_where=text("group_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    student_name: Mapped[str] = mapped_column(String(80))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("groups.id")
    )  # whom it is for; the student answers for it
    group_name: Mapped[str | None] = mapped_column(String(80))  # as it was called then
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id"), index=True
    )  # who fetches and brings it in the student's stead
    contact_name: Mapped[str | None] = mapped_column(String(80))  # as they were called then
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str] = mapped_column(String(2000), default="")
    starts_on: Mapped[date]
    due_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class RequestSet(Record):
    """A set that was asked for: its parts are checkouts of the request that name it, and stay together by it."""

    __tablename__ = "request_sets"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))  # as it was called when it was asked for
    quantity: Mapped[int]
