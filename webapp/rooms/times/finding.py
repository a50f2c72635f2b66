"""Finding a room by what one needs: from when, how long, what stands in it, for how many."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar

from .. import rooms
from ..models import Room
from ..rates import pricing
from ..rates.pricing import Tariff
from . import availability, open_time
from .availability import Day
from .spans import Span

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
    tariff, left = Tariff.of(actor.id), pricing.free_left(actor.id, starts)
    fitting = [
        _earliest(
            day,
            starts,
            length,
            tariff,
            left,
        )
        for day in _days(actor, calendar.local(starts).date(), equipment, capacity)
    ]
    free, later = _sorted(list(filter(None, fitting)), starts)
    return Found(starts, starts + length, free, later[:LATER])


def _days(actor: Actor, on: date, equipment: str, capacity: int) -> list[Day]:
    """The day of each room that is in use and has what is needed."""
    suitable = rooms.list_all(actor, equipment=equipment, capacity=capacity)
    in_use = [room for room in suitable if room.is_active]
    return availability.of_rooms(actor, in_use, on)


def _sorted(rooms: list[Free], starts: datetime) -> tuple[list[Free], list[Free]]:
    """Those free at once, the best first, and those free later, the earliest first."""
    at_once = [free for free in rooms if free.starts == starts]
    later = [free for free in rooms if free.starts > starts]
    return (
        sorted(at_once, key=_best),
        sorted(later, key=lambda free: (free.starts, _best(free))),
    )


def _best(free: Free) -> tuple[int, int, float, str]:
    """The cheapest, then the smallest, so that the hall stays free for those who need it; then the one free longest."""
    return free.cost_minor, free.room.capacity, -free.until.timestamp(), free.room.name


def _earliest(
    day: Day,
    starts: datetime,
    length: timedelta,
    tariff: Tariff,
    left: int,
) -> Free | None:
    if not day.open:
        return None
    taken = [(span.starts, span.ends) for span in day.busy]
    fits = availability.fitting(day.room, day.open, taken, length)
    at = next((at for at in fits if at >= starts), None)
    if at is None:
        return None
    price = tariff.price(day.room, at, at + length, free_left=left)
    return Free(
        day.room,
        at,
        at + length,
        _until(day, at, next(span.ends for span in day.open if at < span.ends)),
        price.cost_minor,
    )


def _until(day: Day, at: datetime, closes: datetime) -> datetime:
    """When somebody else comes, or the school closes; the time to tidy up before is not free."""
    comes = min((span.starts for span in day.busy if span.starts > at), default=None)
    if comes is None:
        return closes
    return min(closes, comes - timedelta(minutes=day.room.turnover_minutes))


def _start(free_from: datetime | None, length: timedelta) -> datetime:
    """The next time one may come and stay so long, as asked or from now; past the last one of a day, the morning."""
    now = clock.now()
    try:
        at = calendar.instant(free_from) if free_from else now
        on = calendar.local(at).date()
        today = open_time.spans(on)
    except ValueError as error:
        raise Invalid(fields={"free_from": str(error)}) from None
    if at < now - availability.step():
        raise Invalid(fields={"free_from": _("Choose a time in the future")})
    tomorrow = open_time.spans(calendar.after(on, 1))
    usable = [at for span in (*today, *tomorrow) for at in _starts(span, length)]
    return next((start for start in usable if start >= max(at, now)), at)


def _starts(hours: Span, length: timedelta) -> list[datetime]:
    """The steps of a day from which one may stay so long."""
    return [at for at in availability.steps(hours) if at + length <= hours.ends]
