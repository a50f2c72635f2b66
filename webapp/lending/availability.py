"""How many of an item are free over dates: the one function everybody asks, inside the write transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, select

from webapp.core.db import db
from webapp.school import calendar
from webapp.stock.units import units

from . import pieces
from .models import Checkout

FOREVER = date.max
ONE_DAY = timedelta(days=1)
# asked for, promised or out: what counts against an item, and against its borrower
OPEN = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_waiting
HELD = case(
    (Checkout.stored_status == "out", units.outstanding(Checkout.id)),
    else_=Checkout.quantity,
)
SHELVES = (
    select(
        units.LENDABLE,
        Checkout.id,
        HELD,
        Checkout.starts_on,
        Checkout.due_on,
        Checkout.stored_status,
        pieces.IS_ASIDE,
    )
    .select_from(units.LENDABLE)
    .outerjoin(Checkout, (Checkout.item_id == units.LENDABLE.c.item_id) & OPEN)
)


@dataclass(frozen=True)
class Promise:
    """So many pieces, held from a day up to, not including, another; `due` is the day on which they should be back."""

    checkout_id: int
    quantity: int
    starts: date
    due: date
    ends: date
    status: str
    is_aside: bool = False


@dataclass(frozen=True)
class Shelf:
    """What can be lent of an item at all, and what of it is promised."""

    lendable: int
    promises: tuple[Promise, ...]

    def free(self, starts: date, ends: date, *, except_id: int | None = None) -> int:
        """Pieces that can be asked for on every day of [starts, ends): neither promised, out nor asked for.

        Never negative; the checkout with `except_id` does not count.
        """
        return self._left(self.promises, starts, ends, except_id)

    def grantable(self, starts: date, ends: date, *, except_id: int | None = None) -> int:
        """Pieces that can be given away on every day of [starts, ends): whoever decides chooses among requests."""
        decided = [promise for promise in self.promises if promise.status != "pending"]
        return self._left(decided, starts, ends, except_id)

    def _left(
        self, promises: Iterable[Promise], starts: date, ends: date, except_id: int | None
    ) -> int:
        others = [
            p
            for p in promises
            if p.checkout_id != except_id and p.starts < ends and starts < p.ends
        ]
        return max(0, self.lendable - max(_peaks(others, starts), default=0))

    def days(self, starts: date, count: int) -> list[int]:
        """How many are free on each of so many days."""
        return [
            self.free(day, day + ONE_DAY)
            for day in (starts + timedelta(days=i) for i in range(count))
        ]

    def returns(self, today: date) -> list[date]:
        """The days on which pieces that are out should be back; late ones, which have no day, left out."""
        return sorted(p.due for p in self.promises if p.status == "out" and p.due >= today)


def shelves(item_ids: Iterable[int]) -> dict[int, Shelf]:
    """One query, however many items."""
    ids, today = list(set(item_ids)), calendar.today()
    lendable = dict.fromkeys(ids, 0)
    promised: dict[int, list[Promise]] = {id: [] for id in ids}
    for id, lendable_pieces, *promise in db.session.execute(SHELVES, {"item_ids": ids}):
        lendable[id] = int(lendable_pieces)
        if promise[0]:
            promised[id].append(_promise(today, *promise))
    return {id: Shelf(lendable[id], tuple(promised[id])) for id in ids}


def shelf(item_id: int) -> Shelf:
    return shelves([item_id])[item_id]


def end_of(due: date) -> date:
    """The first day on which somebody else can have what is due on this day: it may come back at its last minute."""
    return due + ONE_DAY


def _promise(
    today: date,
    id: int,
    quantity: int,
    starts: date,
    due: date,
    status: str,
    is_aside: bool,
) -> Promise:
    """What should be back by now, or fetched, and is not, has no end: nobody knows it. What is set aside is taken."""
    ends = end_of(due)
    if status != "pending" and due < today:
        ends = FOREVER
    if is_aside or ends == FOREVER:
        starts = min(starts, today)
    return Promise(id, int(quantity), starts, due, ends, status, bool(is_aside))


def _peaks(others: list[Promise], starts: date) -> Iterator[int]:
    """The demand on each day it can rise: the first day, and each day a promise begins."""
    for day in {starts, *(p.starts for p in others if p.starts > starts)}:
        yield sum(p.quantity for p in others if p.starts <= day < p.ends)
