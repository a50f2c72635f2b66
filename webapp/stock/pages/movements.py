"""The ledger's movements, and the rules they follow."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import asked
from webapp.people import people

from .. import access
from ..movements import history, movement_types, movements, turnover
from ..schemas.movements import MovementFilter
from .blueprints import moves

PAGE = 50


@moves.get("")
@signed_in
def listed() -> Response:
    said = asked(MovementFilter).model_dump(exclude_none=True)
    (before,) = paging.place(request.args.get("after"), int) or (None,)
    found = movements.listed(actor(), before=before, limit=PAGE + 1, **said)
    older = len(found) > PAGE and url_for(
        ".listed", **said, after=paging.cursor(found[PAGE - 1].id)
    )
    newer = before and url_for(".listed", **said)
    about = {
        "names": people.names(each.actor_id for each in found),
        "doers": history.doers(actor()),
    }
    return page(
        "stock/movements/movements",
        200,
        moved=found[:PAGE],
        said=said,
        older=older,
        newer=newer,
        **about,
    )


@moves.get("/statistics")
@signed_in
def statistics() -> Response:
    said = asked(MovementFilter).model_dump(exclude_none=True)
    words = {name: type.words for name, type in movement_types.TYPES.items()}
    return page(
        "stock/movements/turnover",
        turnover=turnover.of(actor(), **said),
        said=said,
        type_words=words,
    )


@moves.get("/rules")
@signed_in
def rules() -> Response:
    access.check_may_look(actor())
    return page(
        "stock/operations/rules", types=movement_types.TYPES, ways=movement_types.ways
    )
