"""Roll-overs for programs: many loans due on a later day in one act."""

from flask import Blueprint, request

from webapp.core.doors import actor, only, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Answer, answers
from webapp.core.words import _

from .. import access
from ..renewals import roll_overs, roll_plan, rolled
from ..schemas.piles import DryRun
from ..schemas.roll_overs import RollOverInput, RollOverShown

bp = Blueprint("roll_overs_api", __name__, url_prefix="/api/inventory/roll_overs")


@bp.post("/")
@signed_in
@only(access.may_extend)
@answers("checkouts", RollOverShown, status=201, also={200: RollOverShown})
def start(query: DryRun, json: RollOverInput) -> Answer:
    """Let what a class has, or a teacher's students, be due on a later day; each person gets one e-mail.

    With `dry_run=1` it only says what would become of each loan. More than 50 are seen to by the worker: look at the
    roll-over for how far it is.
    """
    if query.dry_run:
        if "Idempotency-Key" in request.headers:
            raise Invalid(_("A dry run does nothing, so it takes no Idempotency-Key"))
        return RollOverShown.foreseen(
            roll_plan.make(actor(), json.whose, json.due_date)
        ), 200
    job = roll_overs.start(actor(), json.whose, due_date=json.due_date, loans=json.loans)
    return RollOverShown.of(rolled.show(actor(), job.id)), 201


@bp.get("/<int:id>/")
@signed_in
@answers("checkouts", RollOverShown)
def show(id: int) -> Answer:
    """Show a roll-over: how far it is, and what became of each loan."""
    return RollOverShown.of(rolled.show(actor(), id))


@bp.post("/<int:id>/undo/")
@signed_in
@only(access.may_extend)
@answers("checkouts", RollOverShown)
def undo(id: int) -> Answer:
    """Let all of it be due when it was before, as far as nobody was told yet."""
    roll_overs.undo(actor(), id)
    return RollOverShown.of(rolled.show(actor(), id))
