"""Similar: other items of the same kind of instrument that could be had instead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.stock import pictograms, sizes
from webapp.stock.items import matching
from webapp.stock.items.matching import Sort
from webapp.stock.items.stocked import Item

from ..availability import availability
from ..availability.availability import Shelf
from ..days import due_days, near_days
from ..days.loan_days import Days
from ..days.near_days import Bounds
from ..days.visits import Room
from ..models import Checkout
from ..queues import ahead
from . import enough

MOST = 20  # offered at once
SHOWN = 4  # to somebody who looks for one
LOOKED_AT = 100  # of the same kind, by name


class Other(NamedTuple):
    item: Item
    free: int  # pieces that can be given away on all of the days


def to_give(actor: Actor, loans: Sequence[Checkout]) -> dict[int, list[Other]]:
    """What could be approved instead of each of these, on its days: of its size first, then by name.

    Only what is as much an instrument as it is, of no violin its case or its book; none where no word tells the kind.

    Two queries for all kinds, one for what those are of which some are lent, and one for what is free of them.
    """
    words = {loan.id: pictograms.word_of(loan.item_name) for loan in loans}
    alike = _alike(actor, {*words.values()} - {""})
    shelves = availability.shelves(item.id for kind in alike.values() for item in kind)
    if not shelves:
        return {loan.id: [] for loan in loans}
    asked = matching.sorts(loan.item_id for loan in loans)
    return {
        loan.id: list(_others(loan, alike.get(words[loan.id], []), shelves, asked))[:MOST]
        for loan in loans
    }


class Instead(NamedTuple):
    """An item of which so many can be asked for from the first day on, until it is due."""

    item: Item
    free: int
    starts: date
    due: date
    size: str


class Alike(NamedTuple):
    """What is free instead: of the same kind and size, and of the next size up."""

    same: list[Instead]
    larger: list[Instead]

    @property
    def items(self) -> list[Item]:
        return [each.item for each in (*self.same, *self.larger)]


def to_ask_for(actor: Actor, item: Item, days: Days, room: Room) -> Alike:
    """What somebody with this `room` could have instead of an item on these days, by name.

    Nothing where no word tells its kind.

    Two queries, one for what is free of them, and few more where somebody waits for one.
    """
    size, others = item.size, _like(actor, item)
    larger = sizes.next_up(size, (each.size for each in others))
    shelves = ahead.shelves(actor, (each.id for each in others)) if others else {}
    near = [_instead(actor, each, shelves[each.id], days, room) for each in others]
    found = [each for each in near if each]
    return Alike(_of_size(found, size), _of_size(found, larger) if larger else [])


def _like(actor: Actor, item: Item) -> list[Item]:
    """What is of its kind, and as much an instrument as it is."""
    kind = pictograms.word_of(item.name)
    alike = _alike(actor, {kind} - {""}).get(kind, [])
    return [each for each in alike if each.category == item.category and each.id != item.id]


def _of_size(found: list[Instead], size: str) -> list[Instead]:
    return [each for each in found if each.size == size][:SHOWN]


def _instead(
    actor: Actor, item: Item, shelf: Shelf, days: Days, room: Room
) -> Instead | None:
    """On the nearest days with room at the desk, for as long as it may be lent, if that is shorter; None if none is
    free.
    """
    longest = item.max_checkout_days
    due = min(days.due, due_days.latest(days.starts, longest, room).day)

    def free(first: date, last: date) -> int:
        return shelf.free(first, shelf.end_of(first, last))

    wished = Days(days.starts, due)
    near = _near(wished, free, enough.bounds(actor, longest, room))
    if near is None or not free(*near):
        return None
    return Instead(item, free(*near), *near, item.size)


def _near(
    days: Days, free: Callable[[date, date], int], bounds: Bounds
) -> tuple[date, date] | None:
    """These days, or, where the desk is full on one, the nearest on which it is not and some are free."""
    if not bounds.room.full(*days):
        return days
    return near_days.with_room(*days, lambda *near: free(*near) > 0, bounds)


def _alike(actor: Actor, kinds: set[str]) -> dict[str, list[Item]]:
    """The items of each kind that are lent out."""
    found = matching.search_each(actor, kinds, LOOKED_AT)
    return {
        kind: [stocked.item for stocked in rows if _is_lent(stocked.item, kind)]
        for kind, rows in found.items()
    }


def _is_lent(item: Item, kind: str) -> bool:
    return item.is_borrowable and pictograms.word_of(item.name) == kind


def _others(
    loan: Checkout,
    alike: list[Item],
    shelves: dict[int, Shelf],
    asked: Mapping[int, Sort],
) -> Iterator[Other]:
    days = loan.starts_on, availability.end_of(loan.starts_on, loan.due_on)
    sort = asked[loan.item_id]
    others = (each for each in alike if each.category == sort.category)
    for item in sorted(others, key=lambda each: each.size != sort.size):
        free = shelves[item.id].grantable(*days)
        if item.id != loan.item_id and free:
            yield Other(item, free)
