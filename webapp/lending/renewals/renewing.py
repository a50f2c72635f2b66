"""Renewing: borrowers keep what is out longer without asking, one thing or all of theirs, and can take that back."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.stock.ledger import ledger

from .. import access
from ..loans import checkouts
from ..models import Checkout
from . import extending, verdicts
from .verdicts import Verdict

KIND = "renew"  # of the event


def renew(actor: Actor, id: int) -> Checkout:
    """Keep a loan of one's own until the day that its verdict says. Conflict, with the reason, where it says no.

    NotAllowed for all but its borrower: staff set another due day.
    """
    loan = _take(actor, id)
    verdict = verdicts.of(loan)
    check(loan, verdict)
    keep(actor, loan, verdict)
    return loan


def renew_all(actor: Actor, *, set: int | None = None) -> list[tuple[Checkout, Verdict]]:
    """The same of all that one has, or of one `set` of a request: what may be kept longer is, and of the rest it is
    told why not.
    """
    people.lock(actor.id)
    ledger.lock()
    loans = checkouts.out_to(actor, actor.id, lock=True)
    if set:
        loans = [loan for loan in loans if loan.request_set_id == set]
    decided = []
    for loan in loans:
        verdict = verdicts.of(loan)  # what was kept before it counts
        if verdict.until:
            keep(actor, loan, verdict)
        decided.append((loan, verdict))
    return decided


def check(loan: Checkout, verdict: Verdict) -> None:
    """Conflict, with the reason, where it may not be kept longer."""
    checkouts.check_state(loan, "out", reason="not_out")
    if not verdict.until:
        raise Conflict(verdict.words, facts={**verdict.facts, "checkout": loan.id})


def undo(actor: Actor, id: int) -> Checkout:
    """Let it be due when it was before it was last kept longer: for its borrower, and for staff.

    Conflict if that was not the last that was done about its due day.
    """
    loan = checkouts.find(actor, id)
    loan = checkouts.take(actor, id, access.may_undo_renewal(actor, loan), "out")
    event = extending.last_extension(loan)
    if event is None or event.kind != KIND:
        words = _("It was not kept longer, so there is nothing to undo")
        facts = {"due_date": loan.due_on.isoformat(), "checkout": id}
        raise Conflict(words, facts=facts)
    extending.put_back(actor, loan, event)
    db.session.refresh(loan, ["renewals"])
    return loan


def _take(actor: Actor, id: int) -> Checkout:
    """A loan of the actor's own, with their lock, stock's and its own."""
    loan = checkouts.find(actor, id)
    access.check_may_renew(actor, loan)
    people.lock(loan.student_id)
    ledger.lock()
    return checkouts.find(actor, id, lock=True)


def keep(actor: Actor, loan: Checkout, verdict: Verdict) -> int:
    """Due on the day that the verdict says; the event's id. Nobody is told."""
    until = verdict.until or loan.due_on
    event_id = extending.set_due(actor, loan, until, KIND, due_at=verdict.until_at)
    db.session.refresh(loan, ["renewals"])
    return event_id
