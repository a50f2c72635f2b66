"""Moved loans: what was moved off days that close goes back to its days, if staff say so."""

from collections.abc import Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import calendar, open_days

from .. import access
from ..days.due_days import Again
from ..decisions import rearranging
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent
from ..renewals import extending, notices

STATES = ("approved", "out")


def last_move(loan: Checkout, decided: Sequence[CheckoutEvent]) -> CheckoutEvent | None:
    """What moved it last, if nothing else was decided since: of all that was decided about it, oldest first."""
    undone = {event.undoes for event in decided}
    standing = [
        event
        for event in decided
        if event.id not in undone and event.kind not in events.NO_PROMISE
    ]
    last = standing[-1] if standing and loan.status in STATES else None
    return last if last and last.kind == "moved" and last.checkout_id == loan.id else None


def closed_again(event: CheckoutEvent) -> str:
    """In a sentence that the days to which an undo of this move goes back are closed; empty where none is."""
    decided = open_days.now_decided()
    for was, new in (
        (event.asked_from, event.new_starts_on),
        (event.asked_until, event.new_due_on),
    ):
        if new and not decided.is_open(was):
            return open_days.why_closed(was)
    return ""


def undo(actor: Actor, id: int) -> Checkout:
    """As it was before it was moved; its borrower is told. What is promised is not set aside any more.

    Conflict if it was not moved or something was decided since, if it would be late, or if others have it by then.
    """
    loan = checkouts.take(actor, id, access.may_extend(actor), *STATES)
    event = last_move(loan, events.listed(id))
    if event is None:
        words = _("It was not moved off closed days, so there is nothing to undo")
        facts = {"due_date": loan.due_on.isoformat(), "checkout": id}
        raise Conflict(words, facts=facts)
    _check_is_not_over(event)
    if loan.status == "approved":
        days = Again(event.asked_from, event.asked_until, event.asked_until)
        rearranging.put_back(actor, loan, event, days)
    else:
        _due_as_before(actor, loan, event)
    return loan


def undoable(
    actor: Actor, loan: Checkout, decided: Sequence[CheckoutEvent]
) -> CheckoutEvent | None:
    """The move that can be taken back, as far as that is known without asking what is free; None if none can."""
    event = last_move(loan, decided) if access.may_extend(actor) else None
    return None if event is None or _is_over(event) else event


def _is_over(event: CheckoutEvent) -> bool:
    at = event.asked_until_at
    return event.asked_until < calendar.today() or bool(at and at <= clock.now())


def _check_is_not_over(event: CheckoutEvent) -> None:
    if _is_over(event):
        words = _("It was due on %(day)s", day=calendar.in_words(event.asked_until))
        facts = {
            "due_date": event.asked_until.isoformat(),
            "checkout": event.checkout_id,
        }
        raise Conflict(words, facts=facts)


def _due_as_before(actor: Actor, loan: Checkout, event: CheckoutEvent) -> None:
    if event.asked_until > loan.due_on:
        extending.check_is_free(loan, event.asked_until)
    before = events.state(loan)
    loan.due_on, loan.due_at = event.asked_until, event.asked_until_at
    db.session.flush()
    undo_id = events.record(actor, loan, "undo", before, undoes=event.id)
    notices.extended(loan, undo_id)
