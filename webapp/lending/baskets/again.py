"""Asking again for what somebody once asked for: it goes into their basket, to begin today."""

from collections import Counter
from datetime import date, timedelta

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _
from webapp.school import open_days

from ..days import due_days, pickup_days
from ..days.loan_days import Days
from ..days.visits import Room, room_for
from ..models import Basket, Checkout
from ..models.baskets import Wanted
from ..requests import requests
from ..requests.whole import Whole
from ..suspensions import suspended
from . import basket_lines, baskets

Thing = tuple[Wanted, Days]  # for these days


def ask_again(actor: Actor, id: int) -> Basket:
    """Put everything of one's own request into one's basket, its days shifted so that the first is the next possible.

    A set goes in as a set, as it is now; what is archived or not free goes in too, and says so there. What is in it for
    these days already does not go in again. Conflict if that is all of it, while it waits for an answer, while
    they are suspended, and if the basket has not enough room; NotAllowed for another's.
    """
    whole = requests.find(actor, id)
    _check(actor, whole)
    basket = baskets.taken(actor)
    room = room_for(actor)
    first = pickup_days.proposed(actor, room)
    shift = first - _first_day(whole)
    request = whole.request
    missing = _missing(basket, _things(whole, shift, room))
    basket_lines.begin(basket, _open(first, request.due_on + shift, room))
    for (wanted, days), quantity in missing.items():
        basket_lines.add(basket, wanted, days, quantity)
    basket.purpose = basket.purpose or request.purpose
    baskets.touch(basket)
    return basket


def _things(whole: Whole, shift: timedelta, room: Room) -> Counter[Thing]:
    """How many of each thing were asked for, for which days from now on."""
    things = Counter[Thing]()
    for asked, (line, *_rest) in whole.together:
        quantity = asked.quantity if asked else line.asked_quantity
        things[_wanted(line), _days(line, shift, room)] += quantity
    return things


def _missing(basket: Basket, things: Counter[Thing]) -> Counter[Thing]:
    """What of it is not in the basket. Conflict if all is."""
    there = Counter[Thing]()
    for wanted, days in things:
        if line := basket.line_like(wanted, *days):
            there[wanted, days] = line.quantity
    missing = things - there
    if not missing:
        words = _("All of this is in your basket already")
        raise Conflict(
            words, facts={"lines": [line.id for line in basket.to_send]}, see=["basket"]
        )
    return missing


def _first_day(whole: Whole) -> date:
    return min(line.asked_from for line in whole.lines)


def _days(line: Checkout, shift: timedelta, room: Room) -> Days:
    """The days that were asked for, so much later, moved off closed days."""
    return _open(line.asked_from + shift, line.asked_until + shift, room)


def _open(starts: date, due: date, room: Room) -> Days:
    decided = open_days.now_decided()
    starts = starts if decided.is_open(starts) else room.from_day(decided, starts)
    return Days(starts, due_days.settle(starts, max(starts, due), room).day)


def _wanted(line: Checkout) -> Wanted:
    """The item that was asked for, or the set that it is a part of."""
    return Wanted(set=line.set_id) if line.set_id else Wanted(line.asked_item_id)


def is_past(line: Checkout) -> bool:
    """Whether its borrower neither has it nor is to get it."""
    return line.status not in ("pending", "approved", "out")


def _check(actor: Actor, whole: Whole) -> None:
    if whole.request.student_id != actor.id:
        raise NotAllowed(_("Only who asked for it can ask again"))
    if whole.is_waiting:
        raise Conflict(_("It is still waiting for an answer"), facts={"request": whole.id})
    suspended.check(actor.id, reader=actor.id)
