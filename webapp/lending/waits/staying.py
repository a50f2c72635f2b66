"""Staying: who left the queue, or said no, takes that back, and stands where they stood."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.stock import released

from ..models import ItemWait
from ..rules import limits
from ..suspensions import suspended
from . import joining, wait_events, waits

LEFT = ("left", "declined")


def undo_leave(actor: Actor, id: int) -> ItemWait:
    """In line again, where they stood, so that what is still free is offered to them anew.

    Conflict unless a person left it, once somebody else was offered one meanwhile, or if they stand in it again.
    """
    wait = waits.find(actor, id)
    people.lock(wait.student_id)
    wait = waits.take(actor, id, *LEFT)
    suspended.check(wait.student_id, reader=actor.id)
    limits.check_lent_out(wait.item_id)
    joining.check_stands_nowhere_else(wait)
    if no := refusal(wait):
        raise no
    wait.status, wait.offered_at, wait.ended_at = "waiting", None, None
    db.session.flush()
    wait_events.record(actor, wait, "undone")
    released.note([wait.item_id])
    return wait


def refusal(wait: ItemWait) -> Conflict | None:
    """Why it cannot be taken back that a place was left; None if it can, or if nobody left it."""
    if wait.status not in LEFT:
        return None
    left = wait_events.last(wait)
    if left is None or left.is_automatic:
        words = _("Backline ended this place; join the queue again")
        return Conflict(words, facts={"item": wait.item_id})
    if wait_events.is_offered_since(wait, left):
        words = _("It was offered to somebody else meanwhile; join the queue again instead")
        return Conflict(words, facts={"item": wait.item_id})
    return None
