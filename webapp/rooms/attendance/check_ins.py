"""Check-in: who has a room says that they are there; staff decide how, and excuse who could not come."""

from webapp.core import clock, dates, heartbeat
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _
from webapp.school import calendar, settings

from .. import access
from .. import check_in as attendance
from ..models import Reservation
from ..reservations import no_shows, reservations


def check_in(actor: Actor, id: int) -> Reservation:
    """They are there: the actor, or whoever stands before the desk. Conflict before the time, and once it is lost."""
    reservation = reservations.find(actor, id, lock=True)
    facts = {
        "status": reservation.status,
        "checked_in_at": reservation.checked_in_at,
        "reservation": id,
    }
    if words := _why_not(reservation):
        raise Conflict(words, facts=facts)
    opens = calendar.local(attendance.opens(reservation))
    if clock.now() < opens:
        raise Conflict(
            _(
                "You can check in from %(time)s on %(day)s",
                time=f"{opens:%H:%M}",
                day=dates.written(opens, "%A"),
            ),
            facts=facts | {"from": opens.isoformat()},
        )
    reservation.checked_in_at, reservation.checked_in_by_id = clock.now(), actor.id
    db.session.flush()
    return reservation


def _why_not(reservation: Reservation) -> str:
    """Why nobody can check in to it, whatever the time is; empty where somebody can."""
    if not attendance.policy().is_on:
        return _("Nobody needs to check in here")
    if reservation.status == "pending":
        return _("This booking is waiting for approval: nobody can check in yet")
    if reservation.status != "confirmed":
        return reservation.already
    return _("You are already checked in") if reservation.checked_in_at else ""


def excuse(actor: Actor, id: int) -> Reservation:
    """They missed it for a reason: it counts no more. For staff; Conflict unless it was missed."""
    reservation = reservations.find(actor, id, lock=True)
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can excuse people"))
    if reservation.status != "no_show" or reservation.excused_at:
        words = _("This booking was not missed")
        if reservation.excused_at:
            words = _("This booking is already excused")
        raise Conflict(words, facts={"status": reservation.status})
    reservation.excused_at, reservation.excused_by_id = clock.now(), actor.id
    db.session.flush()
    return reservation


def decide(actor: Actor, **policy: bool | int) -> None:
    """How the school checks people in, as in `CheckInPolicy`; what began before now is not missed by new rules."""
    access.check_may_decide_check_in(actor)
    for name, value in policy.items():
        settings.change(name, value)
    heartbeat.restart(no_shows.CHORE)
