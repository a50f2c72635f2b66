"""Offers: free time is held for the first in the queue who may have it, for a quarter of an hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, Refusal
from webapp.core.words import _
from webapp.people import people

from ..models import Occupancy, Reservation, RoomSpace, Wait
from ..occupied import spaces
from ..occupied.booking_requests import Wish
from ..occupied.spaces import Place
from ..reservations import booking, lapses, pending
from ..times import open_time
from . import wait_notices, waits

BEFORE = timedelta(minutes=5)  # before the start it must be clear who comes
LEAST = timedelta(minutes=2)  # to answer in


def accept(actor: Actor, id: int) -> Reservation:
    """Book exactly what is offered. An offer that lapsed is still good while nobody else has the time.

    NotAllowed but for who waits, Conflict with what is in the way, or if nothing was offered.
    """
    wait = waits.find(actor, id)
    if wait.student_id != actor.id:
        raise NotAllowed(_("Only the person waiting can accept"))
    if wait.offered_room_id is None:
        raise Conflict(_("Nothing has been offered yet"), facts={"status": wait.status})
    people.lock(actor.id)
    place = spaces.lock(wait.offered_room_id)
    wait = waits.find(actor, id, lock=True)
    starts, ends = _offered_time(wait)
    open_time.check(starts, ends)
    lapses.release(wait, to_book=True)
    wait.status = "booked"
    turnover = place.room.turnover_minutes
    return booking.put(
        Wish(
            actor,
            actor.id,
            place,
            starts,
            ends,
            turnover,
        )
    )


def sweep() -> None:
    """Every offer that ran out, every wish that can be met now. The worker's, in a transaction of its own."""
    waits.give_up(clock.now())
    late = select(Wait.offered_room_id).where(Wait.status == "offered", lapses.ran_out())
    room_ids = {id for id in db.session.scalars(late) if id}
    for wait in waits.waiting():
        room_ids |= {
            room.id for room in waits.suiting(wait) if waits.starts(wait, room, _earliest())
        }
    if room_ids:
        places = spaces.lock_all(room_ids)
        space_ids = {id for place in places.values() for id in place.space_ids}
        if not lapses.expire(space_ids):
            hear(space_ids)


def hear(space_ids: Iterable[int]) -> None:
    """Some of these locked spaces' time is free: hold it for whoever waits for it, one after the other."""
    locked = set(space_ids)
    if pending.lapse(locked):  # which tells of it here once more
        return
    rooms = _rooms_within(locked)
    for wait in waits.waiting(set(rooms)):
        for room in waits.suiting(wait):
            if room.id in rooms and _offer(wait, Place(room, sorted(rooms[room.id]))):
                break


def _offered_time(wait: Wait) -> tuple[datetime, datetime]:
    """From when until when the offer is. Conflict if it was answered, or if it is too late to come."""
    starts, ends = wait.offered_from, wait.offered_until
    if wait.status not in ("offered", "lapsed") or starts is None or ends is None:
        raise waits.already_over(wait)
    if starts < clock.now():
        raise Conflict(
            _("The time has already begun, so this offer is over"),
            facts={"status": wait.status},
        )
    return starts, ends


def _rooms_within(space_ids: set[int]) -> dict[int, set[int]]:
    """The rooms that take no other spaces than these, and which of them."""
    touched = select(RoomSpace.room_id).where(RoomSpace.space_id.in_(space_ids))
    query = select(RoomSpace.room_id, RoomSpace.space_id)
    rooms: dict[int, set[int]] = {}
    for room_id, space_id in db.session.execute(
        query.where(RoomSpace.room_id.in_(touched))
    ):
        rooms.setdefault(room_id, set()).add(space_id)
    return {room_id: ids for room_id, ids in rooms.items() if ids <= space_ids}


def _offer(wait: Wait, place: Place) -> bool:
    """True if they have an offer now; each time they might have is put to the rules, as if they booked it."""
    who = people.acting(wait.student_id)
    if who is None:
        return False
    length, turnover = timedelta(minutes=wait.minutes), place.room.turnover_minutes
    for at in waits.starts(wait, place.room, _earliest()):
        wish = Wish(
            who,
            who.id,
            place,
            at,
            at + length,
            turnover,
        )
        try:
            booking.check(wish)
            with db.session.begin_nested():
                _hold(wait, wish)
        except (Refusal, IntegrityError):  # not for them, or the database knows better
            continue
        wait_notices.offered(wait)
        return True
    return False


def _hold(wait: Wait, wish: Wish) -> None:
    wait.status = "offered"
    wait.offered_room_id = wish.room.id
    wait.offered_from = wish.starts
    wait.expires_at = min(clock.now() + lapses.OFFER_LASTS, wish.starts - BEFORE)
    for space_id in wish.place.space_ids:
        db.session.add(
            Occupancy(
                space_id=space_id,
                kind="hold",
                wait_id=wait.id,
                starts_at=wish.starts,
                blocks_until=wish.until,
            )
        )
    db.session.flush()


def _earliest() -> datetime:
    return clock.now() + BEFORE + LEAST
