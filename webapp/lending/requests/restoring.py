"""Restoring: what was cancelled is asked for or promised again, if it can still be had."""

from collections.abc import Mapping, Sequence

from webapp.core import clock, outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.rows import assign
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.school import calendar
from webapp.stock.ledger import ledger

from ..asking import enough
from ..days import due_days
from ..decisions.giving_up import CANCEL, NOT_CANCELLED, UNTOLD
from ..loans import checkouts, events, swaps
from ..models import Checkout, CheckoutEvent, Request
from ..models.events import Facts
from ..notices import answer_letters, notices
from ..queues import ahead
from ..rules import limits, most_loans, promising
from ..units import certain_units
from . import requests
from .whole import Whole

NOT_KEPT = lazy("Who cancelled it was not kept then; send a new request instead")
Cancels = Mapping[int, CheckoutEvent]  # by the ids of the loans


def undo(actor: Actor, id: int) -> Checkout:
    """Let one loan be what it was before it was cancelled; its borrower is told, unless it is them.

    What was promised is so from today on at the earliest, off days that closed, and is not set aside. NotAllowed but
    for staff and who cancelled it. Conflict if it is not cancelled, if its time is over, or if what it needs is not
    free any more.
    """
    loan = checkouts.find(actor, id)
    _check_may(actor, _last_of([loan]))
    people.lock(loan.student_id)
    ledger.lock()
    request = db.session.get_one(
        Request, loan.request_id, with_for_update=True, populate_existing=True
    )
    loan = checkouts.find(actor, id, lock=True)
    checkouts.check_state(loan, "cancelled")
    cancels = _last_of([loan])
    _check_may(actor, cancels)
    _restore(actor, request, loan, cancels)
    _tell(actor, request, [loan], cancels)
    return loan


def undo_whole(actor: Actor, id: int) -> Whole:
    """The same of all that was last cancelled of a request in one act: all of it, or nothing."""
    whole = requests.find(actor, id)
    _check_may(actor, _last_act(whole))
    people.lock(whole.request.student_id)
    whole = requests.take(actor, id, may=True)
    cancels = _last_act(whole)
    _check_may(actor, cancels)
    if not cancels:
        words = _("Nothing of this request was cancelled")
        raise Conflict(words, facts={"request": id})
    lines = requests.lines_of(whole, cancels)
    for line in lines:
        with requests.naming(line):
            checkouts.check_state(line, "cancelled")
            _restore(actor, whole.request, line, cancels)
    _tell(actor, whole.request, lines, cancels)
    return whole


def undoable(actor: Actor, loan: Checkout) -> bool:
    """Whether it can be what it was before, as far as that is known without asking what is free."""
    return loan.status == "cancelled" and _may_be_restored(actor, [loan], _last_of([loan]))


def undoable_whole(actor: Actor, whole: Whole) -> bool:
    """The same of all that was last cancelled of a request in one act."""
    cancels = _last_act(whole)
    lines = [line for line in whole.lines if line.id in cancels]
    return bool(lines) and _may_be_restored(actor, lines, cancels)


def _may_be_restored(actor: Actor, lines: Sequence[Checkout], cancels: Cancels) -> bool:
    return may(actor, cancels) and all(
        line.id in cancels and not line.ending and not _is_over(line, cancels[line.id])
        for line in lines
    )


def _is_over(line: Checkout, event: CheckoutEvent) -> bool:
    """Whether nobody could answer it any more, or its last day is over."""
    if _waited(event):
        return line.expires_at <= clock.now()
    return line.due_on < calendar.today()


def _waited(event: CheckoutEvent) -> bool:
    """Whether it waited for an answer as it was cancelled."""
    return bool(event.before["status"] == "pending")


def may(actor: Actor, cancels: Cancels) -> bool:
    """Whether the actor is staff, or cancelled all of this."""
    return actor.is_staff or all(event.by == actor.id for event in cancels.values())


def _check_may(actor: Actor, cancels: Cancels) -> None:
    if not may(actor, cancels):
        raise NotAllowed(_("Only who cancelled it and staff can undo that"))


def _last_of(loans: Sequence[Checkout]) -> dict[int, CheckoutEvent]:
    ids = [loan.id for loan in loans if loan.status == "cancelled"]
    return {event.checkout_id: event for event in events.all_standing(ids, CANCEL)}


def _last_act(whole: Whole) -> dict[int, CheckoutEvent]:
    ids = [line.id for line in whole.lines]
    return {event.checkout_id: event for event in events.standing_together(ids, CANCEL)}


