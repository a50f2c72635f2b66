"""Closures for programs."""

from datetime import datetime

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..closures import closures
from ..closures.closure_choices import Choice
from ..schemas.closures import (
    ClosureInput,
    ClosureOrder,
    ClosurePreviewShown,
    ClosureQuery,
    ClosureShown,
    HitShown,
)

bp = Blueprint("closures_api", __name__, url_prefix="/api/inventory/closures")


@bp.get("/")
@signed_in
@only(access.may_decide)
@answers("closures", list[ClosureShown], 422)
def list_closures(query: ClosureQuery) -> Answer:
    """List current and upcoming closures by start, or past ones with the latest first."""
    after = paging.place(query.after, datetime, int)
    rows = closures.list_all(actor(), past=query.past, after=after, limit=query.limit + 1)
    shown, headers = paging.answer(
        rows, query.limit, lambda row: (row[0].starts_at, row[0].id)
    )
    return [ClosureShown.of(closure, rooms) for closure, rooms in shown], 200, headers


@bp.post("/preview/")
@signed_in
@only(access.may_decide)
@answers("closures", ClosurePreviewShown, 422)
def preview(json: ClosureInput) -> Answer:
    """Preview a closure: the bookings in the way, and a free room for each. Nothing is closed."""
    planned, hits = closures.preview(actor(), **dict(json))
    return ClosurePreviewShown(
        rooms=[room.id for room in planned.rooms],
        bookings=[HitShown.model_validate(hit) for hit in hits],
    ), 200


@bp.post("/")
@signed_in
@only(access.may_decide)
@answers("closures", ClosureShown, 422, status=201)
def add(json: ClosureOrder) -> Answer:
    """Close rooms. Send a choice for each booking in the way."""
    choices = [Choice(**dict(choice)) for choice in json.choices]
    closure = closures.add(actor(), **dict(json) | {"choices": choices})
    return ClosureShown.of(closure, closures.rooms_of(closure)), 201


@bp.post("/<int:id>/lift/")
@signed_in
@only(access.may_decide)
@answers("closures", ClosureShown)
def lift(id: int) -> Answer:
    """Lift a closure: the rooms are open again."""
    closure = closures.lift(actor(), id)
    return ClosureShown.of(closure, closures.rooms_of(closure)), 200
