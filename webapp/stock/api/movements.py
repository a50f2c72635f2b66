"""Movements for programs."""

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access
from ..movements import movements, turnover
from ..schemas.movements import MovementFilter, MovementQuery, MovementShown, TurnoverShown
from .blueprint import bp


@bp.get("/inventory/movements/")
@signed_in
@only(access.may_look)
@answers("movements", list[MovementShown])
def list_movements(query: MovementQuery) -> Answer:
    """List movements, newest first, by item, location, unit, checkout, operation, type, actor or days; for staff."""
    filters = query.model_dump(exclude={"after", "limit", "count"})
    before = paging.id_in(query.after)
    rows = movements.listed(actor(), before=before, limit=query.limit + 1, **filters)
    return answer_list(MovementShown, rows, query.limit, paging.by_id)


@bp.get("/inventory/movements/<int:id>/")
@signed_in
@only(access.may_look)
@answers("movements", MovementShown)
def show_movement(id: int) -> Answer:
    """Show a movement; for staff."""
    return MovementShown.model_validate(movements.find(actor(), id))


@bp.get("/inventory/movements/statistics/")
@signed_in
@only(access.may_look)
@answers("movements", TurnoverShown)
def movement_statistics(query: MovementFilter) -> Answer:
    """Count movements and pieces by type, category and month; of the last twelve months unless days are given."""
    return TurnoverShown.model_validate(turnover.of(actor(), **query.model_dump()))
