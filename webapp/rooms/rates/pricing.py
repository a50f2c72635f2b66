"""What a time in a room costs: minute by minute at the first rate that holds, free minutes off, rounded once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Self

from sqlalchemy import func, select

from webapp.core import money
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.people import groups
from webapp.school import calendar, settings
from webapp.school.words import lasting

from ..models import Reservation, Room, RoomRate

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Part:
    """Minutes in a row at one rate; without a name it is the room's own."""

    minutes: int
    rate_minor: int
    name: str = ""


@dataclass(frozen=True)
class Price:
    """What is charged, in minor units, and why."""

    parts: tuple[Part, ...]
    free_minutes: int  # that this booking takes from its week's
    free_left: int  # that the week has left then
    currency: str

    @property
    def minutes(self) -> int:
        """That are charged: those that pass, or a little more."""
        return sum(part.minutes for part in self.parts)

    @property
    def cost_minor(self) -> int:
        return charge(self.parts, self.free_minutes)

    def columns(self) -> dict[str, Any]:
        """What a reservation keeps of it, whatever rates become."""
        return {
            "rate_minor": self.parts[0].rate_minor,
            "total_cost_minor": self.cost_minor,
            "currency": self.currency,
            "billed_minutes": self.minutes,
            "free_minutes": self.free_minutes,
            "price_parts": [asdict(part) for part in self.parts],
        }


@dataclass(frozen=True)
class Tariff:
    """The rates that may hold for one person, asked once for any number of rooms."""

    person_id: int
    rates: tuple[RoomRate, ...]

    @classmethod
    def of(cls, person_id: int) -> Self:
        rates = db.session.scalars(
            select(RoomRate).order_by(RoomRate.priority, RoomRate.id)
        ).all()
        who = groups.standing(person_id) if rates else None
        theirs = [
            rate
            for rate in rates
            if who
            and rate.role in (None, who.role)
            and (rate.group_id is None or rate.group_id in who.group_ids)
        ]
        return cls(person_id, tuple(theirs))

    @classmethod
    def for_rooms(cls, person_id: int, rooms: Iterable[Room]) -> Self:
        """The same, asked only where one of these rooms has rates."""
        return (
            cls.of(person_id)
            if any(room.has_rates for room in rooms)
            else cls(person_id, ())
        )

    def here(self, room: Room) -> list[RoomRate]:
        """Those for this room, the first that is asked first."""
        return [
            r
            for r in self.rates
            if r.room_id in (None, room.id) and r.room_group_id in (None, room.group_id)
        ]

    def price(
        self, room: Room, starts: datetime, ends: datetime, *, free_left: int = 0
    ) -> Price:
        """With so many free minutes left. Conflict if no column could hold it."""
        parts = _billed(split(self.here(room), room, starts, ends))
        free = min(free_left, _charged_minutes(parts))
        price = Price(tuple(parts), free, free_left - free, settings.currency())
        if price.cost_minor > money.MOST:
            raise Conflict("Amount too large", facts={"minutes": price.minutes})
        return price


def of(
    person_id: int, room: Room, starts: datetime, ends: datetime, *, but: int | None = None
) -> Price:
    """The price for a person, who is locked where it will be kept; `but` for the reservation that moves there."""
    tariff = Tariff.of(person_id) if room.has_rates else Tariff(person_id, ())
    return tariff.price(room, starts, ends, free_left=free_left(person_id, starts, but=but))


