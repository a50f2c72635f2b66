"""Similar: other items of the same kind of instrument that could be had instead."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.stock import pictograms
from webapp.stock.items import matching
from webapp.stock.items.stocked import Item

from . import availability
from .availability import Shelf
from .models import Checkout

MOST = 20  # offered at once
LOOKED_AT = 100  # of the same kind, by name


class Other(NamedTuple):
    item: Item
    free: int  # pieces that can be given away on all of the days


def to_give(actor: Actor, loans: Sequence[Checkout]) -> dict[int, list[Other]]:
    """What could be approved instead of each of these, on its days, by name; none where no word tells the kind.

    Two queries for all kinds, and one for what is free of them.
    """
    words = {loan.id: pictograms.word_of(loan.item_name) for loan in loans}
    alike = _alike(actor, {*words.values()} - {""})
    shelves = availability.shelves(item.id for kind in alike.values() for item in kind)
    return {
        loan.id: list(_others(loan, alike.get(words[loan.id], []), shelves))[:MOST]
        for loan in loans
    }


def _alike(actor: Actor, kinds: set[str]) -> dict[str, list[Item]]:
    """The items of each kind that are lent out."""
    found = matching.search_each(actor, kinds, LOOKED_AT)
    return {
        kind: [stocked.item for stocked in rows if stocked.item.is_borrowable]
        for kind, rows in found.items()
    }


def _others(
    loan: Checkout, alike: list[Item], shelves: dict[int, Shelf]
) -> Iterator[Other]:
    days = loan.starts_on, availability.end_of(loan.starts_on, loan.due_on)
    for item in alike:
        free = shelves[item.id].grantable(*days)
        if item.id != loan.item_id and free:
            yield Other(item, free)
