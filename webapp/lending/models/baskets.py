"""A basket: what somebody puts together before they ask for it, held for them for a while."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, Self

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Instant, Record
from webapp.stock.sets.sets import Set, SetPart


class Wanted(NamedTuple):
    """What a line is for: an item, or a set instead."""

    item: int | None = None
    set: int | None = None


class BasketLine(Record):
    """Pieces of one item, or whole sets, for certain days; held until the basket's `held_until` unless for later."""

    __tablename__ = "basket_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("due_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(item_id IS NULL) <> (set_id IS NULL)", name="item_or_set"),
    )

    basket_id: Mapped[int] = mapped_column(ForeignKey("baskets.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)
    set_id: Mapped[int | None] = mapped_column(ForeignKey("sets.id"), index=True)
    quantity: Mapped[int]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    is_for_later: Mapped[bool] = mapped_column(default=False)

    set: Mapped[Set | None] = relationship(lazy="selectin")

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.item_id, self.set_id)

    @property
    def parts(self) -> list[SetPart]:
        """What is in one set of it, as the set is now; nothing for an item."""
        return self.set.parts if self.set else []

    @property
    def item_ids(self) -> list[int]:
        """The items whose pieces it takes."""
        return [self.item_id] if self.item_id else [part.item_id for part in self.parts]

    def pieces(self, item_id: int) -> int:
        """How many of an item it takes."""
        if self.item_id:
            return self.quantity if self.item_id == item_id else 0
        of_one = sum(part.quantity for part in self.parts if part.item_id == item_id)
        return of_one * self.quantity

    def beside(self, lines: Iterable[Self]) -> list[Self]:
        """The other ones of these lines that are for some of its days."""
        return [
            other
            for other in lines
            if other is not self
            and other.starts_on <= self.due_on
            and self.starts_on <= other.due_on
        ]


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
    def item_ids(self) -> set[int]:
        """The items whose pieces it is for, those that are for later too."""
        return {item_id for line in self.lines for item_id in line.item_ids}

    @property
    def is_held(self) -> bool:
        """Whether what is in it counts in availability now."""
        return bool(self.to_send) and self.held_until > clock.now()

    def line_like(self, wanted: Wanted, starts: date, due: date) -> BasketLine | None:
        """What would be asked for of an item, or of a set, for these days."""
        like = (
            line
            for line in self.to_send
            if (line.wanted, line.starts_on, line.due_on) == (wanted, starts, due)
        )
        return next(like, None)

    def merge(self, line: BasketLine) -> BasketLine:
        """Let a line and another one for the same thing and days be one: the one that was there first."""
        first = self.line_like(line.wanted, line.starts_on, line.due_on)
        if line.is_for_later or first is None or first is line:
            return line
        first.quantity += line.quantity
        self.lines.remove(line)
        return first
