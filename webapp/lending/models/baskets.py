"""A basket: what somebody puts together before they ask for it, held for them for a while."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Instant, Record


class BasketLine(Record):
    """Pieces of one item for certain days, held until the basket's `held_until` unless they are for later."""

    __tablename__ = "basket_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("due_on >= starts_on", name="ends_after_start"),
    )

    basket_id: Mapped[int] = mapped_column(ForeignKey("baskets.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    quantity: Mapped[int]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    is_for_later: Mapped[bool] = mapped_column(default=False)

    def pieces_beside(self, lines: Iterable["BasketLine"]) -> int:
        """How many of its item the other ones of these lines are for, on some of its days."""
        return sum(
            other.quantity
            for other in lines
            if other is not self
            and other.item_id == self.item_id
            and other.starts_on <= self.due_on
            and self.starts_on <= other.due_on
        )


class Basket(Record):
    """Each person has at most one. Its days are those of lines that are put in without days of their own."""

    __tablename__ = "baskets"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    purpose: Mapped[str] = mapped_column(String(2000), default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    started_at: Mapped[datetime] = mapped_column(
        Instant, default=clock.now
    )  # its first line
    held_until: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    lines: Mapped[list[BasketLine]] = relationship(
        order_by=BasketLine.id, lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def to_send(self) -> list[BasketLine]:
        """What is asked for when it is sent, in the order in which it was put in."""
        return [line for line in self.lines if not line.is_for_later]

    @property
    def is_held(self) -> bool:
        """Whether what is in it counts in availability now."""
        return bool(self.to_send) and self.held_until > clock.now()

    def line_like(self, item_id: int, starts: date, due: date) -> BasketLine | None:
        """What would be asked for of an item for these days."""
        like = (
            line
            for line in self.to_send
            if (line.item_id, line.starts_on, line.due_on) == (item_id, starts, due)
        )
        return next(like, None)

    def merge(self, line: BasketLine) -> BasketLine:
        """Let a line and another one for the same item and days be one: the one that was there first."""
        first = self.line_like(line.item_id, line.starts_on, line.due_on)
        if line.is_for_later or first is None or first is line:
            return line
        first.quantity += line.quantity
        self.lines.remove(line)
        return first
