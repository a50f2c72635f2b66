"""Operations beside lending, for programs."""

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access
from ..models import Operation, PendingOperation
from ..operations import operations, outcomes, pending, reasons
from ..schemas.acts import (
    OperationDone,
    OperationInput,
    PendingQuery,
    PendingShown,
    ReasonShown,
    TrialQuery,
)
from .blueprint import bp

ROOT = "/inventory/operations"


@bp.post(f"{ROOT}/")
@signed_in
@only(access.may_look)
@answers("operations", OperationDone, status=201, also={202: PendingShown})
def act_on_stock(json: OperationInput) -> Answer:
    """Receive, return to a supplier, sell, take back a sale, adjust or write off; 202 if a second person must agree."""
    return _done(operations.act(actor(), json.kind, json.requests(), **json.about()))


@bp.post(f"{ROOT}/batch/")
@signed_in
@only(access.may_look)
@answers("operations", OperationDone, also={201: OperationDone, 202: PendingShown})
def act_on_batch(query: TrialQuery, json: OperationInput) -> Answer:
    """Do up to 1,000 lines, all or nothing; with dry_run say what they would do, and do nothing."""
    if query.dry_run:
        trial = operations.try_out(actor(), json.kind, json.requests(), **json.about())
        return OperationDone.of(trial.outcome, is_trial=True, why=trial.why)
    return _done(operations.act(actor(), json.kind, json.requests(), **json.about()))


@bp.get("/inventory/reasons/")
@signed_in
@only(access.may_look)
@answers("operations", list[ReasonShown])
def list_reasons() -> Answer:
    """List the reasons for which stock is adjusted, and the movement each of them is; for staff."""
    return [ReasonShown.model_validate(reason) for reason in reasons.listed(actor())]


@bp.get(f"{ROOT}/pending/")
@signed_in
@only(access.may_look)
@answers("operations", list[PendingShown])
def list_pending(query: PendingQuery) -> Answer:
    """List what waits for a second person, or what was decided, the newest first; for staff."""
    before = paging.id_in(query.after)
    rows = pending.listed(
        actor(), decided=query.decided, before=before, limit=query.limit + 1
    )
    return answer_list(PendingShown, rows, query.limit, paging.by_id)


@bp.get(f"{ROOT}/pending/<int:id>/")
@signed_in
@only(access.may_look)
@answers("operations", PendingShown)
def show_pending(id: int) -> Answer:
    """Show what waits for a second person, or what became of it; for staff."""
    return PendingShown.model_validate(pending.find(actor(), id))


@bp.post(f"{ROOT}/pending/<int:id>/approve/")
@signed_in
@only(access.may_describe)
@answers("operations", PendingShown)
def approve_pending(id: int) -> Answer:
    """Agree as the second person: it is done now, if stock still allows it, or was already; for teachers and admins."""
    return PendingShown.model_validate(
        pending.find(actor(), operations.approve(actor(), id).id)
    )


@bp.post(f"{ROOT}/pending/<int:id>/reject/")
@signed_in
@only(access.may_look)
@answers("operations", PendingShown)
def reject_pending(id: int) -> Answer:
    """Say no as the second person, or take back what you asked for yourself; a loss is undone."""
    return PendingShown.model_validate(
        pending.find(actor(), operations.reject(actor(), id).id)
    )


def _done(act: Operation | PendingOperation) -> Answer:
    if isinstance(act, PendingOperation):
        return PendingShown.model_validate(pending.find(actor(), act.id)), 202
    return OperationDone.of(outcomes.of_operation(actor(), act.id)), 201