def shortened(reservation: Reservation, ends: datetime) -> Price:
    """What a reservation costs that ends then instead, at the rates it was booked at."""
    parts = _billed(
        _between(_booked(reservation), 0, (ends - reservation.starts_at) // MINUTE)
    )
    free = min(reservation.free_minutes, _charged_minutes(parts))
    return Price(tuple(parts), free, 0, reservation.currency)


def of_part(
    reservation: Reservation, starts: datetime, ends: datetime, *, alone: bool = False
) -> Price:
    """What a part of a reservation's time costs, or all of it, at the rates it was booked at.

    The free minutes were its first ones that cost anything; what was added to fill the school's steps was its end.
    What is to stand `alone` is charged for as long as the school charges at least, in the school's steps.
    """
    parts, since = _booked(reservation), (starts - reservation.starts_at) // MINUTE
    until = (
        (ends - reservation.starts_at) // MINUTE
        if ends < reservation.ends_at
        else reservation.billed_minutes
    )
    before, mine = _between(parts, 0, since), _between(parts, since, until)
    mine = _billed(mine) if alone else mine
    free = max(
        0, min(reservation.free_minutes - _charged_minutes(before), _charged_minutes(mine))
    )
    return Price(tuple(mine), free, 0, reservation.currency)


def too_late(cost_minor: int) -> int:
    """What stays of a price that was given back too late, rounded half up."""
    return int((cost_minor * settings.get("late_cancel_percent") * 2 + 100) // 200)


def split(
    rates: Sequence[RoomRate], room: Room, starts: datetime, ends: datetime
) -> list[Part]:
    """The time that passes, cut where another rate begins to hold on the school's clock."""
    if not rates:
        return [Part((ends - starts) // MINUTE, room.hourly_rate_minor)]
    zone = settings.zone()
    passing = (
        (starts + n * MINUTE).astimezone(zone) for n in range((ends - starts) // MINUTE)
    )
    cut = groupby(passing, lambda wall: first(rates, wall))
    return [
        Part(
            len(list(some)),
            rate.rate_minor if rate else room.hourly_rate_minor,
            rate.name if rate else "",
        )
        for rate, some in cut
    ]


def charge(parts: Iterable[Part], free_minutes: int = 0) -> int:
    """An exact sum of minutes at their rates, the first ones free where they cost anything, rounded once, half up."""
    total = 0
    for part in parts:
        free = min(free_minutes, part.minutes) if part.rate_minor else 0
        free_minutes -= free
        total += part.rate_minor * (part.minutes - free)
    return money.charge(total, 1)


def told(parts: Iterable[Part], free_minutes: int, currency: str) -> str:
    """How it is reckoned: "1 h at €10.00, 30 min at €6.00 (Evening); 30 min of it free"."""
    words = [
        f"{lasting(part.minutes)} {f'at {money.told(part.rate_minor, currency)}' if part.rate_minor else 'free'}"
        f"{f' ({part.name})' if part.name else ''}"
        for part in parts
    ]
    return ", ".join(words) + (
        f"; {lasting(free_minutes)} from the week’s free time" if free_minutes else ""
    )


def kept(reservation: Reservation) -> str:
    """How a reservation's price was reckoned when it was booked."""
    parts = [Part(**part) for part in reservation.price_parts]
    return told(parts, reservation.free_minutes, reservation.currency) if parts else ""


def first(rates: Sequence[RoomRate], wall: datetime) -> RoomRate | None:
    """The one that holds at a time on the school's clock; None where the room's own price does."""
    day, clock = 1 << wall.weekday(), f"{wall.hour:02}:{wall.minute:02}"
    holding = (
        r
        for r in rates
        if r.weekdays & day and (r.from_time or "") <= clock < (r.until_time or "24")
    )
    return next(holding, None)


def _booked(reservation: Reservation) -> list[Part]:
    """The parts of its price as they were reckoned when it was booked."""
    parts = [Part(**part) for part in reservation.price_parts]
    return parts or [Part(reservation.billed_minutes, reservation.rate_minor)]


def _between(parts: Iterable[Part], since: int, until: int) -> list[Part]:
    """What lies between two minutes of it, both counted from its start."""
    cut, at = list[Part](), 0
    for part in parts:
        minutes = min(at + part.minutes, until) - max(at, since)
        cut += [replace(part, minutes=minutes)] if minutes > 0 else []
        at += part.minutes
    return cut


def _charged_minutes(parts: Iterable[Part]) -> int:
    return sum(part.minutes for part in parts if part.rate_minor)


def _billed(parts: list[Part]) -> list[Part]:
    """At least the school's shortest, in the school's steps; what is added costs what the end of the time costs."""
    passed, step = sum(part.minutes for part in parts), settings.get("billing_step_minutes")
    billed = -(-max(passed, settings.get("billing_least_minutes")) // step) * step
    return [*parts[:-1], replace(parts[-1], minutes=parts[-1].minutes + billed - passed)]


def free_left(person_id: int, starts: datetime, *, but: int | None = None) -> int:
    """Of the free minutes of the week in which it starts; what was booked first, or given back late, had them first."""
    allowed: int = settings.get("free_minutes_a_week")
    if not allowed:
        return 0
    on = calendar.local(starts).date()
    monday = on - timedelta(days=on.weekday())
    first, after = calendar.day(monday)[0], calendar.day(monday + timedelta(days=7))[0]
    taken = select(func.coalesce(func.sum(Reservation.free_minutes), 0)).where(
        Reservation.student_id == person_id,
        Reservation.is_charged,
        Reservation.id != (but or 0),
        Reservation.starts_at >= first,
        Reservation.starts_at < after,
    )
    return max(0, allowed - (db.session.scalar(taken) or 0))
