"""Promises that cannot be kept as things are: something broke, was lost, or is not back in time."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select

from webapp.core import rows
from webapp.school import calendar

from . import availability
from .availability import Promise, Shelf
from .models import Checkout

AHEAD = 14  # days that the desk looks ahead
PROMISED = Checkout.stored_status == "approved"


def among(loans: list[Checkout]) -> list[Checkout]:
    """Those of these promises that are to be fetched by now or soon and will not be there, in their order.

    Whoever asked first has the first claim, after those for whom something is set aside.
    """
    last = calendar.after(calendar.today(), AHEAD)
    return _unkept([loan for loan in loans if loan.starts_on <= last])


def everywhere() -> list[Checkout]:
    """All of them, whenever they begin, by id; the caller has checked who may know."""
    return _unkept(rows.listed(select(Checkout).where(PROMISED).order_by(Checkout.id)))


def _unkept(loans: list[Checkout]) -> list[Checkout]:
    """Those of these promises for which nothing is left: one query more, however many there are."""
    if not loans:
        return []
    shelves = availability.shelves(loan.item_id for loan in loans).values()
    without = {id for shelf in shelves for id in left_out(shelf, calendar.today())}
    return [loan for loan in loans if loan.id in without]


def left_out(shelf: Shelf, today: date) -> Iterator[int]:
    """Which checkouts get nothing if what is promised is kept in the order of the claims; days that are over do not
    count.
    """
    served = [promise for promise in shelf.promises if promise.status == "out"]
    for promise in _by_claim(shelf.promises):
        first = max(promise.starts, today)
        left = Shelf(shelf.lendable, tuple(served)).grantable(first, promise.ends)
        if left < promise.quantity:
            yield promise.checkout_id
        else:
            served.append(promise)


def _by_claim(promises: Iterable[Promise]) -> list[Promise]:
    decided = [promise for promise in promises if promise.status == "approved"]
    return sorted(decided, key=lambda each: (not each.is_aside, each.checkout_id))
