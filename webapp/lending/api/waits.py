"""The queue of an item for programs."""

from collections.abc import Sequence

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..models import ItemWait
from ..schemas.checkouts import CheckoutShown
from ..schemas.waits import (
    ItemWaitInput,
    ItemWaitShown,
    OwnPlacesQuery,
    PauseWaitInput,
    PlaceInput,
    WaitersQuery,
)
from ..waits import joining, offered, places, staying, wait_offers, waits

bp = Blueprint("item_waits_api", __name__, url_prefix="/api/inventory/items")
WAIT = "/<int:item>/waitlist/<int:id>"


@bp.get("/waitlist/")
@signed_in
@answers("items", list[ItemWaitShown], 422)
def own(query: OwnPlacesQuery) -> Answer:
    """List the items you wait for, or are offered."""
    me, after = actor(), paging.id_in(query.after) or 0
    one_more = waits.of_person(me, me.id, query.limit + 1, after)
    page, headers = paging.answer(one_more, query.limit, paging.by_id)
    return _all_shown(page), 200, headers


@bp.get("/<int:id>/waitlist/")
@signed_in
@only(access.may_order_queue)
@answers("items", list[ItemWaitShown], 422)
def queue(id: int, query: WaitersQuery) -> Answer:
    """List who waits for an item or is offered it, in the order served."""
    after = paging.place(query.after, int, int)
    one_more = waits.queue(actor(), id, query.limit + 1, after)
    page, headers = paging.answer(one_more, query.limit, lambda wait: (wait.rank, wait.id))
    return _all_shown(page), 200, headers


@bp.post("/<int:id>/waitlist/")
@signed_in
@answers("items", ItemWaitShown, 422, status=201)
def join(id: int, json: ItemWaitInput) -> Answer:
    """Wait for an item of which none is free; staff join for a student too, or for one certain unit."""
    return _shown(joining.join(actor(), id, **dict(json))), 201


@bp.get(f"{WAIT}/")
@signed_in
@answers("items", ItemWaitShown)
def show(item: int, id: int) -> Answer:
    """Show a place in the queue of an item, and what is offered."""
    return _shown(waits.find(actor(), id, item=item))


@bp.post(f"{WAIT}/accept/")
@signed_in
@answers("items", CheckoutShown)
def accept(item: int, id: int) -> Answer:
    """Take what is offered; where a teacher has to approve it, it is kept until they answer."""
    waits.find(actor(), id, item=item)
    return CheckoutShown.of(wait_offers.accept(actor(), id))


@bp.post(f"{WAIT}/leave/")
@signed_in
@answers("items", ItemWaitShown)
def leave(item: int, id: int) -> Answer:
    """Leave the queue, or decline what is offered."""
    waits.find(actor(), id, item=item)
    return _shown(wait_offers.leave(actor(), id))


@bp.post(f"{WAIT}/undo_leave/")
@signed_in
@answers("items", ItemWaitShown)
def undo_leave(item: int, id: int) -> Answer:
    """Take back that you left, or said no, while nobody else was offered one meanwhile."""
    waits.find(actor(), id, item=item)
    return _shown(staying.undo_leave(actor(), id))


@bp.post(f"{WAIT}/pause/")
@signed_in
@answers("items", ItemWaitShown, 422)
def pause(item: int, id: int, json: PauseWaitInput) -> Answer:
    """Keep your place and be offered nothing, until a day or until you resume."""
    waits.find(actor(), id, item=item)
    return _shown(waits.pause(actor(), id, **dict(json)))


@bp.post(f"{WAIT}/resume/")
@signed_in
@answers("items", ItemWaitShown)
def resume(item: int, id: int) -> Answer:
    """Be in line again, where you stood."""
    waits.find(actor(), id, item=item)
    return _shown(waits.resume(actor(), id))


@bp.post(f"{WAIT}/move/")
@signed_in
@only(access.may_order_queue)
@answers("items", ItemWaitShown, 422)
def move(item: int, id: int, json: PlaceInput) -> Answer:
    """Put somebody first, or at another place of the queue."""
    waits.find(actor(), id, item=item)
    return _shown(waits.move(actor(), id, **dict(json)))


def _shown(wait: ItemWait) -> ItemWaitShown:
    return _all_shown([wait])[0]


def _all_shown(page: Sequence[ItemWait]) -> list[ItemWaitShown]:
    there, loans = places.of_waits(page), offered.loans_of(page)
    return [ItemWaitShown.of(each, there.get(each.id), loans.get(each.id)) for each in page]
