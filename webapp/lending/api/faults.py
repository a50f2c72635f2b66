"""What is broken of what is out, for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from ..faults import faults, reporting
from ..models import FaultReport
from ..schemas.faults import FaultInput, FaultQuery, FaultShown

bp = Blueprint("faults_api", __name__, url_prefix="/api/inventory")


@bp.get("/faults/")
@signed_in
@answers("checkouts", list[FaultShown])
def index(query: FaultQuery) -> Answer:
    """List what is said to be broken, newest first; the next page is in the Link header."""
    reports = faults.listed(
        actor(),
        checkout=query.checkout,
        waiting=query.waiting,
        before=paging.id_in(query.after),
        limit=query.limit + 1,
    )
    here, headers = paging.answer(reports, query.limit, paging.by_id)
    waiting = faults.waiting_ids([each.id for each in here])
    shown = [FaultShown.of(each, waits=each.id in waiting) for each in here]
    return shown, 200, headers


@bp.post("/checkouts/<int:id>/faults/")
@signed_in
@answers("checkouts", FaultShown, status=201)
def report(id: int, json: FaultInput) -> Answer:
    """Say what is broken of what you have on loan; the desk is told, and sees it until that is back."""
    return FaultShown.of(reporting.report(actor(), id, **dict(json)), waits=True), 201


@bp.get("/faults/<int:id>/")
@signed_in
@answers("checkouts", FaultShown)
def show(id: int) -> Answer:
    """Show what is said to be broken."""
    return _shown(faults.find(actor(), id))


@bp.post("/faults/<int:id>/withdraw/")
@signed_in
@answers("checkouts", FaultShown)
def withdraw(id: int) -> Answer:
    """Withdraw a report, while its thing is out."""
    fault, _was_told = reporting.withdraw(actor(), id)
    return _shown(fault)


def _shown(fault: FaultReport) -> FaultShown:
    return FaultShown.of(fault, waits=fault.id in faults.waiting_ids([fault.id]))
