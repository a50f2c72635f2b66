"""Reservations, and what else holds a room's time, as calendars show them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, or_, select

from webapp.core import clock, ical
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Closure, Occupancy, Reservation, Room, RoomSpace, Series
from . import series_agenda

OTHERS = {"closure": "Closed", "lesson": "Lesson", "maintenance": "Maintenance"}
CANCELLED_FOR = timedelta(days=30)  # so long calendars are told, however rarely they ask


def mine(person_id: int, since: datetime) -> Iterator[ical.Event]:
    """A person's own reservations: those of no series by start, then each series."""
    whose = Reservation.student_id == person_id
    for each in db.session.scalars(_singles(whose, since=since)):
        yield series_agenda.single(each)
    for series, rows in _series(whose, since=since):
        yield from series_agenda.told(series, rows)


def of_room(actor: Actor, room: Room, since: datetime) -> Iterator[ical.Event]:
    """All that holds a room's time; of others who book it, the actor learns no more than on its page."""
    spaces = Occupancy.space_id.in_(
        select(RoomSpace.space_id).where(RoomSpace.room_id == room.id)
    )
    here = Reservation.id.in_(select(Occupancy.reservation_id).where(spaces))
    for each in db.session.scalars(_singles(here, since=since)):
        yield from _known(
            actor, each, [series_agenda.single(each, title=each.student_name)]
        )
    for series, rows in _series(here, since=since):
        yield from _known(
            actor, series, list(series_agenda.told(series, rows, title=series.student_name))
        )
    yield from _pieces(spaces, since)


def told(reservation: Reservation) -> ical.Event:
    """A reservation as it is in its person's calendar, where it may be a date of a series."""
    series = (
        db.session.get(Series, reservation.series_id) if reservation.series_id else None
    )
    return (
        series_agenda.of_date(series, reservation)
        if series
        else series_agenda.single(reservation)
    )


def _pieces(spaces: ColumnElement[bool], since: datetime) -> Iterator[ical.Event]:
    """What is no reservation: each piece for itself, for a closure goes around what was booked. What ended early is
    told as cancelled for a while; a piece within another one of the same closure, in another space, is not told."""
    is_fresh = Occupancy.changed_at > clock.now() - CANCELLED_FOR
    asked = select(Occupancy, Closure).outerjoin(
        Closure, Closure.id == Occupancy.closure_id
    )
    asked = asked.where(
        spaces,
        Occupancy.kind.in_(OTHERS),
        Occupancy.blocks_until > since,
        Occupancy.live | is_fresh,
    )
    told: dict[tuple[int, bool], datetime] = {}
    for held, closure in db.session.execute(
        asked.order_by(Occupancy.starts_at, Occupancy.blocks_until.desc(), Occupancy.id)
    ):
        same = (closure.id, held.live) if closure else (0, held.live)
        if closure and held.blocks_until <= told.get(same, since):
            continue
        told[same] = held.blocks_until
        yield _piece(held, closure)


def _piece(held: Occupancy, closure: Closure | None) -> ical.Event:
    made = closure.created_at if closure else held.starts_at
    title, reason = OTHERS[held.kind], closure.reason if closure else ""
    return ical.Event(
        uid=ical.uid("occupancy", held.id),
        title=f"{title}: {reason}" if reason else title,
        starts=held.starts_at,
        ends=held.blocks_until,
        changed=held.changed_at or made,
        version=held.version,
        status="CONFIRMED" if held.live else "CANCELLED",
    )


def _known(
    actor: Actor, whose: Reservation | Series, events: list[ical.Event]
) -> list[ical.Event]:
    if actor.is_staff or whose.student_id == actor.id:
        return events
    return [replace(event, title="Busy", words="", link="") for event in events]


def _singles(whose: ColumnElement[bool], *, since: datetime) -> Select[Reservation]:
    found = select(Reservation).where(
        whose, _stands(), Reservation.ends_at > since, Reservation.series_id.is_(None)
    )
    return found.order_by(Reservation.starts_at, Reservation.id)


def _series(
    whose: ColumnElement[bool], *, since: datetime
) -> Iterator[tuple[Series, list[Reservation]]]:
    """Each that is not over before then with all its dates, for it recurs from its first one on; in one query."""
    lasting = select(Reservation.series_id).where(
        whose, _stands(), Reservation.ends_at > since
    )
    asked = select(Series, Reservation).join(
        Reservation, Reservation.series_id == Series.id
    )
    asked = asked.where(whose, _stands(), Series.id.in_(lasting))
    found = db.session.execute(asked.order_by(Series.id, Reservation.occurrence_date))
    for series, rows in groupby(found, key=lambda row: row[0]):
        yield series, [reservation for _, reservation in rows]


def _stands() -> ColumnElement[bool]:
    fresh = Reservation.changed_at > clock.now() - CANCELLED_FOR
    return or_(Reservation.stored_status != "cancelled", fresh)
