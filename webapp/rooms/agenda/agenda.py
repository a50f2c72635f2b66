"""Reservations, and what else holds a room's time, as calendars show them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, or_, select

from webapp.core import clock, ical
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _, lazy

from ..models import Closure, Occupancy, Reservation, Room, RoomSpace, Series
from . import series_agenda

OTHERS = {
    "closure": lazy("Closed"),
    "lesson": lazy("Lesson"),
    "maintenance": lazy("Maintenance"),
}
CANCELLED_FOR = timedelta(days=30)  # so long calendars are told, however rarely they ask


def of_person(person_id: int, since: datetime) -> Iterator[ical.Event]:
    """A person's own reservations: those of no series by start, then each series."""
    whose = Reservation.student_id == person_id
    for reservation in db.session.scalars(_singles(whose, since=since)):
        yield series_agenda.single(reservation)
    for series, rows in _series(whose, since=since):
        yield from series_agenda.events(series, rows)


def of_room(actor: Actor, room: Room, since: datetime) -> Iterator[ical.Event]:
    """All that holds a room's time; of others who book it, the actor learns no more than on its page."""
    spaces = Occupancy.space_id.in_(
        select(RoomSpace.space_id).where(RoomSpace.room_id == room.id)
    )
    in_room = Reservation.id.in_(select(Occupancy.reservation_id).where(spaces))
    for row in db.session.scalars(_singles(in_room, since=since)):
        event = series_agenda.single(row, title=row.student_name)
        yield from _as_known(actor, row, [event])
    for series, rows in _series(in_room, since=since):
        events = list(series_agenda.events(series, rows, title=series.student_name))
        yield from _as_known(actor, series, events)
    yield from _pieces(spaces, since)


def event_of(reservation: Reservation) -> ical.Event:
    """A reservation as it is in its person's calendar, where it may be a date of a series."""
    if not reservation.series_id:
        return series_agenda.single(reservation)
    series = db.session.get_one(Series, reservation.series_id)
    return series_agenda.of_date(series, reservation)


def _pieces(spaces: ColumnElement[bool], since: datetime) -> Iterator[ical.Event]:
    """What is no reservation: each piece for itself, for a closure goes around what was booked. What ended early is
    told as cancelled for a while; a piece within another one of the same closure, in another space, is not told."""
    shown_until: dict[tuple[int, bool], datetime] = {}
    for occupancy, closure in db.session.execute(_others(spaces, since)):
        same = (closure.id if closure else 0, occupancy.live)
        if closure and occupancy.blocks_until <= shown_until.get(same, since):
            continue
        shown_until[same] = occupancy.blocks_until
        yield _piece(occupancy, closure)


def _others(spaces: ColumnElement[bool], since: datetime) -> Select[Occupancy, Closure]:
    """What holds these spaces and is no reservation, with its closure, by start and the longest first."""
    is_fresh = Occupancy.changed_at > clock.now() - CANCELLED_FOR
    return (
        select(Occupancy, Closure)
        .outerjoin(Closure, Closure.id == Occupancy.closure_id)
        .where(
            spaces,
            Occupancy.kind.in_(OTHERS),
            Occupancy.blocks_until > since,
            Occupancy.live | is_fresh,
        )
        .order_by(Occupancy.starts_at, Occupancy.blocks_until.desc(), Occupancy.id)
    )


def _piece(occupancy: Occupancy, closure: Closure | None) -> ical.Event:
    made = closure.created_at if closure else occupancy.starts_at
    title, reason = OTHERS[occupancy.kind], closure.reason if closure else ""
    return ical.Event(
        uid=ical.uid("occupancy", occupancy.id),
        title=f"{title}: {reason}" if reason else str(title),
        starts=occupancy.starts_at,
        ends=occupancy.blocks_until,
        changed=occupancy.changed_at or made,
        version=occupancy.version,
        status="CONFIRMED" if occupancy.live else "CANCELLED",
    )


def _as_known(
    actor: Actor, whose: Reservation | Series, events: list[ical.Event]
) -> list[ical.Event]:
    if actor.is_staff or whose.student_id == actor.id:
        return events
    return [replace(event, title=_("Busy"), words="", link="") for event in events]


def _singles(whose: ColumnElement[bool], *, since: datetime) -> Select[Reservation]:
    query = select(Reservation).where(
        whose, _stands(), Reservation.ends_at > since, Reservation.series_id.is_(None)
    )
    return query.order_by(Reservation.starts_at, Reservation.id)


def _series(
    whose: ColumnElement[bool], *, since: datetime
) -> Iterator[tuple[Series, list[Reservation]]]:
    """Each that is not over before then with all its dates, for it recurs from its first one on; in one query."""
    lasting = select(Reservation.series_id).where(
        whose, _stands(), Reservation.ends_at > since
    )
    query = (
        select(Series, Reservation)
        .join(Reservation, Reservation.series_id == Series.id)
        .where(whose, _stands(), Series.id.in_(lasting))
        .order_by(Series.id, Reservation.occurrence_date)
    )
    pairs = db.session.execute(query)
    for series, group in groupby(pairs, key=lambda pair: pair[0]):
        yield series, [reservation for _, reservation in group]


def _stands() -> ColumnElement[bool]:
    fresh = Reservation.changed_at > clock.now() - CANCELLED_FOR
    return or_(Reservation.stored_status != "cancelled", fresh)
