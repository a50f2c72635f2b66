"""How many of the items in a list are free over dates: told by whoever lends them, whom stock does not know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar

from .stocked import Stocked

ONE_DAY, TEN_YEARS = timedelta(days=1), timedelta(days=3650)
During = Callable[[Sequence[Stocked], date, date], dict[int, int]]
EndOf = Callable[[date, date], date]


class Lender(NamedTuple):
    """Who knows how many of each item are free on every day of [from, until), and until when a loan takes its piece."""

    during: During
    end_of: EndOf


_lenders: list[Lender] = []


def connect(during: During, end_of: EndOf) -> None:
    """Who lends items."""
    _lenders[:] = [Lender(during, end_of)]


def on_days(
    rows: Sequence[Stocked], first: date | None, until: date | None
) -> Sequence[Stocked]:
    """The same items with how many of each are free on every day of [first, until): one query more.

    The first day is today if none is said, and the only one if `until` is not said; if neither is, nothing is asked.
    Invalid at `from` and `to` for days that no loan can have.
    """
    if first is None and until is None:
        return rows
    first = first or calendar.today()
    until = until or first + ONE_DAY
    _check(first, until - ONE_DAY, "to")
    return _told(rows, first, until)


def for_loan(
    rows: Sequence[Stocked], first: date | None, due: date | None
) -> Sequence[Stocked]:
    """The same for a loan that is due on `due`; Invalid at `from` and `until`."""
    if first is None and due is None:
        return rows
    first = first or calendar.today()
    due = due or first
    _check(first, due, "until")
    return _told(rows, first, _lenders[0].end_of(first, due))


def _told(rows: Sequence[Stocked], first: date, until: date) -> list[Stocked]:
    numbers = _lenders[0].during(rows, first, until)
    return [replace(row, free=numbers.get(row.item.id, 0)) for row in rows]


def _check(first: date, last: date, last_name: str) -> None:
    today = calendar.today()
    if first < today:
        raise Invalid(fields={"from": _("Choose today or a later day")})
    if last < first:
        raise Invalid(fields={last_name: _("Choose a later day than the first")})
    if last > today + TEN_YEARS:
        raise Invalid(fields={last_name: _("Choose a day within ten years")})
