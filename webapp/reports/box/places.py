"""Rooms as the box shows them, and whether somebody could go in now."""

from collections.abc import Collection, Iterator

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.words import _, ngettext
from webapp.rooms import rooms
from webapp.rooms.times import availability
from webapp.rooms.times.availability import Day
from webapp.school import calendar

from .hits import Hit


def of_rooms(actor: Actor, ids: Collection[int]) -> Iterator[Hit]:
    """Two statements."""
    there = rooms.these(actor, ids)
    for day in availability.of_rooms(actor, there, calendar.today()):
        room = day.room
        until = _free_until(day)
        yield Hit(
            "room",
            room.id,
            room.name,
            facts=(_for(room.capacity), room.equipment[:80], until),
            state="available" if until else "",
            sign="door-closed",
            act="book" if room.is_active else "",
        )


def _for(capacity: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", capacity)


def _free_until(day: Day) -> str:
    now = clock.now()
    for span in day.free:
        if span.starts <= now < span.ends:
            return _("free until %(time)s", time=calendar.clock(span.ends))
    return ""
