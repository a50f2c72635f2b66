"""Pending reservations: how long a time is held for who asks for it, and what becomes of what nobody answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core import clock, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar, settings

from ..models import Reservation, RoomSpace
from ..occupied import released, spaces
from . import notices, reservations


def answer_by(starts: datetime) -> datetime:
    """Until when a time is held for who asks for it now. Conflict if it begins now: then nobody could answer."""
    if starts <= clock.now():
        raise Conflict(
            _("A teacher must approve this room first: choose a time in the future")
        )
    return min(clock.now() + timedelta(hours=settings.get("approve_within_hours")), starts)


def promise(starts: datetime) -> str:
    """What one who asks now for a time from then on is told."""
    hours = settings.get("approve_within_hours")
    is_days = hours % 24 == 0 and hours > 24
    lasting = text.counted(hours // 24, "day") if is_days else text.counted(hours, "hour")
    soon = starts - clock.now() <= timedelta(hours=hours)
    if soon:
        return _(
            "A teacher will answer before it begins; until then the time is held",
        )
    return _(
        "A teacher will answer within %(time)s; until then the time is held", time=lasting
    )


def follow(reservation: Reservation, needs_approval: bool | None) -> None:
    """It moved: asked for anew, or no more; with None it waits on if it did, but not past its new start."""
    if needs_approval is None:
        reservation.answer_by = reservation.answer_by and min(
            reservation.answer_by, reservation.starts_at
        )
        return
    reservation.stored_status = "pending" if needs_approval else "confirmed"
    reservation.answer_by = answer_by(reservation.starts_at) if needs_approval else None
    reservation.decided_at = reservation.decided_by_id = None


def expire() -> int:
    """What nobody answered in time is free again; how many. The worker's, in a transaction of its own."""
    rooms = db.session.scalars(
        select(Reservation.room_id).where(Reservation.is_unanswered).distinct()
    ).all()
    return lapse(spaces.ids_of(spaces.lock_all(rooms)))


def lapse(space_ids: Iterable[int]) -> int:
    """The same for these spaces, which the caller has locked."""
    ids = set(space_ids)
    rooms = select(RoomSpace.room_id).where(RoomSpace.space_id.in_(ids))
    query = (
        select(Reservation)
        .where(Reservation.is_unanswered, Reservation.room_id.in_(rooms))
        .order_by(Reservation.id)
        .with_for_update(of=Reservation)
        .execution_options(populate_existing=True)
    )
    unanswered = rows.listed(query)
    for reservation in unanswered:
        reservations.give_back(reservation, by=None)
        sign(reservation, None)
        notices.unanswered(reservation)
    if unanswered:
        released.tell(ids)
    return len(unanswered)


def answer_words(reservation: Reservation) -> str:
    """Who answered and when, or that nobody did, in a sentence."""
    decided = reservation.answer_by if reservation.is_unanswered else reservation.decided_at
    at = calendar.written(decided, "%a %-d %b at %H:%M") if decided else ""
    if reservation.outcome == "unanswered":
        return _("Nobody answered in time: the request expired on %(at)s", at=at)
    if not at or reservation.outcome not in ("confirmed", "declined"):
        return reservation.already
    by = people.contact(reservation.decided_by_id) if reservation.decided_by_id else None
    name = by.name if by else _("Somebody")
    if reservation.outcome == "declined":
        return _("%(name)s declined this on %(at)s", name=name, at=at)
    return _("%(name)s approved this on %(at)s", name=name, at=at)


def sign(reservation: Reservation, by: Actor | None) -> None:
    """Who answered, and when; nobody where time did."""
    reservation.decided_at, reservation.decided_by_id = clock.now(), by.id if by else None
    db.session.flush()


def is_late(reservation: Reservation) -> bool:
    """Whether it is too late for anybody to answer."""
    until = reservation.answer_by
    return until is None or min(until, reservation.starts_at) <= clock.now()
