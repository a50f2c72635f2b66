"""All out: what somebody can do who wants a thing of which none is free on their days."""

from typing import NamedTuple, TypedDict

from webapp.core.actor import Actor
from webapp.school import calendar, settings
from webapp.stock.items.stocked import Stocked

from .. import availability, free_days, pickup_days
from ..availability import ONE_DAY, Shelf
from ..baskets import Days
from . import joining, places, standings, waits
from .places import Queue
from .standings import Standing


class WaysOn(NamedTuple):
    """The first days on which it can be asked for, the queue, and where they stand in it, if they do."""

    first_free: places.Days | None
    queue: Queue
    own: Standing | None
    usual_days: int
    offer_days: int


class Shown(TypedDict):
    """`all_out` is None where it is free, or not lent at all; `waiting` is how many wait, which all may know."""

    all_out: WaysOn | None
    waiting: int


def of(actor: Actor, stocked: Stocked, shelf: Shelf, days: Days) -> Shown:
    """What an item's page shows where none is free today, nor on the days that are asked about: one query, and few
    more where that is so.
    """
    if not free_days.is_lent(stocked) or not stocked.quantity:
        return {"all_out": None, "waiting": 0}
    queue = places.queue(stocked.item.id, shelf, stocked.item.max_checkout_days)
    ways = None if _is_free(shelf, days) else _ways_on(actor, stocked, queue)
    return {"all_out": ways, "waiting": len(queue.line)}


def _is_free(shelf: Shelf, days: Days) -> bool:
    today, ends = calendar.today(), availability.end_of(*days)
    return bool(shelf.free(today, today + ONE_DAY) or shelf.free(days.starts, ends))


def _ways_on(actor: Actor, stocked: Stocked, queue: Queue) -> WaysOn:
    usual = joining.usual_days(stocked.item.max_checkout_days)
    first_free, last = (
        queue.first_free(usual, pickup_days.first(actor)),
        pickup_days.last(actor),
    )
    if first_free and last and first_free.starts > last:
        first_free = None  # it cannot be asked for yet
    own = waits.own_place(actor, stocked.item.id)
    standing = standings.of_waits([own])[0] if own else None
    return WaysOn(first_free, queue, standing, usual, settings.get("offer_days"))
