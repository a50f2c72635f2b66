"""Suspensions for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..schemas.suspensions import SuspendInput, SuspensionQuery, SuspensionShown
from ..suspensions import suspending

bp = Blueprint("suspensions_api", __name__, url_prefix="/api/inventory/suspensions")


@bp.get("/")
@signed_in
@answers("people", list[SuspensionShown])
def index(query: SuspensionQuery) -> Answer:
    """List the suspensions you may see, newest first; the next page is in the Link header."""
    suspensions = suspending.listed(
        actor(),
        person=query.person,
        standing=query.standing,
        before=paging.id_in(query.after),
        limit=query.limit + 1,
    )
    here, headers = paging.answer(suspensions, query.limit, paging.by_id)
    return [SuspensionShown.of(each) for each in here], 200, headers


@bp.post("/")
@signed_in
@only(access.may_suspend)
@answers("people", SuspensionShown, status=201)
def suspend(json: SuspendInput) -> Answer:
    """Let somebody neither ask, collect nor keep longer, until a day or until it is lifted; they are told why."""
    return SuspensionShown.of(suspending.suspend(actor(), **dict(json))), 201


@bp.get("/<int:id>/")
@signed_in
@answers("people", SuspensionShown)
def show(id: int) -> Answer:
    """Show a suspension."""
    return SuspensionShown.of(suspending.find(actor(), id))


@bp.post("/<int:id>/lift/")
@signed_in
@only(access.may_suspend)
@answers("people", SuspensionShown)
def lift(id: int) -> Answer:
    """Let somebody borrow again; they are told."""
    return SuspensionShown.of(suspending.lift(actor(), id))


@bp.post("/<int:id>/undo_lift/")
@signed_in
@only(access.may_suspend)
@answers("people", SuspensionShown)
def undo_lift(id: int) -> Answer:
    """Let a suspension hold again that was lifted."""
    return SuspensionShown.of(suspending.undo_lift(actor(), id))
