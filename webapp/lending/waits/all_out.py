"""All out: what somebody can do who wants a thing of which none is free on their days."""

from typing import NamedTuple, TypedDict

from webapp.core.actor import Actor
from webapp.school import settings
from webapp.stock.items.stocked import Stocked

from ..asking import free_days, similar
from ..asking.similar import Alike
from ..availability.availability import Shelf
from ..days import pickup_days
from ..days.loan_days import Days
from ..days.visits import Room
from ..queues.likely import Outlook
from . import joining, offered, places, standings, waits
from .places import Queue
from .standings import Standing


class WaysOn(NamedTuple):
    """The first days on which it can be asked for, the queue, and their place in it, if they have one."""

    first_free: Days | None
    queue: Queue
    own: Standing | None
    usual_days: int
    offer_days: int

    @property
    def is_earlier(self) -> bool:
        """Whether their turn in the queue is likely before the first days on which they can ask."""
        place = self.own and self.own.place
        turn = place.likely if place else self.queue.next_likely(self.usual_days)
        first = self.first_free
        return bool(first and turn.day and not turn.is_guess and turn.day < first.starts)


class Shown(TypedDict):
    """`all_out` is None where it is free, or not lent at all; `waiting` is how many wait, which all may know.

    `alike` is what is free instead where nothing is on the days that are asked about.
    """

    all_out: WaysOn | None
    waiting: int
    alike: Alike


def of(
    actor: Actor, stocked: Stocked, shelf: Shelf, whole: Shelf, days: Days, room: Room
) -> Shown:
    """What an item's page shows where none is free today, nor on the days that are asked about: few queries.

    `shelf` is what the actor can ask for of the `whole`, and `room` theirs at the desk.
    """
    shown: Shown = {"all_out": None, "waiting": whole.waiting, "alike": Alike([], [])}
    longest = stocked.item.max_checkout_days
    is_lent = free_days.is_lent(stocked) and stocked.quantity
    if is_lent and not shelf.free(days.starts, shelf.end_of(*days)):
        shown["alike"] = similar.to_ask_for(actor, stocked.item, days, room)
        if not offered.is_free_now(shelf):
            shown["all_out"] = _ways_on(
                actor, stocked, Outlook(shelf, longest, room=room), whole
            )
    return shown


def _ways_on(actor: Actor, stocked: Stocked, outlook: Outlook, whole: Shelf) -> WaysOn:
    longest = outlook.longest
    queue = places.queue(stocked.item.id, whole, longest)
    usual = joining.usual_days(longest)
    first_free = _first_free(actor, outlook, usual)
    own = waits.own_place(actor, stocked.item.id)
    standing = standings.of_waits([own])[0] if own else None
    return WaysOn(first_free, queue, standing, usual, settings.get("offer_days"))


def _first_free(actor: Actor, outlook: Outlook, days: int) -> Days | None:
    """The first days with room at the desk on which the actor can ask for one, for so long at least; None if nobody
    can say, and if they cannot ask for them yet.
    """
    first = outlook.first_open(1, days, pickup_days.first(actor)).day
    last = pickup_days.last(actor)
    if first is None or (last and first > last):
        return None
    due = outlook.last_day(first)
    return None if outlook.room.full(due) else Days(first, due)
