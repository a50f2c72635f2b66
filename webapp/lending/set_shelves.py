"""How many of a set are free over dates: as many as its parts allow, by the function that knows each part's item."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, or_, select, union_all

from webapp.core.db import db, sent_at
from webapp.school import calendar
from webapp.stock.sets.sets import Set, SetPart
from webapp.stock.units.units import Unit

from . import availability
from .availability import FOREVER, Shelf
from .models import Basket, BasketLine, Checkout, CheckoutUnit

GONE = or_(
    Unit.blocked_reason.is_not(None), Unit.available + Unit.reserved + Unit.on_rent < 1
)  # it cannot be lent at all
Days = tuple[date, date]  # from the first until before the second
Loans = Select[Any, date, date, str]  # of which unit, from when until when, in which state


class Lack(NamedTuple):
    """A part of which there are too few, how many there are, and from which day on there are enough, if ever."""

    part: SetPart
    free: int
    free_from: date | None


@dataclass(frozen=True)
class PartShelf:
    """One part: what is free of its item, and if it is one certain unit, when somebody else has that."""

    part: SetPart
    shelf: Shelf
    taken: Sequence[Days] = ()
    besides: int = 0  # pieces that whoever asks wants of its item for the same days

    def free(self, starts: date, ends: date) -> int:
        """Pieces that can be asked for on every day of [starts, ends)."""
        if _overlaps(self.taken, starts, ends):
            return 0
        return max(0, self.shelf.free(starts, ends) - self.besides)

    def beside(self, lines: Collection[BasketLine]) -> "PartShelf":
        """What is left of it for whoever wants these lines of a basket for the same days."""
        pieces = sum(line.pieces(self.part.item_id) for line in lines)
        unit_ids = {part.unit_id for line in lines for part in line.parts}
        is_taken = self.part.unit_id and self.part.unit_id in unit_ids
        taken = [(date.min, FOREVER)] if is_taken else self.taken
        return replace(self, besides=pieces, taken=taken)

    def free_from(self, starts: date, ends: date, quantity: int) -> date | None:
        """The first later day from which so many are free for as long; None if nobody knows one."""
        length = ends - starts
        days = {step.day for step in self.shelf.steps} | {
            last for _first, last in self.taken
        }
        later = sorted(day for day in days if starts < day < FOREVER - length)
        return next(
            (day for day in later if self.free(day, day + length) >= quantity), None
        )


@dataclass(frozen=True)
class SetShelf:
    """All parts of a set; nothing is free of one that is not lent."""

    row: Set
    parts: Sequence[PartShelf]

    def beside(self, lines: Collection[BasketLine]) -> "SetShelf":
        """What is left of it for whoever wants these lines of a basket for the same days."""
        return replace(self, parts=[each.beside(lines) for each in self.parts])

    def free(self, starts: date, ends: date) -> int:
        """Whole sets that can be asked for on every day of [starts, ends)."""
        if not self.row.is_lent or self.row.archived_at:
            return 0
        return min(each.free(starts, ends) // each.part.quantity for each in self.parts)

    def lacking(self, starts: date, ends: date, quantity: int) -> list[Lack]:
        """The parts that stand in the way of so many sets."""
        lacks = []
        for each in self.parts:
            wanted = each.part.quantity * quantity
            if (free := each.free(starts, ends)) < wanted:
                lacks.append(Lack(each.part, free, each.free_from(starts, ends, wanted)))
        return lacks


def shelf(row: Set, first: date | None = None, *, except_basket_of: int = 0) -> SetShelf:
    return shelves([row], first, except_basket_of=except_basket_of)[row.id]


def shelves(
    sets: Iterable[Set], first: date | None = None, *, except_basket_of: int = 0
) -> dict[int, SetShelf]:
    """By the set's id, from the first day on, today if none is said: one query, and two more where units are meant.

    What is held in the basket of the person `except_basket_of` does not count.
    """
    rows = list(sets)
    parts = [part for row in rows for part in row.parts]
    item_ids = [part.item_id for part in parts]
    items = availability.shelves(item_ids, first, except_basket_of=except_basket_of)
    unit_ids = {part.unit_id for part in parts if part.unit_id}
    taken = _taken(unit_ids, except_basket_of=except_basket_of)
    return {
        row.id: SetShelf(
            row,
            [
                PartShelf(part, items[part.item_id], taken.get(part.unit_id or 0, ()))
                for part in row.parts
            ],
        )
        for row in rows
    }


def is_unit_free(unit_id: int, starts: date, ends: date, *, except_basket_of: int) -> bool:
    """Whether nobody else has, is promised or asks for one certain unit on one of the days of [starts, ends)."""
    taken = _taken([unit_id], except_basket_of=except_basket_of)
    return not _overlaps(taken[unit_id], starts, ends)


def _overlaps(taken: Sequence[Days], starts: date, ends: date) -> bool:
    return any(first < ends and starts < last for first, last in taken)


def _taken(unit_ids: Collection[int], *, except_basket_of: int) -> dict[int, list[Days]]:
    """When these units are promised or out, asked for or held in a basket; always, where one cannot be lent at all."""
    taken: dict[int, list[Days]] = defaultdict(list)
    if unit_ids:
        for id in db.session.scalars(select(Unit.id).where(Unit.id.in_(unit_ids), GONE)):
            taken[id].append((date.min, FOREVER))
        loans = union_all(*_loans(unit_ids), _collected(unit_ids, except_basket_of))
        for unit_id, starts, due, status in db.session.execute(loans):
            taken[unit_id].append(_during(starts, due, status))
    return taken


def _loans(unit_ids: Collection[int]) -> tuple[Loans, Loans]:
    """Which of these units are meant by a loan, or named for it, and its days."""
    days = Checkout.starts_on, Checkout.due_on, Checkout.stored_status
    meant = select(Checkout.pinned_unit_id, *days)
    meant = meant.where(availability.OPEN, Checkout.pinned_unit_id.in_(unit_ids))
    named = select(CheckoutUnit.unit_id, *days).join(Checkout)
    named = named.where(CheckoutUnit.ended_at.is_(None), CheckoutUnit.unit_id.in_(unit_ids))
    return meant, named


def _collected(unit_ids: Collection[int], except_basket_of: int) -> Loans:
    """Which of them are in a set that is held in somebody else's basket, as if they were asked for."""
    days = BasketLine.starts_on, BasketLine.due_on
    query = select(SetPart.unit_id, *days, literal("pending"))
    query = query.join(BasketLine, BasketLine.set_id == SetPart.set_id).join(Basket)
    return query.where(
        SetPart.unit_id.in_(unit_ids),
        ~BasketLine.is_for_later,
        Basket.held_until > sent_at(),
        Basket.user_id != except_basket_of,
    )


def _during(starts: date, due: date, status: str) -> Days:
    """The days of a loan; what should be back or fetched by now has no end, and what is out has begun."""
    today = calendar.today()
    is_late = status != "pending" and due < today
    first = min(starts, today) if status == "out" or is_late else starts
    return first, FOREVER if is_late else availability.end_of(starts, due)
