"""Which days one can have an item on: what its page, the list of items and a program are told of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.free import FreePieces
from webapp.stock.items.stocked import Stocked

from ..availability import availability
from ..availability.availability import Shelf
from ..days.visits import Room, room_for
from ..queues import ahead

MOST_DAYS = 366
LOOK_AHEAD = timedelta(days=120)  # how much later the day may be that is told instead


class FreeDay(NamedTuple):
    """So many of those that the school owns can be asked for on a day, unless nobody more can come to the desk then."""

    date: date
    free: int
    owned: int
    desk_full: bool = False


def of_item(actor: Actor, id: int, first: date, until: date) -> list[FreeDay]:
    """Each day of [first, until); nothing is free of what is not lent out. NotFound, Invalid at `from` and `to`."""
    stocked = items.show(actor, id)
    count = _count(first, until)
    free, room = _days(actor, stocked, first, count), Room(actor.id)
    days = [first + timedelta(days=ahead) for ahead in range(count)]
    return [
        FreeDay(day, pieces, stocked.quantity, room.is_full(day))
        for day, pieces in zip(days, free, strict=True)
    ]


def _count(first: date, until: date) -> int:
    """How many days are asked about. Invalid for none, for too many, and for days that are over."""
    if first < calendar.today():
        raise Invalid(fields={"from": _("Choose today or a later day")})
    count = (until - first).days
    if not 0 < count <= MOST_DAYS:
        words = _(
            "Choose a later day than the first, at most %(days)s later", days=MOST_DAYS
        )
        raise Invalid(fields={"to": words})
    return count


def during(
    actor: Actor, rows: Iterable[Stocked], first: date, until: date
) -> dict[int, int]:
    """How many of each item somebody can ask for on every day of [first, until), by its id."""
    lent = [stocked.item.id for stocked in rows if is_lent(stocked)]
    shelves = ahead.shelves(actor, lent, first, until)
    return {id: shelf.free(first, until) for id, shelf in shelves.items()}


def for_loan(
    actor: Actor, rows: Iterable[Stocked], first: date, due: date
) -> dict[int, FreePieces]:
    """How many of each item somebody can have from `first` until `due`, or from which day with room at the desk on one
    can for as long.
    """
    lent = [stocked.item.id for stocked in rows if is_lent(stocked)]
    ends = availability.end_of(first, due)
    shelves = ahead.shelves(actor, lent, first, ends + LOOK_AHEAD)
    room = room_for(actor)
    return {id: _for_loan(shelf, first, due, room) for id, shelf in shelves.items()}


def _for_loan(shelf: Shelf, first: date, due: date, room: Room) -> FreePieces:
    free = shelf.free(first, min(shelf.end_of(first, due), shelf.until))
    return FreePieces(free, None if free else shelf.next_start(first, due, room))


def is_lent(stocked: Stocked) -> bool:
    return stocked.item.is_borrowable and stocked.item.archived_at is None


def _days(actor: Actor, stocked: Stocked, first: date, count: int) -> list[int]:
    if not is_lent(stocked):
        return [0] * count
    until = first + timedelta(days=count)
    return ahead.shelf(actor, stocked.item.id, first, until).days(first, count)
