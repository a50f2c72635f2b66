"""What a reservation is at a moment, and what it comes to, from what is stored of it and the time."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped

from webapp.core import clock, money
from webapp.core.db import built_once, sent_at
from webapp.core.words import lazy

ALREADY = {
    "cancelled": lazy("This booking is already cancelled"),
    "completed": lazy("This booking is already over"),
    "confirmed": lazy("This booking is already confirmed"),
    "no_show": lazy("This booking is already marked as missed"),
    "pending": lazy("This booking is already waiting for approval"),
}


class State:
    """Part of the model `Reservation`."""

    if TYPE_CHECKING:
        stored_status: Mapped[str]
        starts_at: Mapped[datetime]
        ends_at: Mapped[datetime]
        answer_by: Mapped[datetime | None]
        decided_at: Mapped[datetime | None]
        decided_by_id: Mapped[int | None]
        decision_note: Mapped[str]
        cancelled_late: Mapped[bool]
        turnover_minutes: Mapped[int]
        total_cost_minor: Mapped[int]
        settled_minor: Mapped[int]
        currency: Mapped[str]
        excused_at: Mapped[datetime | None]

    @hybrid_property
    def is_charged(self) -> bool:
        """Unless it was given back in time."""
        return self.status != "cancelled" or self.cancelled_late

    @is_charged.inplace.expression
    @classmethod
    @built_once
    def _is_charged(cls) -> ColumnElement[bool]:
        return or_(cls.status != "cancelled", cls.cancelled_late)

    @hybrid_property
    def is_unanswered(self) -> bool:
        """Nobody answered in time, and nobody can any more: its time is free, though that may not be stored yet."""
        until = min(self.answer_by or self.starts_at, self.starts_at)
        return self.stored_status == "pending" and until <= clock.now()

    @is_unanswered.inplace.expression
    @classmethod
    @built_once
    def _is_unanswered(cls) -> ColumnElement[bool]:
        return and_(
            cls.stored_status == "pending",
            or_(cls.answer_by <= sent_at(), cls.starts_at <= sent_at()),
        )

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

    @property
    def total_cost(self) -> str:
        """The price as programs read it, in the currency it had when it was booked."""
        return money.shown(self.total_cost_minor, self.currency)

    @property
    def owed(self) -> str:
        """What is still to be paid, as programs read it."""
        return money.shown(self.owed_minor, self.currency)

    @property
    def is_excused(self) -> bool:
        return self.excused_at is not None

    @hybrid_property
    def status(self) -> str:
        """What is true at this moment, stored or not: a confirmed reservation is completed when its time is over, and a
        pending one is cancelled when nobody answered in time."""
        over = self.stored_status == "confirmed" and self.ends_at <= clock.now()
        return (
            "completed"
            if over
            else "cancelled"
            if self.is_unanswered
            else self.stored_status
        )

    @status.inplace.expression
    @classmethod
    @built_once
    def _status(cls) -> ColumnElement[str]:
        over = and_(cls.stored_status == "confirmed", cls.ends_at <= sent_at())
        return case(
            (over, "completed"), (cls.is_unanswered, "cancelled"), else_=cls.stored_status
        )

    @property
    def outcome(self) -> str:
        """The status as people read it: what was cancelled may have been declined, or not answered in time."""
        if self.is_unanswered:
            return "unanswered"
        if self.stored_status != "cancelled" or self.decided_at is None:
            return self.status
        return (
            "unanswered"
            if self.decided_by_id is None
            else "declined"
            if self.decision_note
            else "cancelled"
        )

    @property
    def already(self) -> str:
        """Why an act comes too late, as a sentence without its full stop."""
        return str(ALREADY[self.status])
