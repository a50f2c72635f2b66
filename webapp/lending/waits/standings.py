"""Standings: what somebody waits for or is offered, with all that is told of it."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.stock.items import archiving

from ..models import Checkout, ItemWait
from . import clocks, offered, places, waits
from .places import Place, Queue


class Standing(NamedTuple):
    """A place in a queue: where that is, or the loan that is offered; and how many wait behind it.

    Of an offer, how many percent of the time to say yes are left, on how many open days after this one, and whether
    somebody still has to approve it after a yes.
    """

    wait: ItemWait
    place: Place | None
    loan: Checkout | None
    behind: int
    percent_left: int = 0
    days_left: int = 0
    needs_approval: bool = False


def of_person(actor: Actor, student: int) -> list[Standing]:
    """All of somebody's, what is offered first: one query where there is nothing, else as many, however many."""
    return of_waits(waits.of_person(actor, student))


def of_waits(found: Sequence[ItemWait], *, in_order: bool = False) -> list[Standing]:
    """The same of these places; what is offered first, unless they are to stay `in_order`."""
    if not found:
        return []
    loans, queues = offered.loans_of(found), places.queues({w.item_id for w in found})
    offers = {loan.item_id for loan in loans.values()}
    terms = archiving.all_terms(offers) if offers else {}
    decided = {id for id, each in terms.items() if each.needs_approval}
    standings = [
        _standing(wait, queues[wait.item_id], loans.get(wait.id))._replace(
            needs_approval=wait.item_id in decided
        )
        for wait in found
    ]
    if in_order:
        return standings
    return sorted(standings, key=lambda each: each.loan is None)


def _standing(wait: ItemWait, queue: Queue, loan: Checkout | None) -> Standing:
    place = queue.place(wait)
    behind = place.behind if place else len(queue.line)
    if loan is None or loan.offered_until is None:
        return Standing(wait, place, loan, behind)
    until, now = loan.offered_until, clock.now()
    whole = (until - (wait.offered_at or now)).total_seconds()
    left = max(0.0, (until - now).total_seconds())
    percent = min(100, round(100 * left / whole)) if whole > 0 else 0
    return Standing(wait, place, loan, behind, percent, clocks.open_days_left(until, now))
