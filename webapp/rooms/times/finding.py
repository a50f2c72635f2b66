"""Finding a room by what one needs: from when, how long, what stands in it, for how many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.school import calendar

from .. import rooms
from ..models import Room
from ..rates import pricing
from ..rates.pricing import Tariff
from . import availability
from .availability import Day

LATER = 5  # rooms told to be free later that day


@dataclass(frozen=True)
class Free:
    """A room that can be had from `starts` to `ends`, and is free for longer, until `until`."""

    room: Room
    starts: datetime
    ends: datetime
    until: datetime
    cost_minor: int


@dataclass(frozen=True)
class Found:
    """Who asked for `starts` to `ends` gets one of `free`, the best first, or a little later one of `later`."""

    starts: datetime
    ends: datetime
    free: list[Free]
    later: list[Free]


def search(
    actor: Actor,
    *,
    free_from: datetime | None = None,
    minutes: int = 60,
    equipment: str = "",
    capacity: int = 1,
) -> Found:
    """The same few queries, however many rooms. Now is the next time one may come; Invalid for a time that is over."""
    length = timedelta(minutes=minutes)
    starts = _start(free_from, length)
    on = calendar.local(starts).date()
    fitting = [
        each
        for each in rooms.list_all(actor, equipment=equipment, capacity=capacity)
        if each.is_active
    ]
    tariff, left = Tariff.of(actor.id), pricing.free_left(actor.id, starts)
    found = [
        _earliest(day, starts, length, tariff, left)
        for day in availability.of_rooms(actor, fitting, on)
    ]
    there = [each for each in found if each]
    free = sorted((each for each in there if each.starts == starts), key=_best)
    later = sorted(
        (each for each in there if each.starts > starts),
        key=lambda each: (each.starts, _best(each)),
    )
    return Found(starts, starts + length, free, later[:LATER])


def _best(each: Free) -> tuple[int, int, float, str]:
    """The cheapest, then the smallest, so that the hall stays free for those who need it; then the one free longest."""
    return each.cost_minor, each.room.capacity, -each.until.timestamp(), each.room.name


def _earliest(
    day: Day, starts: datetime, length: timedelta, tariff: Tariff, left: int
) -> Free | None:
    if not day.open:
        return None
    hours, taken = day.open[0], [(span.starts, span.ends) for span in day.busy]
    fits = [
        at for at in availability.fitting(day.room, hours, taken, length) if at >= starts
    ]
    if not fits:
        return None
    at = fits[0]
    price = tariff.price(day.room, at, at + length, free_left=left)
    return Free(day.room, at, at + length, _until(day, at, hours.ends), price.cost_minor)


def _until(day: Day, at: datetime, closes: datetime) -> datetime:
    """When somebody else comes, or the school closes; the time to tidy up before is not free."""
    comes = min((span.starts for span in day.busy if span.starts > at), default=None)
    return (
        min(closes, comes - timedelta(minutes=day.room.turnover_minutes))
        if comes
        else closes
    )


def _start(asked: datetime | None, length: timedelta) -> datetime:
    """The next time one may come and stay so long, as asked or from now; past the last one of a day, the morning."""
    now = clock.now()
    try:
        at = calendar.instant(asked) if asked else now
        on = calendar.local(at).date()
        hours = availability.opening(on)
    except ValueError as error:
        raise Invalid(fields={"free_from": str(error)}) from None
    if at < now - availability.step():
        raise Invalid(fields={"free_from": "Choose a time in the future"})
    morning = availability.opening(calendar.after(on, 1))
    usable = (
        x
        for day in (hours, morning)
        for x in availability.steps(day)
        if x + length <= day.ends
    )
    return next((each for each in usable if each >= max(at, now)), at)
