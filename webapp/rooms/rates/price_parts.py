"""What a price is made of: minutes in a row at one rate each, split, cut, rounded up and added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from webapp.core import money
from webapp.school import settings

from ..models import Room, RoomRate

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Part:
    """Minutes in a row at one rate; without a name it is the room's own."""

    minutes: int
    rate_minor: int
    name: str = ""


def split(
    rates: Sequence[RoomRate], room: Room, starts: datetime, ends: datetime
) -> list[Part]:
    """The time that passes, cut where another rate begins to hold on the school's clock."""
    if not rates:
        return [Part((ends - starts) // MINUTE, room.hourly_rate_minor)]
    zone = settings.zone()
    walls = (
        (starts + n * MINUTE).astimezone(zone) for n in range((ends - starts) // MINUTE)
    )
    runs = groupby(walls, lambda wall: rate_at(rates, wall))
    return [_part(rate, room, len(list(run))) for rate, run in runs]


def rate_at(rates: Sequence[RoomRate], wall: datetime) -> RoomRate | None:
    """The rate that holds at a time on the school's clock; None where the room's own price does."""
    day, clock = 1 << wall.weekday(), f"{wall.hour:02}:{wall.minute:02}"
    holding = (
        rate
        for rate in rates
        if rate.weekdays & day
        and (rate.from_time or "") <= clock < (rate.until_time or "24")
    )
    return next(holding, None)


def charge(parts: Iterable[Part], free_minutes: int = 0) -> int:
    """An exact sum of minutes at their rates, the first ones free where they cost anything, rounded once, half up."""
    total = 0
    for part in parts:
        free = min(free_minutes, part.minutes) if part.rate_minor else 0
        free_minutes -= free
        total += part.rate_minor * (part.minutes - free)
    return money.charge(total, 1)


def charged_minutes(parts: Iterable[Part]) -> int:
    """The minutes that cost anything."""
    return sum(part.minutes for part in parts if part.rate_minor)


def between(parts: Iterable[Part], since: int, until: int) -> list[Part]:
    """What lies between two minutes of it, both counted from its start."""
    cut, at = list[Part](), 0
    for part in parts:
        minutes = min(at + part.minutes, until) - max(at, since)
        if minutes > 0:
            cut.append(replace(part, minutes=minutes))
        at += part.minutes
    return cut


def rounded_up(parts: list[Part]) -> list[Part]:
    """At least the school's shortest, in the school's steps; what is added costs what the end of the time costs."""
    passed = sum(part.minutes for part in parts)
    step = settings.get("billing_step_minutes")
    billed = -(-max(passed, settings.get("billing_least_minutes")) // step) * step
    last = parts[-1]
    return [*parts[:-1], replace(last, minutes=last.minutes + billed - passed)]


def _part(rate: RoomRate | None, room: Room, minutes: int) -> Part:
    if rate is None:
        return Part(minutes, room.hourly_rate_minor)
    return Part(minutes, rate.rate_minor, rate.name)
