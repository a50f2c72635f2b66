"""The ledger's movements, and the rules they follow."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import people

from .. import access
from ..movements import history, movement_types, movements, turnover
from ..schemas.movements import MovementFilter
from .blueprints import moves

PAGE = 50


@moves.get("")
@signed_in
def listed() -> Response:
    filters = read_query(MovementFilter).model_dump(exclude_none=True)
    before = paging.id_in(request.args.get("after"))
    moved = movements.listed(actor(), before=before, limit=PAGE + 1, **filters)
    part = paging.cut(moved, PAGE, paging.by_id)
    return page(
        "stock/movements/movements",
        moved=part.rows,
        filters=filters,
        older=part.after and url_for(".listed", **filters, after=part.after),
        newer=before and url_for(".listed", **filters),
        names=people.names(movement.actor_id for movement in moved),
        doers=history.doers(actor()),
    )


@moves.get("/statistics")
@signed_in
def statistics() -> Response:
    filters = read_query(MovementFilter).model_dump(exclude_none=True)
    return page(
        "stock/movements/turnover",
        turnover=turnover.of(actor(), **filters),
        filters=filters,
        type_words={name: type.words for name, type in movement_types.TYPES.items()},
    )


@moves.get("/rules")
@signed_in
def rules() -> Response:
    access.check_may_look(actor())
    return page(
        "stock/operations/rules", types=movement_types.TYPES, ways=movement_types.ways
    )
