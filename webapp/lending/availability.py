"""How many of an item are free over dates: the one function everybody asks, inside the write transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock import units

from .models import Checkout

FOREVER = date.max
PROMISES = select(Checkout.id, Checkout.quantity, Checkout.starts_on, Checkout.due_on, Checkout.status).where(
    Checkout.item_id == bindparam("item_id"),
    Checkout.status.in_(("approved", "out"))
    | ((Checkout.status == "pending") & (Checkout.expires_at > bindparam("now"))),
)


@dataclass(frozen=True)
class Promise:
    """So many pieces, promised from a day up to, not including, another."""

    quantity: int
    starts: date
    ends: date
    given: bool  # approved or out, not only asked for


def promises(item_id: int) -> list[Promise]:
    """What is asked for, approved or out. A loan that is overdue has no end; nobody knows it."""
    today = calendar.today()
    rows = db.session.execute(PROMISES, {"item_id": item_id, "now": clock.now()}).all()
    back = units.returned([row.id for row in rows if row.status == "out"])
    return [
        Promise(
            row.quantity - back.get(row.id, 0),
            min(row.starts_on, today) if row.status == "out" else row.starts_on,
            FOREVER
            if row.status == "out" and row.due_on < today
            else max(row.due_on, row.starts_on + timedelta(days=1)),
            row.status != "pending",
        )
        for row in rows
    ]


def free(item_id: int, starts: date, ends: date, *, requests: bool = True) -> int:
    """Pieces that nobody else was promised on any day of [starts, ends); never negative.

    Without `requests` those that still wait do not count: whoever approves one chooses among them.
    """
    ends = max(ends, starts + timedelta(days=1))
    others = [p for p in promises(item_id) if (requests or p.given) and p.starts < ends and starts < p.ends]
    return max(0, units.lendable(item_id) - max(_peaks(others, starts), default=0))


def next_return(item_id: int) -> date | None:
    """The day the next piece should be back, if one is out and not late."""
    today = calendar.today()
    late_apart = Checkout.item_id == item_id, Checkout.status == "out", Checkout.due_on >= today
    found: date | None = db.session.scalar(select(func.min(Checkout.due_on)).where(*late_apart))
    return found


def _peaks(others: list[Promise], starts: date) -> Iterator[int]:
    """The demand on each day it can rise: the first day, and each day a promise begins."""
    for day in {starts, *(p.starts for p in others if p.starts > starts)}:
        yield sum(p.quantity for p in others if p.starts <= day < p.ends)
