"""Forgetting requests: who asked, for whom, why, and who had it; what was lent, and when, stays as it was."""

from collections.abc import Collection, Sequence

from sqlalchemy import case, select, update

from webapp.core import clock, rows
from webapp.core.db import db
from webapp.people import forgotten
from webapp.school.effects import done
from webapp.stock.ledger import ledger
from webapp.stock.operations import redacting

from ..models import Checkout, FaultReport, RenewalRequest, Request
from . import decided, paper, rule

due = rule.requests


def forget(id: int) -> bool:
    """Forget who had what of a request; False where that is not due, or something is still to be done about it.

    What is already forgotten stays so. The worker's, in a transaction of its own.
    """
    after = rule.months()
    ledger.lock()
    request = db.session.get(Request, id, with_for_update=True, populate_existing=True)
    loans = _locked(id)
    is_due = after and all(rule.is_over(loan, rule.since(after)) for loan in loans)
    if not is_due or all(loan.forgotten_at for loan in loans) or request is None:
        return False
    if rule.hindered_requests([id]):
        return False
    _forget(request, loans)
    return True


def _locked(id: int) -> list[Checkout]:
    """All its lines, as they are now."""
    query = select(Checkout).where(Checkout.request_id == id).order_by(Checkout.id)
    query = query.with_for_update(of=Checkout)
    return rows.listed(query.execution_options(populate_existing=True))


def _forget(request: Request, loans: Sequence[Checkout]) -> None:
    ids = [loan.id for loan in loans]
    events = decided.about(loans)
    people = decided.whose(events) | _named(request, loans)
    jobs = decided.jobs(events)
    for loan in loans:
        _forget_loan(loan, people)
    _forget_header(request)
    db.session.flush()  # the guards let events be changed from here on
    decided.forget(events, people)
    _forget_renewals(ids, people)
    _forget_faults(ids, people)
    paper.forget_receipts(ids, people)
    done.forget(jobs, people, ids)  # before the e-mails go that say in which jobs they are
    paper.forget_letters(request.id, loans, people, jobs)
    redacting.of_loans(ids)


def _named(request: Request, loans: Sequence[Checkout]) -> set[int]:
    """Whose these are, and who was to fetch them."""
    people = {loan.student_id for loan in loans}
    people |= {request.student_id, request.contact_id or forgotten.ID}
    return people - {forgotten.ID}


def _forget_loan(loan: Checkout, people: Collection[int]) -> None:
    loan.student_id, loan.student_name = forgotten.ID, forgotten.NAME
    loan.notes = loan.return_notes = loan.reason = ""
    if loan.decided_by in people:
        loan.decided_by = forgotten.ID
    if loan.cancelled_by in people:
        loan.cancelled_by, loan.cancelled_by_name = forgotten.ID, forgotten.NAME
    loan.forgotten_at = clock.now()


def _forget_header(request: Request) -> None:
    request.student_id, request.student_name = forgotten.ID, forgotten.NAME
    request.asked_by, request.purpose = forgotten.ID, ""
    request.group_id = request.group_name = None
    request.contact_id = request.contact_name = None


def _forget_renewals(checkout_ids: Collection[int], people: Collection[int]) -> None:
    theirs = RenewalRequest.checkout_id.in_(checkout_ids)
    statements = (
        update(RenewalRequest)
        .where(theirs)
        .values(student_id=forgotten.ID, notes="", reason=""),
        update(RenewalRequest)
        .where(theirs, RenewalRequest.decided_by.in_(people))
        .values(decided_by=forgotten.ID),
    )
    for statement in statements:
        db.session.execute(statement.execution_options(synchronize_session=False))


def _forget_faults(checkout_ids: Collection[int], people: Collection[int]) -> None:
    whose = case((FaultReport.by.in_(people), forgotten.ID), else_=FaultReport.by)
    theirs = FaultReport.checkout_id.in_(checkout_ids)
    statement = update(FaultReport).where(theirs).values(words="", by=whose)
    db.session.execute(statement.execution_options(synchronize_session=False))
