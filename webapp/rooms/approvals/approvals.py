"""Approvals: a teacher's answer to who asked for a room, which holds its time for them until then."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, outbox, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, Stale
from webapp.core.words import _, lazy
from webapp.people import answering, people

from .. import access
from ..models import Occupancy, Reservation
from ..occupied import closed_time, released, spaces
from ..rates import balances
from ..reservations import late_waivers, notices, pending, reservations
from ..rules import rules
from ..times import open_time


def listed(
    actor: Actor,
    *,
    everyone: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int = 30,
) -> list[Reservation]:
    """What waits for an answer, the most urgent first. NotAllowed but for who may answer."""
    _check_may(actor)
    query = select(Reservation).where(*waiting(actor, everyone)).limit(limit)
    query = rows.by_time(query, Reservation.answer_by, Reservation.id, after)
    return rows.listed(query)


def to_see_to(actor: Actor) -> dict[str, int]:
    """How many requests for `rooms` wait for this one; none for who may not answer."""
    if not access.may_approve(actor):
        return {"rooms": 0}
    query = select(func.count(Reservation.id)).where(*waiting(actor, everyone=False))
    return {"rooms": db.session.scalar(query) or 0}


def approve(actor: Actor, id: int, *, version: int | None = None) -> Reservation:
    """The time is theirs. The letter waits a moment, so that it can be undone.

    NotAllowed but for teachers and admins; Conflict if somebody answered before, with who and when, if it is too
    late, or if the room is closed then by now. Stale if `version` is not the one of now.
    """
    reservation, _requesters = _to_decide(actor, id, version)
    if reason := closed_time.reasons([id]).get(id):
        raise Conflict(
            _(
                "%(room)s is closed at that time: %(reason)s",
                room=reservation.room.name,
                reason=reason,
            ),
            facts={"closed": reason, "reservation": id},
            see=["closures"],
        )
    open_time.check(reservation.starts_at, reservation.ends_at)
    if not reservation.room.is_active:
        raise Conflict(
            _("%(room)s is no longer in use", room=reservation.room.name),
            facts={"is_active": False, "room": reservation.room_id},
        )
    reservation.stored_status = "confirmed"
    pending.sign(reservation, actor)
    late_waivers.forgive(reservation)
    notices.approved(reservation, by=actor)
    return reservation


def decline(
    actor: Actor, id: int, *, reason: str, version: int | None = None
) -> Reservation:
    """The time is free for others, and costs nothing. Refused as `approve` is."""
    reservation, space_ids = _to_decide(actor, id, version)
    reservations.give_back(reservation, by=actor)
    reservation.decision_note = reason
    pending.sign(reservation, actor)
    notices.declined(reservation, by=actor)
    released.tell(space_ids)
    return reservation


def undo(actor: Actor, id: int) -> Reservation:
    """Pending again. Conflict if the letter has left, something came after, or the time is taken meanwhile.

    What was declined counts again for their quotas: Conflict if what they booked since leaves no room for it.
    """
    people.lock(reservations.find(actor, id).student_id)
    reservation, _ = _lock(actor, id)
    _check_can_undo(reservation)
    if reservation.outcome == "declined":
        rules.recheck(reservation)
    _hold_again(reservation)
    was = reservation.charged_minor
    reservation.stored_status, reservation.decision_note = "pending", ""
    reservation.decided_at = reservation.decided_by_id = None
    balances.adjust(reservation, actor.id, was=was, why="undone")
    return reservation


def undoable(actor: Actor, rows: Iterable[Reservation]) -> dict[int, datetime]:
    """Which of these can still be undone, and until when."""
    steps = {
        row.id: notices.decision(row)
        for row in rows
        if is_decided(row) and not pending.is_late(row)
    }
    if not steps or not access.may_approve(actor):
        return {}
    return outbox.waiting("reservation", steps, steps.values())


def is_decided(reservation: Reservation) -> bool:
    """Whether a teacher's answer is the last that was said about it."""
    return (
        reservation.outcome in ("confirmed", "declined")
        and reservation.checked_in_at is None
        and reservation.decided_by_id is not None
    )


def _check_can_undo(reservation: Reservation) -> None:
    """Conflict if there is no decision, it is too late, or the e-mail about it cannot be held back any more."""
    facts = {"status": reservation.status, "reservation": reservation.id}
    if not is_decided(reservation):
        raise Conflict(_("There is no decision to undo"), facts=facts)
    if pending.is_late(reservation):
        raise Conflict(_("It is too late to change the decision"), facts=facts)
    if not outbox.cancel("reservation", reservation.id, notices.decision(reservation)):
        words = lazy(
            "The e-mail has already been sent, or the booking has changed since, so this cannot be undone"
        )
        raise Conflict(words, facts=facts)


def _to_decide(actor: Actor, id: int, version: int | None) -> tuple[Reservation, list[int]]:
    reservation, space_ids = _lock(actor, id)
    if reservation.stored_status != "pending":
        facts = {
            "status": reservation.status,
            "decided_by": reservation.decided_by_id,
            "reservation": id,
        }
        raise Conflict(pending.answer_words(reservation), facts=facts)
    if reservation.is_unanswered:
        raise Conflict(
            _("It is too late: nobody answered in time, and the time is free again"),
            facts={"late": True, "reservation": id},
        )
    changed = lazy("Somebody changed this request in the meantime")
    rows.check_version(version, reservation.version, changed)
    return reservation, space_ids


def _lock(actor: Actor, id: int) -> tuple[Reservation, list[int]]:
    """The spaces, then the reservation, read anew."""
    room_id = reservations.find(actor, id).room_id
    _check_may(actor)
    space_ids = spaces.lock(room_id).space_ids
    reservation = reservations.find(actor, id, lock=True)
    if reservation.room_id != room_id:
        raise Stale(
            _("Somebody moved this in the meantime"), facts={"version": reservation.version}
        )
    return reservation, space_ids


def _check_may(actor: Actor) -> None:
    if not access.may_approve(actor):
        raise NotAllowed(_("Only teachers and admins can answer requests"))


def _hold_again(reservation: Reservation) -> None:
    """Where it was given back. Conflict if others have the time, or a closure."""
    try:
        with db.session.begin_nested():
            query = select(Occupancy).filter_by(reservation_id=reservation.id, live=False)
            for occupancy in db.session.scalars(query):
                occupancy.live = True
            db.session.flush()
    except IntegrityError:
        words = _(
            "%(room)s has been taken since, so this cannot be undone",
            room=reservation.room.name,
        )
        facts = {"status": reservation.status, "room": reservation.room_id}
        raise Conflict(words, facts=facts) from None


def waiting(actor: Actor, everyone: bool) -> list[ColumnElement[bool]]:
    """Those that wait: of everyone, or only those that this actor is to answer."""
    waiting = all_waiting()
    return (
        waiting
        if everyone
        else [*waiting, answering.answered_by(actor, Reservation.student_id)]
    )


def all_waiting() -> list[ColumnElement[bool]]:
    """Those that somebody can still answer."""
    now = clock.now()
    return [
        Reservation.stored_status == "pending",
        Reservation.answer_by > now,
        Reservation.starts_at > now,
    ]
