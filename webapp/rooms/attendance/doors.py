"""Doors: what is on a room's door for everybody to read, and what whoever stands before it may do."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from secrets import token_urlsafe

import segno
from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar

from .. import access, check_in, rooms
from ..models import Reservation, Room
from ..occupied import spaces
from ..occupied.booking_requests import Wish
from ..reservations import booking
from ..times import availability, open_time
from ..times.availability import Day
from ..times.spans import Span

NOBODY = Actor(0, "", "", 0)
CHOICES = 6  # ends to choose from
MISSING = _("Door not found")


@dataclass(frozen=True)
class Door:
    """Now: who is in is only said to be somebody."""

    room: Room
    now: datetime
    busy: Span | None  # what goes on, to the end of all that follows at once
    next: Span | None
    free_until: datetime | None  # None outside the opening hours too
    ends: list[datetime]  # until when somebody who comes now may stay


def find(code: str) -> Room:
    """By what its door says. NotFound for any other code."""
    if not re.fullmatch(r"[\w-]{1,40}", code, re.ASCII):
        raise NotFound(MISSING)
    return rows.find(select(Room).where(Room.door_code == code), MISSING)


def read(room: Room) -> Door:
    """What is on the door now."""
    now, today = clock.now(), availability.day(NOBODY, room.id, calendar.today())
    hours = open_time.going_on(now)
    busy, later = _now_and_next(_joined(today.busy), now)
    if hours is None or busy or not room.is_active:
        return Door(room, now, busy, later, None, [])
    free_until = min(hours.ends, later.starts) if later else hours.ends
    return Door(room, now, busy, later, free_until, _ends(room, now, free_until, later))


def own(actor: Actor, room: Room) -> Reservation | None:
    """The actor's own time in the room, that goes on now or is about to begin and can be checked in."""
    query = (
        access.visible_reservations(actor)
        .where(
            Reservation.room_id == room.id,
            Reservation.student_id == actor.id,
            Reservation.stored_status == "confirmed",
            Reservation.ends_at > clock.now(),
        )
        .order_by(Reservation.starts_at)
        .limit(1)
    )
    next_one = db.session.scalars(query).one_or_none()
    can_check_in = next_one and check_in.opens(next_one) <= clock.now()
    return next_one if can_check_in else None


def book(actor: Actor, code: str, *, until: datetime) -> Reservation:
    """The room from this minute on. Invalid for an end that is not on the door, Conflict if it is taken or closed."""
    people.lock(actor.id)
    place = spaces.lock(find(code).id)
    starts, ends = clock.now().replace(second=0, microsecond=0), calendar.instant(until)
    hours = open_time.going_on(starts)
    if hours is None:
        raise _closed(starts)
    if ends not in availability.steps(hours) or ends <= clock.now():
        raise Invalid(fields={"until": _("Choose one of the times on the door")})
    return booking.put(
        Wish(actor, actor.id, place, starts, ends, place.room.turnover_minutes)
    )


def _closed(now: datetime) -> Conflict:
    """It says when the school opens for the next time that day, if it does."""
    spans = open_time.spans(calendar.local(now).date())
    opens = next((span.starts for span in spans if span.starts > now), None)
    facts = {"opens": calendar.local(opens).isoformat()} if opens else {}
    return Conflict(_("The school is closed now"), facts=facts)


def renew(actor: Actor, room_id: int) -> Room:
    """Another code: what hangs on the door leads nowhere from now on. NotAllowed but for admins."""
    room = rooms.find(actor, room_id)
    if not access.may_manage(actor):
        raise NotAllowed(_("Only an admin can renew a door’s code"))
    room.door_code = token_urlsafe(12)
    db.session.flush()
    return room


def week(actor: Actor, room_id: int, first: date) -> list[Day]:
    """Seven days as they are on the printed sheet, without names. For staff."""
    if not actor.is_staff:
        rooms.find(actor, room_id)
        raise NotAllowed(_("Door sheets are for staff"))
    return [
        availability.day(NOBODY, room_id, calendar.after(first, ahead))
        for ahead in range(7)
    ]


@lru_cache(maxsize=1000)
def qr_code(base_url: str, code: str) -> str:
    """The QR code of a door's address, as inline SVG."""
    return segno.make(f"{base_url}/door/{code}", error="m", micro=False).svg_inline(
        omitsize=True, border=2
    )


def _now_and_next(spans: list[Span], now: datetime) -> tuple[Span | None, Span | None]:
    """What goes on, and what comes after it."""
    busy = next((span for span in spans if span.starts <= now < span.ends), None)
    return busy, next((span for span in spans if span.starts > now), None)


def _joined(spans: list[Span]) -> list[Span]:
    """What follows without a pause is one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.starts):
        last = joined[-1] if joined else None
        if last and span.starts <= last.ends:
            joined[-1] = Span(last.starts, max(last.ends, span.ends), last.kind)
        else:
            joined.append(Span(span.starts, span.ends, span.kind))
    return joined


def _ends(
    room: Room, now: datetime, free_until: datetime, later: Span | None
) -> list[datetime]:
    """The next steps, with the time to tidy up before whoever comes then."""
    tidy = timedelta(minutes=room.turnover_minutes)
    last = min(free_until, later.starts - tidy) if later else free_until
    steps = availability.open_steps(calendar.local(now).date())
    return [at for at in steps if now < at <= last][:CHOICES]
