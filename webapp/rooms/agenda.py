"""Reservations, and what else holds a room's time, as calendars show them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from webapp.core import clock, ical, letters
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import agenda

from .models import Occupancy, Reservation, Room, RoomSpace

STATUSES = {"pending": "TENTATIVE", "cancelled": "CANCELLED"}  # all others are confirmed
OTHERS = {"closure": "Closed", "lesson": "Lesson", "maintenance": "Maintenance"}
CANCELLED_FOR = timedelta(days=30)  # so long calendars are told, however rarely they ask


@agenda.source
def mine(person_id: int, since: datetime) -> Iterator[ical.Event]:
    """A person's own reservations, by start."""
    for each in db.session.scalars(_reservations(Reservation.student_id == person_id, since=since)):
        yield told(each)


def of_room(actor: Actor, room: Room, since: datetime) -> Iterator[ical.Event]:
    """All that holds a room's time; of others who book it, the actor learns no more than on its page."""
    spaces = Occupancy.space_id.in_(select(RoomSpace.space_id).where(RoomSpace.room_id == room.id))
    here = Reservation.id.in_(select(Occupancy.reservation_id).where(spaces))
    for each in db.session.scalars(_reservations(here, since=since)):
        known = actor.is_staff or each.student_id == actor.id
        yield told(each, title=each.student_name) if known else _busy(each)
    held = select(Occupancy).where(spaces, Occupancy.live, Occupancy.blocks_until > since)
    others = db.session.scalars(held.where(Occupancy.kind.in_(OTHERS)).order_by(Occupancy.starts_at, Occupancy.id))
    yield from {event.uid: event for event in map(_shut, others)}.values()  # once, whatever the room is made of


def told(reservation: Reservation, *, title: str = "") -> ical.Event:
    """A reservation as its person, and staff, have it in their calendars."""
    return ical.Event(
        uid=ical.uid("reservation", reservation.id),
        title=title or reservation.room.name,
        starts=reservation.starts_at,
        ends=reservation.ends_at,
        changed=reservation.changed_at,
        version=reservation.version,
        status=STATUSES.get(reservation.stored_status, "CONFIRMED"),
        place=reservation.room.name,
        words=reservation.notes,
        link=letters.link("rooms.show_reservation", id=reservation.id),
    )


def _shut(held: Occupancy) -> ical.Event:
    return ical.Event(
        uid=ical.uid("closure", held.closure_id) if held.closure_id else ical.uid("occupancy", held.id),
        title=OTHERS[held.kind],
        starts=held.starts_at,
        ends=held.blocks_until,
        changed=held.starts_at,
        version=1,
    )


def _busy(reservation: Reservation) -> ical.Event:
    return replace(told(reservation), title="Busy", words="", link="")


def _reservations(whose: ColumnElement[bool], *, since: datetime) -> Select[Reservation]:
    fresh = Reservation.changed_at > clock.now() - CANCELLED_FOR
    found = select(Reservation).where(whose, Reservation.ends_at > since)
    found = found.where(or_(Reservation.stored_status != "cancelled", fresh))
    return found.order_by(Reservation.starts_at, Reservation.id)
