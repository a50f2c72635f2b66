"""Who sees which reservations and may do what with rooms. Asked by verbs and by templates."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _, lazy
from webapp.school import settings

from . import check_in
from .models import Reservation, Room, Series, Wait


def may_manage(actor: Actor) -> bool:
    return actor.role == "admin"


def check_may_manage(
    actor: Actor, words: str = lazy("Only an admin can edit rooms")
) -> None:
    """NotAllowed, in these words, but for admins."""
    if not may_manage(actor):
        raise NotAllowed(words)


def may_decide(actor: Actor) -> bool:
    """Book for others and for lessons, beyond the rules, and close rooms."""
    return actor.is_staff


def check_may_make_exceptions(actor: Actor) -> None:
    """NotAllowed for students: no reason of theirs sets a rule aside."""
    if not may_decide(actor):
        raise NotAllowed(_("Only staff can make an exception to the rules"))


def check_may_close(actor: Actor) -> None:
    """NotAllowed for students."""
    if not may_decide(actor):
        raise NotAllowed(_("Only staff can close rooms"))


def check_may_look_ahead(actor: Actor) -> None:
    """NotAllowed for students: what somebody could book is shown to staff."""
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can see what others could book"))


def check_may_see_quotas(actor: Actor, person_id: int) -> None:
    """NotAllowed for a student who looks for somebody else's."""
    if person_id != actor.id and not actor.is_staff:
        raise NotAllowed(_("You see your own quotas"))


def check_may_set_prices(actor: Actor) -> None:
    """NotAllowed but for admins."""
    check_may_manage(actor, lazy("Only an admin can set prices"))


def check_may_make_rules(actor: Actor) -> None:
    """NotAllowed but for admins."""
    check_may_manage(actor, lazy("Only an admin can make rules"))


def check_may_decide_check_in(actor: Actor) -> None:
    """NotAllowed but for admins."""
    check_may_manage(actor, lazy("Only an admin can change the check-in settings"))


def may_approve(actor: Actor) -> bool:
    """Answer those who must ask."""
    return actor.role in ("teacher", "admin")


def may_see_use(actor: Actor) -> bool:
    return actor.is_staff


def visible_rooms(actor: Actor) -> Select[Room]:
    return select(Room) if may_manage(actor) else select(Room).where(Room.is_active)


def visible_reservations(actor: Actor) -> Select[Reservation]:
    return (
        select(Reservation)
        if actor.is_staff
        else select(Reservation).where(Reservation.student_id == actor.id)
    )


def may_follow_rooms(actor: Actor) -> bool:
    return actor.is_staff


def may_cancel(actor: Actor, reservation: Reservation) -> bool:
    """One's own only until it begins: then it is ended, for what was used of it counts."""
    is_own = reservation.student_id == actor.id
    return _may_change(actor, reservation) and not (is_own and may_end(actor, reservation))


def may_move(actor: Actor, reservation: Reservation) -> bool:
    return _may_change(actor, reservation) and not has_begun(reservation)


def may_end(actor: Actor, reservation: Reservation) -> bool:
    is_on = reservation.status == "confirmed" and has_begun(reservation)
    return is_on and _may_change(actor, reservation)


def has_begun(reservation: Reservation) -> bool:
    return reservation.starts_at <= clock.now()


def too_late_to_give_back(
    actor: Actor, reservation: Reservation
) -> tuple[datetime, datetime] | None:
    """From when until when one's own time is too late to be given back for nothing; None where all of it is free.

    All of it once it begins so soon, or the part that was too late before it was moved. What waits is free.
    """
    if reservation.status == "pending" or reservation.student_id != actor.id:
        return None
    if is_bound(reservation):
        return reservation.starts_at, reservation.ends_at
    since, until = reservation.bound_from, reservation.bound_until
    return (since, until) if since and until else None


def is_bound(reservation: Reservation) -> bool:
    """Whether it begins so soon that giving any of it back costs something."""
    hours = settings.get("cancel_hours")
    return bool(hours) and clock.now() > reservation.starts_at - timedelta(hours=hours)


def may_settle(actor: Actor) -> bool:
    """May write down what became of a price."""
    return actor.is_staff


def may_check_in(actor: Actor, reservation: Reservation) -> bool:
    """Now: theirs or by staff, in time, and not done yet."""
    is_time = check_in.policy().is_on and check_in.opens(reservation) <= clock.now()
    return (
        _is_own_or_staff(actor, reservation)
        and is_time
        and reservation.status == "confirmed"
        and reservation.checked_in_at is None
    )


def may_excuse(actor: Actor, reservation: Reservation) -> bool:
    return (
        actor.is_staff
        and reservation.status == "no_show"
        and reservation.excused_at is None
    )


def _may_change(actor: Actor, reservation: Reservation) -> bool:
    is_to_be_used = reservation.status in ("pending", "confirmed")
    return _is_own_or_staff(actor, reservation) and is_to_be_used


def _is_own_or_staff(actor: Actor, reservation: Reservation) -> bool:
    return actor.is_staff or reservation.student_id == actor.id


def visible_waits(actor: Actor) -> Select[Wait]:
    return (
        select(Wait) if actor.is_staff else select(Wait).where(Wait.student_id == actor.id)
    )


def may_accept(actor: Actor, wait: Wait) -> bool:
    is_own = wait.student_id == actor.id and wait.status in ("offered", "lapsed")
    return is_own and wait.offered_from is not None and wait.offered_from > clock.now()


def visible_series(actor: Actor) -> Select[Series]:
    return (
        select(Series)
        if actor.is_staff
        else select(Series).where(Series.student_id == actor.id)
    )
