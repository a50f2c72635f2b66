"""Room at the desk: whoever asks for days on which nobody more can come to it is told so, with the nearest that do."""

from collections.abc import Callable
from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar

from . import due_days, near_days, pickup_days, visits
from .near_days import Bounds
from .visits import Room

Days = tuple[date, date]  # the first of a loan, and the one on which it is due
FIELDS = (pickup_days.FIELD, due_days.FIELD)
IsEnough = Callable[[date, date], bool]


def check(days: Days, is_enough: IsEnough, bounds: Bounds) -> None:
    """Invalid, at its field, for a first or a last day that is full, with the nearest days as an offer.

    On those there is room, and `is_enough` of what is asked for.
    """
    room = bounds.room
    if not room.full(*days):
        return
    near = near_days.with_room(*days, is_enough, bounds)
    both = zip(FIELDS, days, near or (None, None), strict=True)
    fields = {
        field: words(day, room, other) for field, day, other in both if room.is_full(day)
    }
    raise Invalid(fields=fields, offers=[other_days(days, near)] if near else [])


def read_from(days: Days, room: Room) -> date | None:
    """From which day on it must be known what is free: the first of these days, or today where one of them is full, as
    the nearest with room may be before them.
    """
    return None if room.full(*days) else days[0]


def check_due(actor: Actor, days: Days, room: Room, longest: int | None = None) -> None:
    """As `due_days.check`; of a full first day, too, both are told at once, with days on which both would do."""
    starts, due = days
    settled = due_days.settle(starts, due, room)
    if not settled.is_moved or not room.is_full(starts):
        return due_days.check(starts, due, room)
    bounds = Bounds(pickup_days.last(actor), longest, pickup_days.first(actor), room)
    near = near_days.with_room(starts, settled.day, lambda *_days: True, bounds)
    first = words(starts, room, near[0] if near else None)
    fields = dict(zip(FIELDS, (first, settled.words), strict=True))
    raise Invalid(fields=fields, offers=[other_days(days, near)] if near else [])


def words(day: date, room: Room, near: date | None) -> str:
    """Why somebody cannot come on a full day, and the nearest on which they can."""
    count = room.visits.count(day)
    full = visits.full_words(count) if count else ""
    if near is None:
        return full
    return _("%(full)s. %(day)s has room", full=full, day=calendar.in_words(near))


def other_days(days: Days, near: Days) -> Offer:
    """The nearest days that would do, named by both, or by the last one where only that is new."""
    starts, due = near
    first, last = calendar.in_words(starts), calendar.in_words(due)
    words = (
        _("From %(first)s to %(last)s", first=first, last=last)
        if starts != days[0]
        else _("Until %(last)s", last=last)
    )
    change = {pickup_days.FIELD: starts.isoformat(), due_days.FIELD: due.isoformat()}
    return Offer(words, change)
