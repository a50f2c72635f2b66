"""How many of the items in a list are free over dates: told by whoever lends them, whom stock does not know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar

from .stocked import Stocked

LOOKED_AT = 400  # items that one page of a list of what is free is found among
TEN_YEARS = timedelta(days=3650)


class FreePieces(NamedTuple):
    """So many pieces for a loan; if none, the day from which one can be had for as long, where it is soon."""

    pieces: int
    free_from: date | None = None


class AskedDays(NamedTuple):
    """The first and the last day of a loan that somebody thinks of, and in sentences why they are not those said."""

    first: date
    last: date
    moved: Sequence[str] = ()


During = Callable[[Actor, Sequence[Stocked], date, date], dict[int, int]]
ForLoan = Callable[[Actor, Sequence[Stocked], date, date], dict[int, FreePieces]]
WhyNot = Callable[[Actor], str]
Settled = Callable[[Actor, date, date | None], AskedDays]


class Lender(NamedTuple):
    """Who knows how many of each item are free, by its id; what is not lent out is left out."""

    during: During  # on every day of [first, until)
    for_loan: ForLoan  # from its first day until it is due
    why_not: WhyNot  # lends nothing to somebody now; empty where it does
    settled: Settled  # days on which things can be fetched and be due


_lenders: list[Lender] = []


def connect(during: During, for_loan: ForLoan, why_not: WhyNot, settled: Settled) -> None:
    """Who lends items."""
    _lenders[:] = [Lender(during, for_loan, why_not, settled)]


def why_not(actor: Actor) -> str:
    """Why nothing is lent to the actor now; empty where it is."""
    return _lenders[0].why_not(actor)


def on_days(
    actor: Actor, rows: Sequence[Stocked], first: date | None, until: date | None
) -> Sequence[Stocked]:
    """The same items with how many of each the actor can have on every day of [first, until): one query more,
    and few more where somebody waits for one.

    The first day is today if none is said, and the only one if `until` is not said; if neither is, nothing is asked.
    Invalid at `from` and `to` for days that no loan can have.
    """
    if first is None and until is None:
        return rows
    first = first or calendar.today()
    until = until or calendar.after(first, 1)
    _check(first, calendar.after(until, -1), "to")
    numbers = _lenders[0].during(actor, rows, first, until)
    return [replace(row, free=numbers.get(row.item.id, 0)) for row in rows]


def for_loan(
    actor: Actor, rows: Sequence[Stocked], first: date, due: date
) -> Sequence[Stocked]:
    """The same for a loan from `first` that is due on `due`, with the day from which what is not free then is free.

    Invalid at `from` and `until`.
    """
    check_days(first, due)
    found = _lenders[0].for_loan(actor, rows, first, due)
    none = FreePieces(0)
    return [
        replace(row, free=free.pieces, free_from=free.free_from)
        for row, free in ((row, found.get(row.item.id, none)) for row in rows)
    ]


def settled(actor: Actor, first: date, due: date | None) -> AskedDays:
    """The days of a loan that can begin and end on them, nearest to those said. Invalid at `from` and `until`."""
    check_days(first, due or first)
    return _lenders[0].settled(actor, first, due)


def check_days(first: date, due: date) -> None:
    """Invalid at `from` and `until` for days that no loan can have."""
    _check(first, due, "until")


def is_one_free(row: Stocked) -> bool:
    """Whether one of it can be had on the days that were asked about."""
    return bool(row.free)


def _check(first: date, last: date, last_name: str) -> None:
    today = calendar.today()
    if first < today:
        raise Invalid(fields={"from": _("Choose today or a later day")})
    if first > today + TEN_YEARS:
        raise Invalid(fields={"from": _("Choose a day within ten years")})
    if last < first:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(first))
        raise Invalid(fields={last_name: words})
    if last > today + TEN_YEARS:
        raise Invalid(fields={last_name: _("Choose a day within ten years")})
