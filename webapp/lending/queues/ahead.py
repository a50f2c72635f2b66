"""Ahead: what those who wait for an item are likely to need of it, and what that leaves for whoever comes after them.

Who waits comes before who asks. A place counts from the day on which its turn is likely until the day before others
have the piece, at most for as long as it is lent; so what is free before, or after, can be asked for. A place that is
paused counts from the day on which it goes on, and not at all where that is not said; neither does one whose turn
nobody can tell, nor one that was passed over, because its person could not be offered anything now. Nobody is kept
back by their own place, nor by those behind them, and staff by none. Who asks for it while they wait is served by that:
their place counts no more while the request waits or is promised, neither for them nor against others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.stock.items import archiving

from ..availability import availability
from ..availability.availability import FOREVER, Shelf
from ..availability.day_changes import Span
from ..availability.unit_days import Days
from ..models import ItemWait
from . import in_line, likely, passed_over
from .in_line import Lines
from .likely import Outlook


class Ahead(NamedTuple):
    """When those ahead are likely to have how many pieces, and which units; and how many people that is."""

    spans: Sequence[Span] = ()
    units: Mapping[int, Sequence[Days]] = {}
    people: int = 0


NOBODY = Ahead()


def of_items(
    actor: Actor, item_ids: Collection[int], *, except_basket_of: int = 0
) -> dict[int, Ahead]:
    """Of each item, what whoever asks for some of it has to leave to others.

    One query where nobody waits, and few more, however many do, but where certain units are meant.
    """
    ahead = dict.fromkeys(item_ids, NOBODY)
    if actor.is_staff:
        return ahead
    lines = {id: line for id, line in in_line.of_items(item_ids).items() if line}
    if not lines:
        return ahead
    shelves = availability.shelves(lines, except_basket_of=except_basket_of)
    longest, passed = archiving.longest(lines), passed_over.of(_waits(lines))
    return ahead | {
        id: _of_line(actor, line, Outlook(shelves[id], longest[id]), passed)
        for id, line in lines.items()
    }


def _of_line(
    actor: Actor, line: list[ItemWait], outlook: Outlook, passed: set[int]
) -> Ahead:
    waiting = [wait for wait in line if not wait.is_served]
    before = [*takewhile(lambda wait: wait.student_id != actor.id, waiting)]
    likely.of(outlook, before, passed)
    return Ahead(outlook.taken, outlook.units, len(outlook.taken))


def of_waited(
    actor: Actor, shelves: Mapping[int, Shelf], *, except_basket_of: int = 0
) -> dict[int, Ahead]:
    """The same of those of these items that anybody waits for; no query where nobody does."""
    waited = [id for id, shelf in shelves.items() if shelf.waiting]
    return of_items(actor, waited, except_basket_of=except_basket_of) if waited else {}


def of_one(actor: Actor, item_id: int, shelf: Shelf, *, except_basket_of: int = 0) -> Ahead:
    """The same of one item."""
    found = of_waited(actor, {item_id: shelf}, except_basket_of=except_basket_of)
    return found.get(item_id, NOBODY)


def shelves(
    actor: Actor,
    item_ids: Iterable[int],
    first: date | None = None,
    until: date = FOREVER,
    *,
    except_basket_of: int = 0,
) -> dict[int, Shelf]:
    """As `availability.shelves`, with what those ahead need no longer free."""
    whole = availability.shelves(item_ids, first, until, except_basket_of=except_basket_of)
    return beside_those(actor, whole, except_basket_of=except_basket_of)


def beside_those(
    actor: Actor, whole: Mapping[int, Shelf], *, except_basket_of: int = 0
) -> dict[int, Shelf]:
    """What is left of these for whoever asks, beside those ahead."""
    return beside(whole, of_waited(actor, whole, except_basket_of=except_basket_of))


def beside(whole: Mapping[int, Shelf], ahead: Mapping[int, Ahead]) -> dict[int, Shelf]:
    """The same, where it is known who is ahead."""
    return {**whole} | {id: whole[id].beside(each.spans) for id, each in ahead.items()}


def shelf(
    actor: Actor,
    item_id: int,
    first: date | None = None,
    until: date = FOREVER,
    *,
    except_basket_of: int = 0,
) -> Shelf:
    return shelves(actor, [item_id], first, until, except_basket_of=except_basket_of)[
        item_id
    ]


def _waits(lines: Lines) -> list[ItemWait]:
    return [wait for line in lines.values() for wait in line]
