"""The waitlist for programs."""

from collections.abc import Sequence

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..models import Wait
from ..schemas.reservations import ReservationShown
from ..schemas.waits import PreferInput, WaitInput, WaitShown, WaitsQuery
from ..waits import wait_offers, waits

Page = tuple[Sequence[Wait], dict[str, str]]  # what is shown of a list, and its headers
bp = Blueprint("waits_api", __name__, url_prefix="/api/inventory/waitlist")


@bp.get("/")
@signed_in
@answers("waitlist", list[WaitShown], 422)
def list_waits(query: WaitsQuery) -> Answer:
    """List what you wait for, or are offered; for staff on request what everyone waits for, in the order served."""
    page, headers = _everyones(query) if query.of == "everyone" else _own(query)
    return [WaitShown.model_validate(wait) for wait in page], 200, headers


@bp.post("/")
@signed_in
@answers("waitlist", WaitShown, 422, status=201)
def join(json: WaitInput) -> Answer:
    """Wait for a time in a room."""
    return WaitShown.model_validate(waits.join(actor(), **dict(json))), 201


@bp.get("/<int:id>/")
@signed_in
@answers("waitlist", WaitShown)
def show(id: int) -> Answer:
    """Show a waitlist entry and what is offered."""
    return WaitShown.model_validate(waits.find(actor(), id))


@bp.post("/<int:id>/accept/")
@signed_in
@answers("waitlist", ReservationShown, status=201)
def accept(id: int) -> Answer:
    """Book what is offered."""
    return ReservationShown.model_validate(wait_offers.accept(actor(), id)), 201


@bp.post("/<int:id>/prefer/")
@signed_in
@only(access.may_decide)
@answers("waitlist", WaitShown, 422)
def prefer(id: int, json: PreferInput) -> Answer:
    """Put a waitlist entry before all others, or back in its turn."""
    return WaitShown.model_validate(waits.prefer(actor(), id, **dict(json)))


@bp.post("/<int:id>/leave/")
@signed_in
@answers("waitlist", WaitShown)
def leave(id: int) -> Answer:
    """Leave the waitlist, or decline what is offered."""
    return WaitShown.model_validate(waits.leave(actor(), id))


def _everyones(query: WaitsQuery) -> Page:
    after = paging.place(query.after, bool, int)
    one_more = waits.everybodys(actor(), query.limit + 1, after)
    return paging.answer(one_more, query.limit, lambda wait: (wait.comes_first, wait.id))


def _own(query: WaitsQuery) -> Page:
    after = paging.id_in(query.after) or 0
    one_more = waits.of_actor(actor(), query.limit + 1, after)
    return paging.answer(one_more, query.limit, paging.by_id)
