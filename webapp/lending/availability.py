"""How many of an item are free over dates: the one function everybody asks, inside the write transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, case, select

from webapp.core import clock
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock.units import units

from .models import Checkout

FOREVER = date.max
ONE_DAY = timedelta(days=1)
PROMISED = Checkout.status.in_(("approved", "out")) | (
    (Checkout.status == "pending") & (Checkout.expires_at > bindparam("now"))
)
HELD = case((Checkout.status == "out", units.outstanding(Checkout.id)), else_=Checkout.quantity)
SHELVES = (
    select(units.LENDABLE, Checkout.id, HELD, Checkout.starts_on, Checkout.due_on, Checkout.status)
    .select_from(units.LENDABLE)
    .outerjoin(Checkout, (Checkout.item_id == units.LENDABLE.c.item_id) & PROMISED)
)


@dataclass(frozen=True)
class Promise:
    """So many pieces, promised from a day up to, not including, another."""

    checkout_id: int
    quantity: int
    starts: date
    ends: date
    status: str


@dataclass(frozen=True)
class Shelf:
    """What can be lent of an item at all, and what of it is promised."""

    lendable: int
    promises: tuple[Promise, ...]

    def free(self, starts: date, ends: date, *, besides: int | None = None, asked: bool = True) -> int:
        """Pieces that nobody else was promised on any day of [starts, ends); never negative.

        `besides` is a checkout whose own promise does not count; without `asked`, only decided ones do.
        """
        ends = max(ends, starts + ONE_DAY)
        others = [
            p
            for p in self.promises
            if p.checkout_id != besides and (asked or p.status != "pending") and p.starts < ends and starts < p.ends
        ]
        return max(0, self.lendable - max(_peaks(others, starts), default=0))

    def days(self, starts: date, count: int) -> list[int]:
        """How many are free on each of so many days."""
        return [self.free(day, day + ONE_DAY) for day in (starts + timedelta(days=i) for i in range(count))]

    def returns(self, today: date) -> list[date]:
        """The days on which pieces that are out should be back; late ones, which have no day, left out."""
        return sorted(p.ends for p in self.promises if p.status == "out" and p.ends != FOREVER and p.ends >= today)


def shelves(item_ids: Iterable[int]) -> dict[int, Shelf]:
    """One query, however many items."""
    ids, today = list(set(item_ids)), calendar.today()
    lendable = dict.fromkeys(ids, 0)
    promised: dict[int, list[Promise]] = {id: [] for id in ids}
    for id, pieces, *promise in db.session.execute(SHELVES, {"item_ids": ids, "now": clock.now()}):
        lendable[id] = int(pieces)
        if promise[0]:
            promised[id].append(_promise(today, *promise))
    return {id: Shelf(lendable[id], tuple(promised[id])) for id in ids}


def shelf(item_id: int) -> Shelf:
    return shelves([item_id])[item_id]


def free(item_id: int, starts: date, ends: date, *, besides: int | None = None) -> int:
    """Pieces of an item that nobody else was promised on any day of [starts, ends)."""
    return shelf(item_id).free(starts, ends, besides=besides)


def _promise(today: date, id: int, held: int, starts: date, due: date, status: str) -> Promise:
    """A loan that is overdue has no end; nobody knows it."""
    ends = max(due, starts + ONE_DAY)
    if status == "out":
        starts, ends = min(starts, today), FOREVER if due < today else ends
    return Promise(id, int(held), starts, ends, status)


def _peaks(others: list[Promise], starts: date) -> Iterator[int]:
    """The demand on each day it can rise: the first day, and each day a promise begins."""
    for day in {starts, *(p.starts for p in others if p.starts > starts)}:
        yield sum(p.quantity for p in others if p.starts <= day < p.ends)
