"""Needed: who waits for what somebody else has, is to get, or wants to keep."""

from collections import Counter
from collections.abc import Collection, Sequence

from webapp.core.words import listed, ngettext
from webapp.school import calendar

from ..availability import availability
from ..availability.availability import ONE_DAY
from ..models import Checkout, ItemWait
from ..queues import in_line
from ..queues.in_line import Lines


def by_others(item_ids: Collection[int]) -> Lines:
    """Who waits for each of these items and can be served now, first in line first; only items with somebody.

    One query, however many; the caller has checked who may know, or counts them only.
    """
    lines = in_line.of_items(item_ids)
    ready = {
        id: [wait for wait in line if not wait.is_resting] for id, line in lines.items()
    }
    return {id: line for id, line in ready.items() if line}


def in_the_way(loans: Sequence[Checkout]) -> dict[int, list[ItemWait]]:
    """For each of these loans, who waits for what it has: nobody while free others can serve all who wait.

    Who waits for one of its units, and for no other, always does; who has it does not wait for it. Two queries at most;
    only loans with somebody.
    """
    found = zip(loans, _in_the_way(loans), strict=True)
    return {loan.id: waits for loan, waits in found if waits}


def names_of_each(loans: Sequence[Checkout]) -> list[list[str]]:
    """The same by name, in the order of the loans, of which some may be about to be made: what these take is not free
    for anybody else.
    """
    return [[wait.student_name for wait in waits] for waits in _in_the_way(loans)]


def names(loans: Sequence[Checkout]) -> dict[int, list[str]]:
    """The same by name, for staff, and only loans with somebody; nobody stands in their own way."""
    by_loan = in_the_way(loans)
    named = {
        loan.id: [each.student_name for each in waits if each.student_id != loan.student_id]
        for loan in loans
        if (waits := by_loan.get(loan.id))
    }
    return {id: those for id, those in named.items() if those}


def counted(loans: Sequence[Checkout]) -> Counter[int]:
    """How many people that is, by the ids of the loans; 0 for the others."""
    return Counter({id: len(waits) for id, waits in in_the_way(loans).items()})


def in_words(those: Sequence[str]) -> str:
    """Who waits for it, in a sentence for staff; empty if nobody does."""
    if not those:
        return ""
    return ngettext(
        "%(names)s waits for it.",
        "%(names)s wait for it.",
        len(those),
        names=listed(those),
    )


def _in_the_way(loans: Sequence[Checkout]) -> list[list[ItemWait]]:
    lines = by_others({loan.item_id for loan in loans})
    free = _free(lines, [loan for loan in loans if loan.id is None]) if lines else {}
    return [
        _for_what_it_has(loan, lines[loan.item_id], free[loan.item_id])
        if loan.item_id in lines
        else []
        for loan in loans
    ]


def _free(lines: Lines, new: Sequence[Checkout]) -> Counter[int]:
    """How many of each of these items are free today, beside what new loans take."""
    today = calendar.today()
    shelves = availability.shelves(lines, today, today + ONE_DAY)
    free = Counter(
        {id: shelf.free(today, today + ONE_DAY) for id, shelf in shelves.items()}
    )
    for loan in new:
        free[loan.item_id] -= loan.quantity
    return free


def _for_what_it_has(loan: Checkout, line: list[ItemWait], free: int) -> list[ItemWait]:
    own = {*loan.unit_ids, loan.pinned_unit_id}
    line = [wait for wait in line if wait.student_id != loan.student_id]
    any_piece = [wait for wait in line if wait.unit_id is None]
    is_enough = free >= sum(wait.quantity for wait in any_piece)
    return [
        wait for wait in line if (wait.unit_id in own if wait.unit_id else not is_enough)
    ]
