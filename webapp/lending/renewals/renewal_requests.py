"""Renewal requests: borrowers ask to keep longer what they may not keep without asking, and can take that back."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import contains_eager

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.core.words import _, lazy
from webapp.people import answering, people
from webapp.school import calendar, open_days
from webapp.stock.items import archiving
from webapp.stock.ledger import ledger

from .. import access
from ..days import desk_room, due_days
from ..days.visits import Room
from ..loans import checkouts
from ..models import Checkout, RenewalRequest, Request
from ..rules import limits
from ..suspensions import suspended
from . import answered, extending, notices, verdicts

MISSING = lazy("Request not found")
A_YEAR = timedelta(days=366)
IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
WAITING = select(RenewalRequest).where(
    RenewalRequest.checkout_id.in_(IDS), RenewalRequest.status == "pending"
)
SAID = {
    "approved": lazy("already approved"),
    "rejected": lazy("already declined"),
    "withdrawn": lazy("withdrawn"),
    "pending": lazy("still waiting for an answer"),
}


def ask(
    actor: Actor, checkout: int, *, due_date: date | None = None, notes: str = ""
) -> RenewalRequest:
    """Ask to keep a loan of one's own until a day, as long again if none is said; whoever answers it is told.

    Conflict if it is not out, if the same is asked already, or if it may be kept so long without asking, with the
    offer to do so; Invalid for a day that is not later than its due day, beyond a year, or on which the school is
    closed.
    """
    loan = checkouts.find(actor, checkout)
    access.check_may_renew(actor, loan)
    people.lock(loan.student_id)
    loan = checkouts.take(actor, checkout, True, "out")
    suspended.check(loan.student_id, reader=actor.id)
    until = due_date or suggested(loan)
    _check_day(loan, until)
    _check_not_asked(loan)
    _check_must_be_asked(loan, until)
    asked = RenewalRequest(
        checkout_id=loan.id,
        student_id=actor.id,
        asked_until=until,
        due_before=loan.due_on,
        notes=notes,
    )
    db.session.add(asked)
    db.session.flush()
    notices.asked(asked)
    return asked


def suggested(loan: Checkout) -> date:
    """The day until which a loan is asked for if nothing is said: as long again, on an open day of the term."""
    starts = max(loan.due_on, calendar.today())
    longest = archiving.terms(loan.item_id).max_checkout_days
    wished = calendar.after(starts, longest)
    settled = due_days.settle_with_room(starts, wished, Room(loan.comes_id)).day
    return settled if settled > starts else wished


def _check_day(loan: Checkout, until: date) -> None:
    limits.check_near("due_date", until)
    if until <= loan.due_on:
        words = _(
            "It is due on %(day)s: choose a later day",
            day=calendar.in_words(loan.due_on, loan.due_at),
        )
        raise Invalid(fields={"due_date": words})
    if until > max(calendar.today() + A_YEAR, suggested(loan)):
        raise Invalid(fields={"due_date": _("Choose a day within a year")})
    room = Room(loan.comes_id)
    extending.check_can_be_due(loan, until, room)
    _check_room(until, room)


def _check_room(until: date, room: Room) -> None:
    """Invalid for a day on which nobody more can come to the desk, with the next one that would do."""
    if room.is_full(until):
        later = room.from_day(open_days.now_decided(), until)
        is_possible = not due_days.settle_in_term(later).is_moved
        words = desk_room.words(until, room, later if is_possible else None)
        offers = [due_days.until(later)] if is_possible else []
        raise Invalid(fields={due_days.FIELD: words}, offers=offers)


def _check_not_asked(loan: Checkout) -> None:
    if asked := waiting_for([loan]).get(loan.id):
        words = _(
            "You have already asked to keep it until %(day)s",
            day=calendar.in_words(asked.asked_until),
        )
        raise Conflict(words, facts={"renewal": asked.id})


def _check_must_be_asked(loan: Checkout, until: date) -> None:
    """Conflict where nobody has to be asked."""
    verdict = verdicts.of(loan)
    if verdict.until and until <= verdict.until:
        words = _("You can keep it until %(day)s without asking", day=verdict.in_words)
        raise Conflict(words, facts={"until": verdict.until.isoformat()})


def withdraw(actor: Actor, id: int) -> RenewalRequest:
    """Take back what one asked; who answers it is not told any more. Conflict if it is answered."""
    asked = _take_own(actor, id)
    check_waits(asked)
    asked.status, asked.closed_at = "withdrawn", clock.now()
    db.session.flush()
    notices.call_back(asked)
    return asked


def withdraw_of(actor: Actor, checkout_id: int) -> RenewalRequest:
    """The same of what one has asked about a loan. NotFound if nothing waits."""
    loan = checkouts.find(actor, checkout_id)
    asked = waiting_for([loan]).get(checkout_id)
    if asked is None:
        raise NotFound(_(MISSING))
    return withdraw(actor, asked.id)


def undo_withdraw_of(actor: Actor, checkout_id: int) -> RenewalRequest:
    """The same of what one asked last about a loan. NotFound if nothing was."""
    last = answered.last_of([checkouts.find(actor, checkout_id)]).get(checkout_id)
    if last is None:
        raise NotFound(_(MISSING))
    return undo_withdraw(actor, last.request.id)


def undo_withdraw(actor: Actor, id: int) -> RenewalRequest:
    """Ask it again. Conflict if it was not withdrawn, if the loan is over, or if something else is asked by now."""
    asked = _take_own(actor, id)
    if asked.status != "withdrawn":
        words = _("This request is %(state)s", state=SAID[asked.status])
        facts = {"status": asked.status, "checkout": asked.checkout_id}
        raise Conflict(words, facts=facts)
    checkouts.check_state(asked.checkout, "out")
    _check_day(asked.checkout, asked.asked_until)
    _check_not_asked(asked.checkout)
    asked.status, asked.closed_at = "pending", None
    db.session.flush()
    notices.asked(asked)
    return asked


def find(actor: Actor, id: int, *, lock: bool = False) -> RenewalRequest:
    """One the actor may see; with `lock`, as the database has it now and until the transaction ends."""
    query = visible(actor).where(RenewalRequest.id == id)
    return rows.find(query, _(MISSING), lock=lock)


def listed(
    actor: Actor,
    *,
    status: str | None = None,
    checkout: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[RenewalRequest]:
    """Newest first; those of one loan, or in one state."""
    query = visible(actor)
    if status:
        query = query.where(RenewalRequest.status == status)
    if checkout:
        query = query.where(RenewalRequest.checkout_id == checkout)
    if before:
        query = query.where(RenewalRequest.id < before)
    return rows.listed(query.order_by(RenewalRequest.id.desc()).limit(limit))


def waiting(
    actor: Actor, *, everyone: bool = False, after: int = 0, limit: int = 30
) -> list[RenewalRequest]:
    """Those to answer, oldest first: by default those that this actor is to answer."""
    query = visible(actor).where(
        RenewalRequest.status == "pending", Checkout.stored_status == "out"
    )
    if not everyone:
        group_id = select(Request.group_id).where(Request.id == Checkout.request_id)
        its_group = group_id.correlate(Checkout).scalar_subquery()
        query = query.where(
            answering.answered_by(actor, RenewalRequest.student_id, its_group)
        )
    query = query.where(RenewalRequest.id > after).order_by(RenewalRequest.id)
    return rows.listed(query.limit(limit))


def waiting_for(loans: Iterable[Checkout]) -> dict[int, RenewalRequest]:
    """Which of these loans somebody has asked to keep, and waits for an answer; one query."""
    ids = [loan.id for loan in loans if loan.status == "out"]
    if not ids:
        return {}
    return {asked.checkout_id: asked for asked in rows.listed(WAITING, {"ids": ids})}


def visible(actor: Actor) -> Select[RenewalRequest]:
    """Students their own, staff all; each with its loan."""
    query = (
        select(RenewalRequest)
        .join(RenewalRequest.checkout)
        .options(contains_eager(RenewalRequest.checkout))
    )
    return query if actor.is_staff else query.where(RenewalRequest.student_id == actor.id)


def _take_own(actor: Actor, id: int) -> RenewalRequest:
    access.check_may_renew(actor, find(actor, id).checkout)
    return take(actor, id)


def take(actor: Actor, id: int) -> RenewalRequest:
    """One as it is now, with its borrower's lock, stock's, its loan's and its own held."""
    asked = find(actor, id)
    people.lock(asked.student_id)
    ledger.lock()
    checkouts.find(actor, asked.checkout_id, lock=True)
    return find(actor, id, lock=True)


def check_waits(asked: RenewalRequest) -> None:
    """Conflict if it is answered or withdrawn, or if the loan is over."""
    if asked.status != "pending":
        words = _("This request is %(state)s", state=SAID[asked.status])
        facts = {"status": asked.status, "version": asked.version}
        raise Conflict(words, facts=facts | {"checkout": asked.checkout_id})
    checkouts.check_state(asked.checkout, "out")
