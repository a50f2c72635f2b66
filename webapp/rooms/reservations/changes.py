"""Changing a reservation: to another time or room, or giving back what is left of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, money, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotFound, Stale
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.school import calendar, settings

from .. import access
from ..models import Occupancy, Reservation
from ..occupied import closed_time, released, spaces
from ..occupied.booking_requests import Wish
from ..occupied.spaces import Place
from ..rates import balances, pricing
from ..times import availability
from . import booking, late_cancellations, notices, offers, placing, reservations
from .placing import Target

CHANGED = lazy("Somebody changed this booking in the meantime")


def move(
    actor: Actor,
    id: int,
    *,
    start_time: datetime,
    end_time: datetime,
    room: int | None = None,
    version: int | None = None,
    override_reason: str = "",
) -> Reservation:
    """To another time, another room or both, at the price of the room it moves to; the time it had is free at once.
    Moved by whose it is when cancelling would be too late, what it leaves is owed as if it had been cancelled.

    Moved by who has it, it waits for approval anew if that is needed there; moved by staff, it waits on if it did.
    Invalid and Conflict as for booking, and Conflict once it has begun. Stale if `version` is not the one of now.
    """
    seen = reservations.find(actor, id)
    to = room or seen.room_id
    if override_reason:
        access.check_may_make_exceptions(actor)
    starts, ends = booking.times(start_time, end_time, on_steps=not override_reason)
    places = _lock_person_and_rooms(actor, seen, to)
    reservation = _lock_to_move(actor, id, seen.room_id, version)
    wish = _moved(actor, reservation, places[to], starts, ends)
    _go(reservation, wish.instead(id, reservation.purpose, override_reason))
    released.tell(spaces.ids_of(places))
    return reservation


def put(
    reservation: Reservation,
    wish: Wish,
    *,
    last_minute: bool,
    needs_approval: bool | None = None,
    because: str = "",
    most: int = money.MOST,
    late_minor: int = 0,
) -> Reservation:
    """Where everything is locked and checked: to its new place, with a letter that says why. At its new price,
    unless that is more than `most`: then the one it has stays. Nothing said about approval leaves that as it is.
    `late_minor` is what the time it leaves still costs, for the letter."""
    before = notices.before(reservation)
    target = Target(
        by=wish.by,
        place=wish.place,
        starts=wish.starts,
        ends=wish.ends,
        turnover_minutes=wish.turnover_minutes,
        last_minute=last_minute,
        override_reason=wish.override_reason,
        needs_approval=needs_approval,
        is_detached=reservation.series_id is not None,
        most_minor=most,
    )
    (left,) = placing.let_go([reservation])
    with _refused_if_taken(wish):
        placing.put(reservation, target)
    closed_time.fill(*left)
    notices.moved(
        reservation, by=wish.by, before=before, because=because, late_minor=late_minor
    )
    if needs_approval:
        notices.requested(reservation)
    return reservation


def end(actor: Actor, id: int, *, version: int | None = None) -> Reservation:
    """Give back what is left, from the next step of the clock on. Conflict unless it is going on.

    The cost stays, or where the school refunds what is left, becomes what the time used costs at the same rates.
    Whose it is gets a letter if somebody else ends it.
    """
    space_ids = spaces.lock(reservations.find(actor, id).room_id).space_ids
    reservation = reservations.find(actor, id, lock=True)
    rows.check_version(version, reservation.version, CHANGED, lambda: _facts(reservation))
    ends = _next_step(reservation)
    if not access.may_end(actor, reservation) or ends >= reservation.ends_at:
        raise Conflict(
            _not_going_on(reservation),
            facts={"status": reservation.status, "reservation": id},
        )
    _shorten(actor, reservation, ends)
    released.tell(space_ids)
    return reservation


def next_week(reservation: Reservation) -> tuple[datetime, datetime]:
    """The same time on the clock a week later, or as many weeks as it takes to be ahead."""
    starts, ends = (
        calendar.local(at).replace(tzinfo=None)
        for at in (reservation.starts_at, reservation.ends_at)
    )
    today = calendar.local(clock.now()).replace(tzinfo=None)
    weeks = timedelta(weeks=max(1, (today - starts) // timedelta(weeks=1) + 1))
    return starts + weeks, ends + weeks


def _lock_person_and_rooms(actor: Actor, seen: Reservation, to: int) -> dict[int, Place]:
    """Whose it is, then the room it is in and the one it goes to. NotFound if that is none."""
    was_in = seen.room_id
    people.lock_all(actor.id, seen.student_id)
    places = spaces.lock_all([was_in, to])
    if to not in places:
        raise NotFound(_("Room not found"))
    return places


def _lock_to_move(actor: Actor, id: int, room_id: int, version: int | None) -> Reservation:
    """Read anew. Stale if it is not in this room any more, or not in this version; Conflict once it has begun."""
    reservation = reservations.find(actor, id, lock=True)
    if reservation.room_id != room_id:
        raise Stale(CHANGED, facts=_facts(reservation))
    rows.check_version(version, reservation.version, CHANGED, lambda: _facts(reservation))
    if not access.may_move(actor, reservation):
        raise Conflict(
            _why_not(reservation), facts={"status": reservation.status, "reservation": id}
        )
    return reservation


def _moved(
    actor: Actor, reservation: Reservation, place: Place, starts: datetime, ends: datetime
) -> Wish:
    """In the room it is in, it keeps its own time to tidy up."""
    stays = reservation.room_id == place.room.id
    tidy = reservation.turnover_minutes if stays else place.room.turnover_minutes
    return Wish(actor, reservation.student_id, place, starts, ends, tidy, reservation.notes)


def _go(reservation: Reservation, wish: Wish) -> None:
    """Where everything is locked: checked, what it gives up too late written down, and moved."""
    verdict = booking.check(wish)
    needs_approval = None if wish.by.is_staff else verdict.needs_approval
    late_minor = late_cancellations.keep(
        wish.by,
        reservation,
        wish.room.id,
        wish.starts,
        wish.ends,
        asks_anew=bool(needs_approval),
    )
    put(
        reservation,
        wish,
        last_minute=verdict.last_minute,
        needs_approval=needs_approval,
        late_minor=late_minor,
    )


@contextmanager
def _refused_if_taken(wish: Wish) -> Iterator[None]:
    """A savepoint of which the session need not know, for what is refused is undone; Conflict, with offers."""
    try:
        with db.session.connection().begin_nested():
            yield
    except IntegrityError as error:
        if booking.OVERLAP not in str(error.orig):
            raise
        raise offers.taken(wish) from None


def _next_step(reservation: Reservation) -> datetime:
    """When it would end if it was ended now."""
    begun = reservation.starts_at + timedelta(seconds=1)
    return availability.next_step(max(clock.now(), begun))


def _shorten(actor: Actor, reservation: Reservation, ends: datetime) -> None:
    """It ends then, and what it held after that is free, or closed where it lay in a closure."""
    before, left = notices.before(reservation), closed_time.occupied_by(reservation)
    was, reservation.ends_at = reservation.charged_minor, ends
    _charge_what_was_used(actor, reservation, was)
    query = select(Occupancy).filter_by(reservation_id=reservation.id)
    for occupancy in db.session.scalars(query):
        occupancy.blocks_until = reservation.blocks_until
    db.session.flush()
    closed_time.fill(*left)
    if actor.id != reservation.student_id:
        notices.ended(reservation, by=actor, before=before, was=was)


def _charge_what_was_used(actor: Actor, reservation: Reservation, was: int) -> None:
    """Where the school refunds what is left, the time until its new end; else the cost stays."""
    if not settings.get("early_end_refund"):
        return
    price = pricing.shortened(reservation, reservation.ends_at)
    if price.cost_minor < was:
        rows.assign(reservation, price.columns())
        balances.adjust(reservation, actor.id, was=was, why="ended")


def _why_not(reservation: Reservation) -> str:
    if reservation.status == "confirmed":
        return _("This booking has begun: end it early, then book the time you need")
    return reservation.already


def _not_going_on(reservation: Reservation) -> str:
    if reservation.status == "pending":
        return _(
            "This booking is waiting for approval and has not begun: cancel it instead"
        )
    if reservation.status != "confirmed":
        return reservation.already
    if reservation.starts_at > clock.now():
        return _("This booking has not begun: cancel it instead")
    return _("This booking ends in a few minutes")


def _facts(reservation: Reservation) -> dict[str, str | int]:
    return {
        "start_time": calendar.local(reservation.starts_at).isoformat(),
        "end_time": calendar.local(reservation.ends_at).isoformat(),
        "version": reservation.version,
        "room": reservation.room_id,
        "status": reservation.status,
    }
