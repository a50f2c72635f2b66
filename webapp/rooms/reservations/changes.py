"""Changing a reservation: to another time or room, or giving back what is left of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound, Stale
from webapp.people import people
from webapp.school import calendar, settings

from .. import access
from ..models import Occupancy, Reservation
from ..occupied import closed_time, released, spaces
from ..occupied.booking_requests import Wish
from ..rates import balances, pricing
from ..times import availability
from . import booking, late_cancellations, notices, offers, placing, reservations
from .placing import Target


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
    was_in, to = seen.room_id, room or seen.room_id
    if override_reason and not access.may_decide(actor):
        raise NotAllowed("Only staff can make an exception to the rules")
    starts, ends = booking.times(start_time, end_time, on_steps=not override_reason)
    people.lock_all(actor.id, seen.student_id)
    places = spaces.lock_all([was_in, to])
    if to not in places:
        raise NotFound("Room not found")
    reservation = reservations.find(actor, id, lock=True)
    if reservation.room_id != was_in or version not in (None, reservation.version):
        raise Stale(
            "Somebody changed this booking in the meantime", facts=_facts(reservation)
        )
    if not access.may_move(actor, reservation):
        raise Conflict(_why_not(reservation), facts={"status": reservation.status})
    tidy = (
        reservation.turnover_minutes if to == was_in else places[to].room.turnover_minutes
    )
    wish = Wish(
        actor, reservation.student_id, places[to], starts, ends, tidy, reservation.notes
    )
    wish = wish.instead(id, reservation.purpose, override_reason)
    verdict = booking.check(wish)
    needs_approval = None if actor.is_staff else verdict.needs_approval
    due = late_cancellations.keep(
        actor, reservation, to, starts, ends, asks_anew=bool(needs_approval)
    )
    put(
        reservation,
        wish,
        last_minute=verdict.last_minute,
        needs_approval=needs_approval,
        late_minor=due,
    )
    released.tell(space_id for place in places.values() for space_id in place.space_ids)
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
    before = notices.told(reservation)
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
    try:
        with (
            db.session.connection().begin_nested()
        ):  # of which the session need not know: what is refused is undone
            placing.put(reservation, target)
    except IntegrityError as error:
        if booking.OVERLAP not in str(error.orig):
            raise
        raise offers.taken(wish) from None
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
    if version not in (None, reservation.version):
        raise Stale(
            "Somebody changed this booking in the meantime", facts=_facts(reservation)
        )
    ends = availability.next_step(
        max(clock.now(), reservation.starts_at + timedelta(seconds=1))
    )
    if not access.may_end(actor, reservation) or ends >= reservation.ends_at:
        raise Conflict(_not_going_on(reservation), facts={"status": reservation.status})
    before, left = notices.told(reservation), closed_time.held(reservation)
    was, reservation.ends_at = reservation.charged_minor, ends
    if (
        settings.get("early_end_refund")
        and (price := pricing.shortened(reservation, ends)).cost_minor < was
    ):
        for name, value in price.columns().items():
            setattr(reservation, name, value)
        balances.adjust(reservation, actor.id, was=was, why="ended")
    for held in db.session.scalars(select(Occupancy).filter_by(reservation_id=id)):
        held.blocks_until = reservation.blocks_until
    db.session.flush()
    closed_time.fill(*left)
    if actor.id != reservation.student_id:
        notices.ended(reservation, by=actor, before=before, was=was)
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


def _why_not(reservation: Reservation) -> str:
    if reservation.status == "confirmed":
        return "This booking has begun: end it early, then book the time you need"
    return reservation.already


def _not_going_on(reservation: Reservation) -> str:
    if reservation.status != "confirmed":
        return reservation.already
    if reservation.starts_at > clock.now():
        return "This booking has not begun: cancel it instead"
    return "This booking ends in a few minutes"


def _facts(reservation: Reservation) -> dict[str, Any]:
    times = {"start_time": reservation.starts_at, "end_time": reservation.ends_at}
    told = {name: calendar.local(at).isoformat() for name, at in times.items()}
    return told | {
        "version": reservation.version,
        "room": reservation.room_id,
        "status": reservation.status,
    }
