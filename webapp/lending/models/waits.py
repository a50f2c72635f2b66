"""The queue for items of which none is free, and what was done with each place in it."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SQLColumnExpression,
    String,
    exists,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.core import clock
from webapp.core.db import Instant, Record
from webapp.people import system_user
from webapp.school import calendar
from webapp.stock import faces
from webapp.stock.units import units

from .checkouts import Checkout
from .forgotten import WithForgetting

STATUSES = ("waiting", "offered", "taken", "declined", "lapsed", "left")
OPEN = ("waiting", "offered")
IS_OPEN = text("status IN ('waiting', 'offered')")


GOT = ("out", "returned", "lost")


def _asked_since(
    item_id: SQLColumnExpression[int],
    student_id: SQLColumnExpression[int],
    joined_at: SQLColumnExpression[datetime],
    *conditions: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Whether a person asked for an item without its queue since they joined it, for a query over places."""
    asked = exists().where(
        Checkout.student_id == student_id,
        Checkout.item_id == item_id,
        Checkout.wait_id.is_(None),
        Checkout.requested_at > joined_at,
        *conditions,
    )
    return asked.correlate_except(Checkout)


class ItemWait(WithForgetting, Record):
    """Somebody's place in the queue of an item, perhaps for one certain unit of it; they stand in it once."""

    __tablename__ = "item_waits"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("days > 0", name="days_positive"),
        CheckConstraint("unit_id IS NULL OR quantity = 1", name="one_is_one"),
        CheckConstraint("paused_until IS NULL OR is_paused", name="paused_until"),
        CheckConstraint(
            f"status IN ({', '.join(map(repr, STATUSES))})", name="status_known"
        ),
        Index(
            "uq_item_waits_open",
            "item_id",
            "student_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_item_waits_item_id_status_rank", "item_id", "status", "rank"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    item_name: Mapped[str] = mapped_column(String(120))  # as it was called then
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), index=True
    )  # this one and no other
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    student_name: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int] = mapped_column(default=1)
    days: Mapped[int]  # it is needed for so many days at least
    status: Mapped[str] = mapped_column(String(20), default="waiting")
    rank: Mapped[int]  # among those who wait for the item, the lowest first
    is_paused: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[date | None]  # the day on which it goes on by itself
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    offered_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    item_face: Mapped[str] = column_property(faces.of_item(item_id))
    unit_tag: Mapped[str | None] = column_property(units.tag_of(unit_id))
    # they asked for it themselves since: while that waits or is promised, the queue has nothing for them
    is_served: Mapped[bool] = column_property(
        _asked_since(
            item_id,
            student_id,
            created_at,
            Checkout.is_waiting | Checkout.stored_status.in_(("approved", *GOT)),
        )
    )
    has_got: Mapped[bool] = column_property(  # and that was handed to them
        _asked_since(item_id, student_id, created_at, Checkout.stored_status.in_(GOT))
    )

    @property
    def is_resting(self) -> bool:
        """Whether their place is paused now: they keep it, and nothing is offered to them."""
        until = self.paused_until
        return self.is_paused and (until is None or until > calendar.today())


class ItemWaitEvent(Record):
    """What was done with a place in a queue, why, and by whom.

    Never deleted, and changed only to forget who it was: see guards.
    """

    __tablename__ = "item_wait_events"

    wait_id: Mapped[int] = mapped_column(ForeignKey("item_waits.id"), index=True)
    # joined, left, moved, paused, resumed, offered, taken, declined, lapsed, withdrawn, undone
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, int | str | None]] = mapped_column(JSON, default=dict)
    why: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    @property
    def is_automatic(self) -> bool:
        """Whether Backline itself did it, and no person."""
        return self.by == system_user.ID
