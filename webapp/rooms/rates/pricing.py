"""What a time in a room costs: minute by minute at the first rate that holds, free minutes off, rounded once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self, TypedDict

from sqlalchemy import func, select

from webapp.core import money
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import groups
from webapp.school import calendar, settings
from webapp.school.words import lasting

from .. import scopes
from ..models import PricePart, Reservation, Room, RoomRate
from . import price_parts
from .price_parts import MINUTE, Part


class PriceColumns(TypedDict):
    """What a reservation keeps of its price, by column."""

    rate_minor: int
    total_cost_minor: int
    currency: str
    billed_minutes: int
    free_minutes: int
    price_parts: list[PricePart]


@dataclass(frozen=True)
class Price:
    """What is charged, in minor units, and why."""

    parts: tuple[Part, ...]
    free_minutes: int  # that this booking takes from its week's
    free_left: int  # that the week has left then
    currency: str

    @property
    def minutes(self) -> int:
        """The minutes that are charged: those that pass, or a little more."""
        return sum(part.minutes for part in self.parts)

    @property
    def cost_minor(self) -> int:
        """What is to be paid, rounded once."""
        return price_parts.charge(self.parts, self.free_minutes)

    def columns(self) -> PriceColumns:
        """What a reservation keeps of it, whatever rates become."""
        return {
            "rate_minor": self.parts[0].rate_minor,
            "total_cost_minor": self.cost_minor,
            "currency": self.currency,
            "billed_minutes": self.minutes,
            "free_minutes": self.free_minutes,
            "price_parts": [_stored(part) for part in self.parts],
        }


@dataclass(frozen=True)
class Tariff:
    """The rates that may hold for one person, read once for any number of rooms."""

    person_id: int
    rates: tuple[RoomRate, ...]

    @classmethod
    def of(cls, person_id: int) -> Self:
        """A person's, in two queries; one where the school has no rates."""
        rates = db.session.scalars(
            select(RoomRate).order_by(RoomRate.priority, RoomRate.id)
        ).all()
        who = groups.standing(person_id) if rates else None
        theirs = [rate for rate in rates if who and scopes.holds_for(rate, who)]
        return cls(person_id, tuple(theirs))

    @classmethod
    def for_rooms(cls, person_id: int, rooms: Iterable[Room]) -> Self:
        """The same, read only where one of these rooms has rates."""
        if any(room.has_rates for room in rooms):
            return cls.of(person_id)
        return cls(person_id, ())

    def here(self, room: Room) -> list[RoomRate]:
        """The rates for this room, in the order in which they are tried."""
        return [
            rate for rate in self.rates if scopes.holds_in(rate, room.id, room.group_id)
        ]

    def price(
        self,
        room: Room,
        starts: datetime,
        ends: datetime,
        *,
        free_left: int = 0,
    ) -> Price:
        """With so many free minutes left. Conflict if no column could hold it."""
        passing = price_parts.split(self.here(room), room, starts, ends)
        parts = price_parts.rounded_up(passing)
        free = min(free_left, price_parts.charged_minutes(parts))
        price = Price(tuple(parts), free, free_left - free, settings.currency())
        if price.cost_minor > money.MOST:
            raise Conflict(_("Amount too large"), facts={"minutes": price.minutes})
        return price


def of(
    person_id: int,
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    but: int | None = None,
) -> Price:
    """The price for a person, who is locked where it will be kept; `but` for the reservation that moves there."""
    tariff = Tariff.for_rooms(person_id, [room])
    return tariff.price(room, starts, ends, free_left=free_left(person_id, starts, but=but))


def shortened(reservation: Reservation, ends: datetime) -> Price:
    """What a reservation costs that ends then instead, at the rates it was booked at."""
    until = (ends - reservation.starts_at) // MINUTE
    parts = price_parts.rounded_up(price_parts.between(_booked(reservation), 0, until))
    free = min(reservation.free_minutes, price_parts.charged_minutes(parts))
    return Price(tuple(parts), free, 0, reservation.currency)


def of_part(
    reservation: Reservation, starts: datetime, ends: datetime, *, alone: bool = False
) -> Price:
    """What a part of a reservation's time costs, or all of it, at the rates it was booked at.

    The free minutes were its first ones that cost anything; what was added to fill the school's steps was its end.
    What is to stand `alone` is charged for as long as the school charges at least, in the school's steps.
    """
    booked = _booked(reservation)
    since = (starts - reservation.starts_at) // MINUTE
    until = reservation.billed_minutes
    if ends < reservation.ends_at:
        until = (ends - reservation.starts_at) // MINUTE
    parts = price_parts.between(booked, since, until)
    if alone:
        parts = price_parts.rounded_up(parts)
    used_before = price_parts.charged_minutes(price_parts.between(booked, 0, since))
    free_left = reservation.free_minutes - used_before
    free = max(0, min(free_left, price_parts.charged_minutes(parts)))
    return Price(tuple(parts), free, 0, reservation.currency)


def too_late(cost_minor: int) -> int:
    """What stays of a price that was given back too late, rounded half up."""
    return int((cost_minor * settings.get("late_cancel_percent") * 2 + 100) // 200)


def breakdown(parts: Iterable[Part], free_minutes: int, currency: str) -> str:
    """How it is calculated: "1 h at €10.00, 30 min at €6.00 (Evening); 30 min of it free"."""
    words = ", ".join(_part_words(part, currency) for part in parts)
    if free_minutes:
        return _(
            "%(parts)s; %(time)s from the week’s free time",
            parts=words,
            time=lasting(free_minutes),
        )
    return words


def of_reservation(reservation: Reservation) -> str:
    """How a reservation's price was calculated when it was booked."""
    parts = [Part(**part) for part in reservation.price_parts]
    return breakdown(parts, reservation.free_minutes, reservation.currency) if parts else ""


def free_left(person_id: int, starts: datetime, *, but: int | None = None) -> int:
    """Of the free minutes of the week in which it starts; what was booked first, or given back late, had them first."""
    allowed = settings.get("free_minutes_a_week")
    if not allowed:
        return 0
    first, after = _week(calendar.local(starts))
    used = select(func.coalesce(func.sum(Reservation.free_minutes), 0)).where(
        Reservation.student_id == person_id,
        Reservation.is_charged,
        Reservation.id != (but or 0),
        Reservation.starts_at >= first,
        Reservation.starts_at < after,
    )
    return max(0, allowed - (db.session.scalar(used) or 0))


def _week(wall: datetime) -> tuple[datetime, datetime]:
    """When the week begins that has this time on the school's clock, and the next one."""
    first = calendar.first_of_week(wall.date())
    return calendar.day(first)[0], calendar.day(first + timedelta(days=7))[0]


def _booked(reservation: Reservation) -> list[Part]:
    """The parts of its price as they were calculated when it was booked."""
    parts = [Part(**part) for part in reservation.price_parts]
    return parts or [Part(reservation.billed_minutes, reservation.rate_minor)]


def _stored(part: Part) -> PricePart:
    return {"minutes": part.minutes, "rate_minor": part.rate_minor, "name": part.name}


def _part_words(part: Part, currency: str) -> str:
    words = _("%(time)s free", time=lasting(part.minutes))
    if part.rate_minor:
        price = money.formatted(part.rate_minor, currency)
        words = _("%(time)s at %(price)s", time=lasting(part.minutes), price=price)
    return f"{words} ({part.name})" if part.name else words