def _restore(actor: Actor, request: Request, line: Checkout, cancels: Cancels) -> None:
    _check_is_a_loan(request, line)
    promising.check_may_borrow(line)
    event = cancels.get(line.id)
    if event is None:
        raise Conflict(NOT_KEPT, facts={"status": line.status, "item": line.item_id})
    old = swaps.find_again(actor, line)
    most_loans.check(actor, line.student_id, line, old)
    before = events.state(line)
    also = _settle_days(line)
    _check_can_be_had(actor, line, event)
    status = {"stored_status": event.before["status"], "ready_at": None}
    assign(line, NOT_CANCELLED | status)
    _cover(request, line)
    events.record(actor, line, "undo", before, undoes=event.id, also=also)


def _settle_days(line: Checkout) -> Facts:
    """Off the days that closed since, unless it is over; what the event keeps of that."""
    if line.due_on < calendar.today():
        return {}
    again = due_days.again(line.starts_on, line.due_on)
    line.starts_on, line.due_on = again.starts, again.due
    return again.facts


def _cover(request: Request, line: Checkout) -> None:
    """Let a request have the days of its line."""
    request.starts_on = min(request.starts_on, line.starts_on)
    request.due_on = max(request.due_on, line.due_on)
    db.session.flush()


def _check_can_be_had(actor: Actor, line: Checkout, event: CheckoutEvent) -> None:
    """Conflict if it is too late, or if what it needs is not free any more.

    A promise begins today at the earliest.
    """
    if _waited(event):
        _check_can_be_asked_for(actor, line)
        return
    promising.check_is_not_over(line)
    line.starts_on = max(line.starts_on, calendar.today())
    promising.check_can_be_promised(line)


def _check_is_a_loan(request: Request, line: Checkout) -> None:
    """Conflict for what went by mistake or is part of another loan, and where the request is somebody else's by now."""
    if line.ending:
        words = _("%(why)s, so there is nothing to undo", why=line.reason_told)
        raise Conflict(words, facts={"status": line.status, "checkout": line.id})
    if line.student_id != request.student_id:
        words = _("The request was given to somebody else since; send a new one")
        raise Conflict(words, facts={"request": request.id})


def _check_can_be_asked_for(actor: Actor, line: Checkout) -> None:
    """As if it was asked for only now, though it comes before who waits for it, as it did; but what would do instead
    is for a new request, so nothing is offered.
    """
    if line.expires_at <= clock.now():
        facts = {"status": "expired", "item": line.item_id}
        raise Conflict(checkouts.SENTENCES["expired"], facts=facts)
    limits.check_lent_out(line.item_id)
    try:
        enough.check_request(actor, line, is_only_one=True, before=ahead.NOBODY)
        certain_units.check_can_be_asked(line)
    except Conflict as no:
        no.offers = []
        raise


def _tell(
    actor: Actor, request: Request, lines: Sequence[Checkout], cancels: Cancels
) -> None:
    """Its borrower, unless it is them, or they have not heard yet that it was cancelled: then of what was approved, if
    they have not heard of that either.
    """
    was_called_back = _call_letters_back(request, lines, cancels)
    if was_called_back or actor.id == lines[0].student_id:
        untold = [line for line in lines if cancels[line.id].after.get(UNTOLD)]
        answer_letters.tell_again(untold)
    else:
        notices.restored(lines, cancels[lines[0].id].id, by=actor.name)


def _call_letters_back(
    request: Request, lines: Sequence[Checkout], cancels: Cancels
) -> bool:
    """The e-mails about each alone, or the one about all of the act; False if it has left, or there was none.

    What else that one said is told anew.
    """
    ids = {line.id: cancels[line.id].id for line in lines}
    alone = [
        outbox.cancel("checkout", id, notices.cancelled_step(event_id))
        for id, event_id in ids.items()
    ]
    if all(alone):
        return True
    act = events.of_act(request.id, cancels[lines[0].id])
    if not outbox.cancel("request", request.id, notices.cancelled_step(act[0].id)):
        return False
    _tell_of_the_others(act)
    return True


def _tell_of_the_others(act: Sequence[CheckoutEvent]) -> None:
    """What of an act still stands, in one e-mail."""
    ids = {event.id: event.checkout_id for event in act}
    left = [each for each in events.all_standing(ids.values(), CANCEL) if each.id in ids]
    loans = [db.session.get_one(Checkout, event.checkout_id) for event in left]
    if len(loans) == 1:
        notices.cancelled(loans[0], left[0].id)
    elif loans:
        notices.cancelled_several(loans, act[0].id)
