"""A pile: what was handed out or taken back in one act at the desk, and the receipt of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Instant, Record

Thing = dict[str, Any]  # what a receipt says of one thing


class Pile(Record):
    """What it moved are the operations with its id, one for each loan and how it ended.

    `goods` is what the receipt says, as it was on that day: a paper that somebody signed never says something else.
    """

    __tablename__ = "piles"
    __table_args__ = (
        CheckConstraint("kind IN ('hand_over', 'take_back')", name="kind_known"),
        CheckConstraint(
            "kind = 'take_back' OR person_id IS NOT NULL", name="goes_to_somebody"
        ),
    )

    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(unique=True)  # of the receipt; ascending
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(80), default="")
    goods: Mapped[list[Thing]] = mapped_column(JSON, default=list)
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    @property
    def things(self) -> list[Thing]:
        """Its goods with the day until which each may be kept, or might have been."""
        return [
            each | {"due_on": date.fromisoformat(each["due_date"]), "due_at": _moment(each)}
            for each in self.goods
        ]


def _moment(thing: Thing) -> datetime | None:
    """At which it is due, where it was lent by the hour; receipts of before that was kept have none."""
    at = thing.get("due_at")
    return datetime.fromisoformat(at) if at else None
