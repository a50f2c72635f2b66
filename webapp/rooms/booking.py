"""Booking: the one way into a room's time, whatever it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.school import calendar, settings

from . import availability, notices, rooms, spaces
from .models import PEOPLE, Occupancy, Reservation, Room
from .spaces import Place

OVERLAP = "ex_occupancy_overlap"


@dataclass(frozen=True)
class Quote:
    """What a reservation would cost, in minor units."""

    room: Room
    starts: datetime
    ends: datetime
    cost_minor: int
    currency: str


@dataclass(frozen=True)
class Wish:
    """A time in a room that somebody wants, with all that decides whether they may have it."""

    by: Actor
    student_id: int
    place: Place
    starts: datetime
    ends: datetime
    notes: str = ""

    @property
    def room(self) -> Room:
        return self.place.room

    @property
    def until(self) -> datetime:
        """When others may come, the room being tidied up."""
        return self.ends + timedelta(minutes=self.room.turnover_minutes)

    @property
    def cost_minor(self) -> int:
        return cost(self.room, self.starts, self.ends)


def quote(actor: Actor, *, room: int, start_time: datetime, end_time: datetime) -> Quote:
    """The price of a time that could be booked; Invalid where no time may be booked at all."""
    place, (starts, ends) = rooms.find(actor, room), times(start_time, end_time)
    return Quote(place, starts, ends, cost(place, starts, ends), settings.currency())


def book(actor: Actor, *, room: int, start_time: datetime, end_time: datetime, notes: str = "") -> Reservation:
    """Locks the person, then the spaces; only then looks whether they are free, and writes a letter that says so.

    Times without an offset are the school's. Invalid for times nobody may book, Conflict with what is there and
    offers of other times and rooms if the room is taken.
    """
    starts, ends = times(start_time, end_time)
    lock_people(actor.id)
    wish = Wish(actor, actor.id, spaces.lock(room), starts, ends, notes)
    check(wish)
    try:
        with db.session.begin_nested():
            reservation = insert(wish)
            notices.confirmed(reservation)
            return reservation
    except IntegrityError as error:
        if OVERLAP not in str(error.orig):
            raise
        raise taken(wish) from None


def check(wish: Wish) -> None:
    """Every rule of a booking, asked inside the locks: a line for each, which raises what it refuses."""
    _in_use(wish)
    _free(wish)


def lock_people(*ids: int) -> None:
    """By id, before any space."""
    people = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(sorted(set(ids)))).order_by(PEOPLE.c.id)
    db.session.execute(people.with_for_update(key_share=True))


def insert(wish: Wish) -> Reservation:
    """The reservation and what it occupies; IntegrityError where the database knows better than the check."""
    reservation = Reservation(
        room=wish.room,
        student_id=wish.student_id,
        starts_at=wish.starts,
        ends_at=wish.ends,
        stored_status="confirmed",
        rate_minor=wish.room.hourly_rate_minor,
        total_cost_minor=wish.cost_minor,
        currency=settings.currency(),
        notes=wish.notes,
        turnover_minutes=wish.room.turnover_minutes,
        created_at=clock.now(),
    )
    db.session.add(reservation)
    db.session.flush()
    hold(reservation, wish.place.space_ids)
    return reservation


def hold(reservation: Reservation, space_ids: Iterable[int]) -> None:
    """One occupancy a space, tidying up included, by space id."""
    until = reservation.ends_at + timedelta(minutes=reservation.turnover_minutes)
    db.session.add_all(
        Occupancy(
            space_id=space_id,
            kind="reservation",
            reservation_id=reservation.id,
            starts_at=reservation.starts_at,
            blocks_until=until,
        )
        for space_id in sorted(space_ids)
    )
    db.session.flush()


def cost(room: Room, starts: datetime, ends: datetime) -> int:
    """By the time that passes, which is not always what the clocks show."""
    return money.charge(room.hourly_rate_minor, (ends - starts) // timedelta(minutes=1))


def times(start_time: datetime, end_time: datetime) -> tuple[datetime, datetime]:
    """Both as UTC instants. Invalid unless they are to come, on the school's steps and within its hours."""
    starts, ends = _instant("start_time", start_time), _instant("end_time", end_time)
    if ends <= starts:
        raise Invalid(fields={"end_time": "Choose an end after the start"})
    if starts < clock.now():
        raise Invalid(fields={"start_time": "Choose a time that is still to come"})
    hours = availability.opening(calendar.local(starts).date())
    words = f"The school is open from {calendar.local(hours.starts):%H:%M} to {calendar.local(hours.ends):%H:%M}"
    if not hours.starts <= starts < hours.ends:
        raise Invalid(fields={"start_time": words})
    if ends > hours.ends:
        raise Invalid(fields={"end_time": words})
    return starts, ends


def taken(wish: Wish) -> Conflict:
    """What is in the way, and offers of the nearest times and of rooms that are alike."""
    held = availability.clashes(wish.room, wish.starts, wish.until)
    spans = sorted({(each.starts_at, each.blocks_until) for each in held})
    busy = [{"start_time": _iso(begins), "end_time": _iso(until)} for begins, until in spans]
    return Conflict(
        f"{wish.room.name} is taken then: {_told(held, len(wish.place.space_ids))}",
        facts={"busy": busy},
        offers=_other_times(wish) + elsewhere(wish),
    )


def elsewhere(wish: Wish) -> list[Offer]:
    return [
        Offer(f"{other.name} at the same time", {"room": other.id})
        for other in availability.equivalent(wish.room, wish.starts, wish.ends)
    ]


def _in_use(wish: Wish) -> None:
    if not wish.room.is_active:
        raise Conflict(f"{wish.room.name} is not in use", facts={"is_active": False}, offers=elsewhere(wish))


def _free(wish: Wish) -> None:
    if availability.clashes(wish.room, wish.starts, wish.until):
        raise taken(wish)


def _other_times(wish: Wish) -> list[Offer]:
    length = wish.ends - wish.starts
    return [
        Offer(
            f"{calendar.local(at):%a %-d %b, %H:%M}–{calendar.local(at + length):%H:%M}",
            {"start_time": _iso(at), "end_time": _iso(at + length)},
        )
        for at in availability.nearest(wish.room, wish.starts, wish.ends)
    ]


def _told(held: list[Occupancy], parts: int) -> str:
    """The times; of a room made of parts, each part with its own."""
    told = []
    for name, group in groupby(sorted(held, key=lambda each: each.space.name), lambda each: each.space.name):
        times = [f"{calendar.local(each.starts_at):%H:%M}–{calendar.local(each.blocks_until):%H:%M}" for each in group]
        told.append((f"{name} " if parts > 1 else "") + " and ".join(times))
    return ", ".join(told)


def _instant(field: str, given: datetime) -> datetime:
    step = settings.get("granularity_minutes")
    try:
        found = calendar.instant(given)
    except ValueError as error:
        raise Invalid(fields={field: str(error)}) from None
    wall = calendar.local(found)
    if (wall.hour * 60 + wall.minute) % step or wall.second or wall.microsecond:
        raise Invalid(fields={field: f"Choose a time on a step of {step} minutes"})
    return found


def _iso(instant: datetime) -> str:
    return calendar.local(instant).isoformat()
