"""The waitlist for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, Problem, answers, spec

from .. import access
from ..schemas.reservations import ReservationShown
from ..schemas.waits import PreferInput, WaitInput, WaitShown, WaitsQuery
from ..waits import wait_offers, waits

bp = Blueprint("waits_api", __name__, url_prefix="/api/inventory/waitlist")


@bp.get("/")
@signed_in
@spec.validate(resp=answers(HTTP_200=list[WaitShown], HTTP_422=Problem), tags=["waitlist"])
def list_waits(query: WaitsQuery) -> Answer:
    """List what you wait for, or are offered; for staff on request what everyone waits for, in the order served."""
    if query.of == "everyone":
        found = waits.everybodys(
            actor(), query.limit + 1, paging.place(query.after, bool, int)
        )
        here, headers = paging.answer(
            found, query.limit, lambda wait: (wait.comes_first, wait.id)
        )
    else:
        (after,) = paging.place(query.after, int) or (0,)
        here, headers = paging.answer(
            waits.mine(actor(), query.limit + 1, after),
            query.limit,
            lambda wait: (wait.id,),
        )
    return [WaitShown.of(wait) for wait in here], 200, headers


@bp.post("/")
@signed_in
@spec.validate(resp=answers(HTTP_201=WaitShown, HTTP_422=Problem), tags=["waitlist"])
def join(json: WaitInput) -> Answer:
    """Wait for a time in a room."""
    return WaitShown.of(waits.join(actor(), **dict(json))), 201


@bp.get("/<int:id>/")
@signed_in
@spec.validate(resp=answers(HTTP_200=WaitShown), tags=["waitlist"])
def show(id: int) -> Answer:
    """Show a wish and what is offered."""
    return WaitShown.of(waits.find(actor(), id))


@bp.post("/<int:id>/accept/")
@signed_in
@spec.validate(resp=answers(HTTP_201=ReservationShown), tags=["waitlist"])
def accept(id: int) -> Answer:
    """Book what is offered."""
    return ReservationShown.model_validate(wait_offers.accept(actor(), id)), 201


@bp.post("/<int:id>/prefer/")
@signed_in
@only(access.may_decide)
@spec.validate(resp=answers(HTTP_200=WaitShown, HTTP_422=Problem), tags=["waitlist"])
def prefer(id: int, json: PreferInput) -> Answer:
    """Put somebody before all others who wait, or in turn again."""
    return WaitShown.of(waits.prefer(actor(), id, **dict(json)))


@bp.post("/<int:id>/leave/")
@signed_in
@spec.validate(resp=answers(HTTP_200=WaitShown), tags=["waitlist"])
def leave(id: int) -> Answer:
    """Leave the waitlist, or decline what is offered."""
    return WaitShown.of(waits.leave(actor(), id))
