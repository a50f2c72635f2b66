"""Answers to renewal requests: yes, perhaps until another day, or no; and taking that back until its e-mail leaves."""

from collections.abc import Iterable
from datetime import date, datetime

from webapp.core import clock, outbox, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _

from .. import access
from ..decisions.decisions import LETTER_LEFT
from ..loans import checkouts
from ..models import CheckoutEvent, RenewalRequest
from ..rules import second_person
from . import extending, notices, renewal_requests

NOT_ANSWERED = {
    "status": "pending",
    "closed_at": None,
    "decided_by": None,
    "due_date": None,
    "reason": "",
    "event_id": None,
}


def approve(
    actor: Actor,
    id: int,
    *,
    due_date: date | None = None,
    notes: str = "",
    version: int | None = None,
) -> RenewalRequest:
    """Let it be kept until the day that was asked for, or another one; the borrower reads the notes.

    Conflict, with the longest that would do, if others have it by then, if it was answered, or if the loan is over.
    NotAllowed for one's own where that takes another. Stale if it was changed since `version`.
    """
    asked = _to_answer(actor, id, version)
    loan, until = asked.checkout, due_date or asked.asked_until
    second_person.check(actor, loan)
    extending.check_day(loan, until)
    if until > loan.due_on:
        extending.check_is_free(loan, until)
    asked.event_id = extending.set_due(
        actor, loan, until, "extend", notes, also={"renewal": asked.id}
    )
    asked.due_date = until
    _close(actor, asked, "approved", notes)
    return asked


def reject(
    actor: Actor, id: int, *, reason: str, version: int | None = None
) -> RenewalRequest:
    """It stays due when it is; the borrower reads the reason."""
    asked = _to_answer(actor, id, version)
    _close(actor, asked, "rejected", reason)
    return asked


def undo(actor: Actor, id: int) -> RenewalRequest:
    """Let it wait for an answer again. Conflict if its e-mail has left, or if more was done with the loan since."""
    asked = _take(actor, id)
    if asked.status not in ("approved", "rejected"):
        words = _("This request is %(state)s", state=renewal_requests.SAID[asked.status])
        raise Conflict(words, facts={"status": asked.status, "checkout": asked.checkout_id})
    checkouts.check_state(asked.checkout, "out")
    event = _event_of(asked)
    if not outbox.cancel("renewal", asked.id, asked.status):
        raise Conflict(
            LETTER_LEFT, facts={"status": asked.status, "checkout": asked.checkout_id}
        )
    if event:
        extending.put_back(actor, asked.checkout, event, is_told=False)
    rows.assign(asked, NOT_ANSWERED)
    db.session.flush()
    return asked


def _event_of(asked: RenewalRequest) -> CheckoutEvent | None:
    """The event by which it became due later. Conflict if that was not the last that was done about its due day."""
    if asked.event_id is None:
        return None
    event = extending.last_extension(asked.checkout)
    if event is None or event.id != asked.event_id:
        words = _("Its due day was changed since; undo that first")
        facts = {
            "due_date": asked.checkout.due_on.isoformat(),
            "checkout": asked.checkout_id,
        }
        raise Conflict(words, facts=facts)
    return event


def undoable(actor: Actor, decided: Iterable[RenewalRequest]) -> dict[int, datetime]:
    """Which of these answers can still be undone, and until when."""
    if not access.may_approve(actor):
        return {}
    ids = [asked.id for asked in decided if asked.status in ("approved", "rejected")]
    return outbox.waiting("renewal", ids, ("approved", "rejected")) if ids else {}


def _take(actor: Actor, id: int) -> RenewalRequest:
    renewal_requests.find(actor, id)
    access.check_may_approve(actor)
    return renewal_requests.take(actor, id)


def _to_answer(actor: Actor, id: int, version: int | None) -> RenewalRequest:
    asked = _take(actor, id)
    rows.check_version(version, asked.version, checkouts.CHANGED)
    renewal_requests.check_waits(asked)
    return asked


def _close(actor: Actor, asked: RenewalRequest, status: str, reason: str) -> None:
    asked.status, asked.reason = status, reason
    asked.decided_by, asked.closed_at = actor.id, clock.now()
    db.session.flush()
    notices.call_back(asked)
    notices.answered(asked)
