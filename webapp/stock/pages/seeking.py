"""Seeking: what the address of the catalogue asks for, and a page of what is found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from flask import request

from webapp.core import paging
from webapp.core.doors import actor

from ..items import again, families, free, free_first, items
from ..items.again import Had
from ..items.families import Branch, Browsed
from ..items.free_first import FREE, OTHERS, Shelf
from ..items.stocked import Stocked, is_here, stocked_key
from . import loan_dates
from .loan_dates import ForDates

PAGE = 24
LONGEST_SEARCH = 200
LOOKED_AT_FIRST = 500  # items whose families say how many of them are free
LOOKED_AT = 96  # items that a page with what is free first is found among
NEAR = 3  # other days that are offered where nothing is free


class Sought(NamedTuple):
    """What the address asks for, among what is in use or in the archive."""

    words: str
    category: str | None
    status: str | None
    family: str = ""
    instrument: str = ""
    size: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.category or self.status or self.family)

    @property
    def is_entrance(self) -> bool:
        """Whether nothing is asked for yet, so that somebody chooses a family first."""
        return self.is_all and not self.words and "after" not in request.args


class Span(NamedTuple):
    """Days of the same length on which so many kinds can be had that cannot on those asked for."""

    first: date
    last: date
    kinds: int


@dataclass(frozen=True)
class Seen:
    """A page of the catalogue: what was asked for, where one can go on, and what is found."""

    sought: Sought
    dates: ForDates
    browsed: Browsed
    shelf: Shelf
    had: Sequence[Had] = ()  # by somebody, and can be had again

    @property
    def items(self) -> list[Stocked]:
        """All that the page lists."""
        return [*self.shelf.free, *self.shelf.others]

    @property
    def kept(self) -> dict[str, str]:
        """What stays in the address as somebody goes on from here."""
        asked, days = self.sought, self.dates
        said = {"q": asked.words, "category": asked.category, "status": asked.status}
        said |= {"free": "y" if days.is_free_only else None}
        return {name: value for name, value in (said | dict(days.asked)).items() if value}

    @property
    def is_here_first(self) -> bool:
        """Whether what is here comes before the rest."""
        return is_here_first(self.sought, self.dates)

    @property
    def free_kinds(self) -> dict[str, int] | None:
        """How many kinds of each family are free on the dates; None where not all was looked at."""
        if self.shelf.whole is None or not self.dates.first:
            return None
        return Counter(row.item.family for row in self.shelf.whole if row.free)

    @property
    def tiles(self) -> list[Branch]:
        """The families to choose from, where nothing is asked for yet.

        Where there are too many things to look at, nobody counts what of them is free.
        """
        if not self.sought.is_entrance or self.dates.is_free_only:
            return []
        if self.dates.first and self.free_kinds is None:
            return self.browsed.branches
        return self.browsed.tiles(self.free_kinds)

    @property
    def near(self) -> list[Span]:
        """The first days on which something can be had for as long, where nothing can on those asked for."""
        first, last, whole = self.dates.first, self.dates.last, self.shelf.whole
        if not (first and last and whole) or any(row.free for row in whole):
            return []
        starts = Counter(row.free_from for row in whole if row.free_from)
        days = sorted(starts.items())[:NEAR]
        return [Span(day, day + (last - first), kinds) for day, kinds in days]


def sought(categories: Mapping[str, str]) -> Sought:
    """What the address asks for; unknown words are as if not said."""
    category, size = (request.args.get(name, "") for name in ("category", "size"))
    family, instrument = (request.args.get(name, "") for name in ("family", "instrument"))
    return Sought(
        request.args.get("q", "")[:LONGEST_SEARCH],
        category if category in categories else None,
        _status(),
        *families.chosen(family, instrument, size),
    )


def _status() -> str | None:
    """What staff may ask for; all others see only what is in use."""
    is_archive = actor().is_staff and request.args.get("status") == "retired"
    return "retired" if is_archive else None


def found(wanted: Sought, days: ForDates) -> Shelf:
    """A page of it: with dates what is free then comes first; for borrowers, else, what is here."""
    if days.is_free_only and not days.problems:
        return _only_free(wanted, days)
    if days.first:
        return _free_first(wanted, days)
    if is_here_first(wanted, days):
        return _here_first(wanted)
    rows = _search(wanted, _after(), PAGE + 1)
    part = paging.cut(rows, PAGE, stocked_key)
    return Shelf((), part.rows, part.after)


def is_here_first(wanted: Sought, days: ForDates) -> bool:
    """Whether what is here comes first; whoever only looks after stock finds it by name."""
    return is_borrower() and not (wanted.status or days.first)


def is_borrower() -> bool:
    """Whether somebody comes to borrow, rather than to look after what is lent."""
    return actor().role in ("student", "teacher")


def _only_free(wanted: Sought, days: ForDates) -> Shelf:
    rows = days.of(_search(wanted, _after(), free.LOOKED_AT + 1))
    part = paging.sift(rows, PAGE, free.LOOKED_AT, free.is_one_free, stocked_key)
    return Shelf(part.rows, (), part.after)


def _free_first(wanted: Sought, days: ForDates) -> Shelf:
    @cache  # both parts may begin at the start
    def look(after: tuple[str, int], limit: int) -> Sequence[Stocked]:
        return days.of(_search(wanted, after, limit))

    listing = free_first.Listing(
        lambda _is_free, after, limit: look(after, limit),
        free.is_one_free,
        PAGE,
        LOOKED_AT_FIRST if wanted.is_entrance else LOOKED_AT,
    )
    return listing.page(_place())


def _here_first(wanted: Sought) -> Shelf:
    def look(is_free: bool, after: tuple[str, int], limit: int) -> Sequence[Stocked]:
        return items.search(
            actor(), **wanted._asdict(), is_here=is_free, after=after, limit=limit
        )

    listing = free_first.Listing(look, is_here, PAGE, PAGE)
    return listing.page(_place())._replace(whole=None)


def _search(wanted: Sought, after: tuple[str, int] | None, limit: int) -> Sequence[Stocked]:
    return items.search(actor(), **wanted._asdict(), after=after, limit=limit)


def _after() -> tuple[str, int] | None:
    place = paging.place(request.args.get("after"), str, int)
    return (place[0], place[1]) if place else None


def _place() -> free_first.Place | None:
    place = paging.place(request.args.get("after"), int, str, int)
    if place and place[0] not in (FREE, OTHERS):
        place = None
    return (place[0], place[1], place[2]) if place else None


def look(categories: Mapping[str, str]) -> Seen:
    """What the address asks for, as its page shows it."""
    wanted, days = sought(categories), loan_dates.asked()
    counted = items.kinds(
        actor(),
        words=wanted.words,
        category=wanted.category,
        status=wanted.status,
        with_here=wanted.is_entrance and not days.first,
    )
    had = _had(wanted)
    last_size = again.last_size(had, wanted.instrument)
    kind = wanted.family, wanted.instrument, wanted.size
    browsed = Browsed(counted, *kind, last_size)
    again_too = again.to_have_again(had) if wanted.is_entrance else ()
    return Seen(wanted, days, browsed, found(wanted, days), again_too)


def _had(wanted: Sought) -> Sequence[Had]:
    """What a student had, where it is shown, or where their last size is."""
    is_shown = wanted.is_entrance or wanted.instrument
    return again.of(actor()) if is_shown and actor().role == "student" else ()
