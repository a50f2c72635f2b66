"""Check-in: who has a room says that they are there; staff decide how, and excuse who could not come."""

from typing import Any

from webapp.core import clock, heartbeat
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed
from webapp.school import calendar, settings

from .. import access
from .. import check_in as attendance
from ..models import Reservation
from ..reservations import no_shows, reservations


def check_in(actor: Actor, id: int) -> Reservation:
    """They are there: the actor, or whoever stands before the desk. Conflict before the time, and once it is lost."""
    reservation = reservations.find(actor, id, lock=True)
    facts = {"status": reservation.status, "checked_in_at": reservation.checked_in_at}
    if not attendance.policy().is_on:
        raise Conflict("Nobody needs to check in here", facts=facts)
    if reservation.status == "pending":
        raise Conflict(
            "This booking is waiting for approval: nobody can check in yet", facts=facts
        )
    if reservation.status != "confirmed":
        raise Conflict(reservation.already, facts=facts)
    if reservation.checked_in_at:
        raise Conflict("You are already checked in", facts=facts)
    if clock.now() < (opens := attendance.opens(reservation)):
        when = calendar.local(opens)
        raise Conflict(
            f"You can check in from {when:%H:%M} on {when:%A}",
            facts=facts | {"from": when.isoformat()},
        )
    reservation.checked_in_at, reservation.checked_in_by_id = clock.now(), actor.id
    db.session.flush()
    return reservation


def excuse(actor: Actor, id: int) -> Reservation:
    """They missed it for a reason: it counts no more. For staff; Conflict unless it was missed."""
    reservation = reservations.find(actor, id, lock=True)
    if not actor.is_staff:
        raise NotAllowed("Only staff can excuse people")
    if reservation.status != "no_show" or reservation.excused_at:
        words = "is already excused" if reservation.excused_at else "was not missed"
        raise Conflict(f"This booking {words}", facts={"status": reservation.status})
    reservation.excused_at, reservation.excused_by_id = clock.now(), actor.id
    db.session.flush()
    return reservation


def decide(actor: Actor, **policy: Any) -> None:
    """How the school checks people in, as in `CheckInPolicy`; what began before now is not missed by new rules."""
    access.check_may_decide_check_in(actor)
    for name, value in policy.items():
        settings.change(name, value)
    heartbeat.restart(no_shows.CHORE)
