"""Reservations: booking a room and giving it back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, literal, not_, or_, select, tuple_
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound, Offer
from webapp.school import calendar, settings

from . import access, availability, notices, rooms
from .models import PEOPLE, Occupancy, Reservation, Room


@dataclass(frozen=True)
class Quote:
    """What a reservation would cost, in minor units."""

    room: Room
    starts: datetime
    ends: datetime
    cost_minor: int
    currency: str


def list_all(
    actor: Actor,
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    room: int | None = None,
    limit: int | None = None,
    after: tuple[datetime, int] | None = None,
) -> list[Reservation]:
    """By start; students see their own, staff everybody's. The end date is included."""
    found = access.visible_reservations(actor).order_by(Reservation.starts_at, Reservation.id).limit(limit)
    if start_date:
        found = found.where(Reservation.ends_at > _day("start_date", start_date)[0])
    if end_date:
        found = found.where(Reservation.starts_at < _day("end_date", end_date)[1])
    if room:
        found = found.where(Reservation.room_id == room)
    if after:
        at, id = after
        later = and_(Reservation.starts_at == at, Reservation.id > id)
        found = found.where(or_(Reservation.starts_at > at, later))
    return list(db.session.scalars(found))


def listed(
    actor: Actor,
    *,
    past: bool = False,
    room: int | None = None,
    on: date | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> list[Reservation]:
    """What is to come, the next first; or what is over or was cancelled, the latest first. Of one room, of one day."""
    found = access.visible_reservations(actor).where(not_(_ahead()) if past else _ahead()).limit(limit)
    if room:
        found = found.where(Reservation.room_id == room)
    if on:
        first, next_day = _day("date", on)
        found = found.where(Reservation.ends_at > first, Reservation.starts_at < next_day)
    return list(db.session.scalars(_turned(found, past, after)))


def upcoming(actor: Actor, limit: int) -> list[Reservation]:
    """The actor's own next reservations, by start, the one going on now included."""
    found = select(Reservation).where(Reservation.student_id == actor.id, _ahead())
    return list(db.session.scalars(found.order_by(Reservation.starts_at, Reservation.id).limit(limit)))


def find(actor: Actor, id: int, *, lock: bool = False) -> Reservation:
    asked = access.visible_reservations(actor).where(Reservation.id == id)
    if lock:
        asked = asked.with_for_update(of=Reservation).execution_options(populate_existing=True)
    reservation = db.session.scalars(asked).one_or_none()
    if reservation is None:
        raise NotFound("There is no such reservation")
    return reservation


def quote(actor: Actor, *, room: int, start_time: datetime, end_time: datetime) -> Quote:
    """The price of a time that could be booked; Invalid where no time may be booked at all."""
    place, (starts, ends) = rooms.find(actor, room), _times(start_time, end_time)
    return Quote(place, starts, ends, _cost(place, starts, ends), settings.currency())


def book(actor: Actor, *, room: int, start_time: datetime, end_time: datetime, notes: str = "") -> Reservation:
    """Locks the person, then the room; only then looks whether it is free, and writes a letter that says so.

    Times without an offset are the school's. Invalid for times nobody may book, Conflict with what is there and
    offers of other times and rooms if the room is taken.
    """
    starts, ends = _times(start_time, end_time)
    db.session.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == actor.id).with_for_update(key_share=True))
    place = rooms.find(actor, room, lock=True)
    if not place.is_active:
        others = _elsewhere(place, starts, ends)
        raise Conflict(f"{place.name} is not in use", facts={"is_active": False}, offers=others)
    if availability.clashes(place, starts, ends):
        raise _taken(place, starts, ends)
    try:
        with db.session.begin_nested():
            return _insert(actor, place, starts, ends, notes)
    except IntegrityError as error:
        if "ex_occupancy_overlap" not in str(error.orig):
            raise
        raise _taken(place, starts, ends) from None


def cancel(actor: Actor, id: int) -> Reservation:
    """Give the time back, and tell whose it was. Conflict unless it is still to be used."""
    reservation = find(actor, id, lock=True)
    if not access.may_cancel(actor, reservation):
        raise Conflict(f"This reservation is already {reservation.status}", facts={"status": reservation.status})
    reservation.stored_status = "cancelled"
    held = db.session.scalars(select(Occupancy).filter_by(reservation_id=id)).one()
    held.live = False
    db.session.flush()
    notices.cancelled(reservation, by=actor)
    return reservation


def _insert(actor: Actor, place: Room, starts: datetime, ends: datetime, notes: str) -> Reservation:
    reservation = Reservation(
        room=place,
        student_id=actor.id,
        starts_at=starts,
        ends_at=ends,
        stored_status="confirmed",
        rate_minor=place.hourly_rate_minor,
        total_cost_minor=_cost(place, starts, ends),
        currency=settings.currency(),
        notes=notes,
        created_at=clock.now(),
    )
    db.session.add(reservation)
    db.session.flush()
    until = ends + timedelta(minutes=place.turnover_minutes)
    db.session.add(
        Occupancy(
            room_id=place.id, kind="reservation", reservation_id=reservation.id, starts_at=starts, blocks_until=until
        )
    )
    db.session.flush()
    notices.confirmed(reservation)
    return reservation


def _cost(place: Room, starts: datetime, ends: datetime) -> int:
    """By the time that passes, which is not always what the clocks show."""
    return money.charge(place.hourly_rate_minor, (ends - starts) // timedelta(minutes=1))


def _taken(place: Room, starts: datetime, ends: datetime) -> Conflict:
    spans = [(held.starts_at, held.blocks_until) for held in availability.clashes(place, starts, ends)]
    busy = [{"start_time": _iso(begins), "end_time": _iso(until)} for begins, until in spans]
    said = " and ".join(f"{calendar.local(begins):%H:%M}–{calendar.local(until):%H:%M}" for begins, until in spans)
    times = [
        Offer(
            f"{calendar.local(at):%a %-d %b, %H:%M}–{calendar.local(at + (ends - starts)):%H:%M}",
            {"start_time": _iso(at), "end_time": _iso(at + (ends - starts))},
        )
        for at in availability.nearest(place, starts, ends)
    ]
    message = f"{place.name} is taken then: {said}"
    return Conflict(message, facts={"busy": busy}, offers=times + _elsewhere(place, starts, ends))


def _elsewhere(place: Room, starts: datetime, ends: datetime) -> list[Offer]:
    return [
        Offer(f"{other.name} at the same time", {"room": other.id})
        for other in availability.equivalent(place, starts, ends)
    ]


def _ahead() -> ColumnElement[bool]:
    return and_(Reservation.stored_status.in_(("pending", "confirmed")), Reservation.ends_at > clock.now())


def _turned(found: Select[Reservation], past: bool, after: tuple[datetime, int] | None) -> Select[Reservation]:
    """By start, forwards or backwards, from where the page before ended."""
    keys = tuple_(Reservation.starts_at, Reservation.id)
    if after:
        last = tuple_(literal(after[0], Reservation.starts_at.type), literal(after[1]))
        found = found.where(keys < last if past else keys > last)
    if past:
        return found.order_by(Reservation.starts_at.desc(), Reservation.id.desc())
    return found.order_by(Reservation.starts_at, Reservation.id)


def _times(start_time: datetime, end_time: datetime) -> tuple[datetime, datetime]:
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


def _day(field: str, on: date) -> tuple[datetime, datetime]:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={field: "Choose a day between 2000 and 2999"})
    return calendar.day(on)


def _iso(instant: datetime) -> str:
    return calendar.local(instant).isoformat()
