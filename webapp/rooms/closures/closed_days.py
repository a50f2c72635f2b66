"""Bookings at times that close: which of them a change of the open days hits; kept, or cancelled for nothing."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import select

from webapp.core import clock, dates
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar
from webapp.school import open_days as days
from webapp.school.effects.parties import Choices, Hit, Told
from webapp.school.open_days import OpenDays

from ..agenda import agenda
from ..models import Reservation, Room
from ..occupied import spaces
from ..reservations import reservations
from ..times import availability

NAMED = 3  # other times for a booking
LOOKED_AT = 24 * 60  # as many starts as a day may have
AHEAD = select(
    Reservation.id,
    Reservation.student_id,
    Reservation.student_name,
    Room.name,
    Reservation.starts_at,
    Reservation.ends_at,
).join(Room, Room.id == Reservation.room_id)


def find(
    before: OpenDays, after: OpenDays, people: Collection[int] | None, _since: date
) -> list[Hit]:
    """The bookings to come that begin and end while the school is open, and will not any more; by person and id.

    What has begun by now stays, whenever the change was made.
    """
    query = AHEAD.where(
        Reservation.starts_at > clock.now(),
        Reservation.stored_status.in_(("pending", "confirmed")),
    )
    if people is not None:
        query = query.where(Reservation.student_id.in_(people))
    was_open, is_open = _Open(before), _Open(after)
    hits = [
        _hit(*row)
        for row in db.session.execute(query)
        if was_open.all_of(*row[-2:]) and not is_open.all_of(*row[-2:])
    ]
    return sorted(hits, key=lambda hit: (hit.person, hit.id))


def _hit(
    id: int, person: int, name: str, room: str, starts: datetime, ends: datetime
) -> Hit:
    on = calendar.local(starts).date()
    return Hit("booking", id, person, name, room, on, None, starts, ends)


class _Open:
    """When the school is open by one way of deciding it."""

    def __init__(self, decided: OpenDays) -> None:
        self._decided = decided
        self._spans = cache(self._spans_of)

    def all_of(self, starts: datetime, ends: datetime) -> bool:
        spans = self._spans(calendar.local(starts).date())
        return any(opens <= starts and ends <= closes for opens, closes in spans)

    def _spans_of(self, on: date) -> list[tuple[datetime, datetime]]:
        hours = self._decided.hours(on)
        return [(days.at(on, span.starts), days.at(on, span.ends)) for span in hours]


def hold(hits: Sequence[Hit]) -> None:
    """The rooms of these bookings, and their spaces."""
    ids = [hit.id for hit in hits]
    query = select(Reservation.room_id).where(Reservation.id.in_(ids))
    spaces.lock_all(db.session.scalars(query) if ids else [])


def settle(actor: Actor, hits: Sequence[Hit], choices: Choices, _job: int) -> list[Told]:
    """Cancel one person's bookings, if that was chosen; the caller holds their rooms. They cost nothing."""
    if choices.bookings != "cancel":
        return []
    query = select(Reservation).where(Reservation.id.in_([hit.id for hit in hits]))
    query = query.order_by(Reservation.id).with_for_update(of=Reservation)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    named: list[tuple[datetime, datetime]] = []  # in the same e-mail
    by_id = {hit.id: hit for hit in hits}
    return [_cancel(actor, row, by_id[row.id], named) for row in rows]


def _cancel(
    actor: Actor, row: Reservation, hit: Hit, named: list[tuple[datetime, datetime]]
) -> Told:
    """The times that are named instead are none of those `named` for other bookings, and are added to them."""
    spans = _apart(row, named)
    reservations.give_back(row, by=actor)
    named += spans
    others = [_in_words(*span) for span in spans]
    db.session.flush()
    when = _in_words(row.starts_at, row.ends_at)
    event = agenda.event_of(row)
    return Told(hit, row.id, None, row.room.name, when, others=others, event=event)


def _apart(
    row: Reservation, named: list[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """The nearest other times, of which none overlaps another: several of one gap are one choice."""
    near = availability.nearest(
        row.room, row.starts_at, row.ends_at, most=LOOKED_AT, besides=named
    )
    length, chosen = row.ends_at - row.starts_at, list[datetime]()
    for at in sorted(near, key=lambda at: abs(at - row.starts_at)):
        if all(abs(at - other) >= length for other in chosen):
            chosen.append(at)
    return [(at, at + length) for at in sorted(chosen[:NAMED])]


def _in_words(starts: datetime, ends: datetime) -> str:
    return dates.written(
        calendar.local(starts), "%a %-d %b, %H:%M", calendar.span(starts, ends)
    )
