"""Operations for programs: what was done, and taking it back."""

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers
from webapp.school import settings

from .. import access
from ..movements import history, movements
from ..operations import undo as undoing
from ..schemas.movements import MovementShown
from ..schemas.operations import (
    OperationInFull,
    OperationQuery,
    OperationShown,
    OperationUndoInput,
    UndoQuery,
    UndoShown,
)
from .blueprint import bp

MOST_LINES = 200


@bp.get("/inventory/operations/")
@signed_in
@only(access.may_look)
@answers("operations", list[OperationShown])
def list_operations(query: OperationQuery) -> Answer:
    """List what was done, newest first, by kind, actor, item, unit, checkout, reason or days; for staff."""
    filters = query.model_dump(exclude={"after", "limit", "count"})
    before = paging.id_in(query.after)
    rows = history.listed(actor(), before=before, limit=query.limit + 1, **filters)
    return answer_list(OperationShown, rows, query.limit, paging.by_id)


@bp.get("/inventory/operations/<int:id>/")
@signed_in
@only(access.may_look)
@answers("operations", OperationInFull)
def show_operation(id: int) -> Answer:
    """Show an operation with its movements; for staff."""
    return _in_full(id)


@bp.post("/inventory/operations/<int:id>/undo/")
@signed_in
@only(access.may_look)
@answers("operations", UndoShown, also={201: OperationInFull})
def undo_operation(id: int, query: UndoQuery, json: OperationUndoInput) -> Answer:
    """Take an operation back, once; with dry_run=1 only say what that would write."""
    if query.dry_run in ("1", "true"):
        return _previewed(id)
    return _in_full(undoing.undo(actor(), id, notes=json.notes).id), 201


def _previewed(id: int) -> UndoShown:
    seen = undoing.preview(actor(), id)
    return UndoShown.of(seen, undoing.named(seen.lines).locations, settings.currency())


def _in_full(id: int) -> OperationInFull:
    act = history.find(actor(), id)
    lines = movements.listed(actor(), operation=id, limit=MOST_LINES, oldest_first=True)
    return OperationInFull.of(act, [MovementShown.model_validate(line) for line in lines])
