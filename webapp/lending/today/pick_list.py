"""The pick list: what is to be brought to the desk, in the order in which one walks along the shelves."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.school import calendar
from webapp.stock.items import items

from .. import access
from ..models import Checkout
from . import unkept
from .daily_run import AHEAD

MOST = 500


class Pick(NamedTuple):
    """Pieces of one loan on one shelf: `tags` are those of the units that were chosen."""

    loan: Checkout
    place: str
    pieces: int
    tags: list[str]
    is_whole: (
        bool  # whether all of the loan is here; else its other shelves are in the list too
    )


class PickList(NamedTuple):
    picks: list[Pick]
    unkept: int  # loans that are left out, for nothing is there


def today(actor: Actor) -> PickList:
    """What is to be fetched by tomorrow and does not lie at the desk yet. NotAllowed but for staff."""
    access.check_may_be_at_desk(actor)
    loans = _loans()
    without = unkept.among(loans)
    homes = _homes(loans)
    picks = [
        pick
        for loan in loans
        if loan not in without
        for pick in _picks(loan, homes[loan.item_id])
    ]
    return PickList(sorted(picks, key=_way), len(without))


def _loans() -> list[Checkout]:
    by = calendar.after(calendar.today(), AHEAD)
    query = select(Checkout).where(
        Checkout.stored_status == "approved",
        ~Checkout.needs_look,
        Checkout.starts_on <= by,
        Checkout.ready_at.is_(None),
    )
    return rows.listed(query.order_by(Checkout.starts_on, Checkout.id).limit(MOST))


def places(loans: list[Checkout]) -> dict[int, str]:
    """Where the pieces of each of these loans are to be fetched, by its id."""
    homes = _homes(loans)
    return {
        loan.id: ", ".join(pick.place for pick in _picks(loan, homes[loan.item_id]))
        for loan in loans
    }


def _homes(loans: list[Checkout]) -> dict[int, str]:
    """Where items are kept, by name; one query, however many."""
    item_ids = {loan.item_id for loan in loans}
    stocked = items.by_ids(item_ids) if item_ids else []
    return {each.item.id: each.location for each in stocked}


def _picks(loan: Checkout, home: str) -> Iterator[Pick]:
    """What was chosen, by its place; what was not is taken from the item's home."""
    counts: dict[str, int] = defaultdict(int)
    tags: dict[str, list[str]] = defaultdict(list)
    for row in loan.aside:
        counts[row.location] += row.quantity
        tags[row.location] += [row.tag] if row.tag else []
    if left := loan.quantity - sum(counts.values()):
        counts[home] += left
    for place, pieces in counts.items():
        yield Pick(loan, place, pieces, tags[place], len(counts) == 1)


def _way(pick: Pick) -> tuple[str, str, int]:
    return text.sort_key(pick.place), text.sort_key(pick.loan.item_name), pick.loan.id
