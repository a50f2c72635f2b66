"""Asked days: what becomes of days that somebody only thinks of, where nothing can be fetched or be due on them.

A list, an item's page and a set's page move them to the nearest that can be and say so, for as long as was asked; what
is asked for on such days is refused.
"""

from datetime import date

from webapp.core.actor import Actor
from webapp.core.words import _, ngettext
from webapp.school import calendar, open_days
from webapp.stock.items.free import AskedDays

from . import due_days, pickup_days
from .visits import Room, room_for


def settled(
    actor: Actor, first: date, due: date | None, room: Room | None = None
) -> AskedDays:
    """The nearest days on which it can be fetched and be due, and in words why they are others; without a last day it
    is the first. Where the first moves beyond the last one, it is for as long as before.
    """
    room = room or room_for(actor)
    starts = pickup_days.nearest(actor, first, room)
    words = [] if starts == first else [_why_from(actor, first, starts)]
    length = _length_kept(first, due, starts)
    if length:
        due = calendar.last_of(starts, length)
    last = due_days.settle(starts, max(starts, due or starts), room)
    if due and due >= starts:
        words.extend(_why_last(last, length))
    return AskedDays(starts, max(starts, last.day), tuple(words))


def _length_kept(first: date, due: date | None, starts: date) -> int:
    """How many days were asked for, where the first has moved beyond the last; else 0: the last one stays."""
    return calendar.count_days(first, due) if due and first <= due < starts else 0


def _why_from(actor: Actor, first: date, starts: date) -> str:
    day, decided = calendar.in_words(starts), open_days.now_decided()
    is_too_soon = decided.from_day(first) < pickup_days.first(actor)
    if is_too_soon or decided.is_open(first) and first < starts:
        return _("Things can be fetched from %(day)s on, so this is from then on", day=day)
    if starts < first:
        return _("Things can be fetched until %(day)s, so this is from then on", day=day)
    closed = open_days.why_closed(first)
    return _("%(closed)s, so this is from %(day)s on", closed=closed, day=day)


def _why_last(last: due_days.DueDay, length: int) -> list[str]:
    if last.is_moved:
        return [_why_until(last)]
    return [_as_long(length, last.day)] if length else []


def _why_until(last: due_days.DueDay) -> str:
    day = calendar.in_words(last.day)
    if last.term:
        return last.words
    closed = open_days.why_closed(last.wished)
    return _("%(closed)s, so this is until %(day)s", closed=closed, day=day)


def _as_long(days: int, last: date) -> str:
    return ngettext(
        "It is for 1 day, as asked, so this is until %(day)s",
        "It is for %(num)s days, as asked, so this is until %(day)s",
        days,
        day=calendar.in_words(last),
    )
