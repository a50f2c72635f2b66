"""What is looked after once it came back, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers
from webapp.stock.items import items

from .. import access
from ..availability import looked_after
from ..desk import readying
from ..schemas.checkouts import CheckoutShown
from ..schemas.looked_after import LookedAfterShown, ReadyInput

bp = Blueprint("looked_after_api", __name__, url_prefix="/api/inventory")


@bp.get("/items/<int:id>/looked_after/")
@signed_in
@only(access.may_hand_out)
@answers("items", list[LookedAfterShown])
def of_item(id: int) -> Answer:
    """List what of an item came back and is looked after before others can ask for it, the newest first."""
    access.check_may_be_at_desk(actor())
    found = looked_after.of_items([items.find(actor(), id).id])
    return [LookedAfterShown.of(each) for each in found]


@bp.post("/checkouts/<int:id>/ready_now/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", CheckoutShown)
def ready_now(id: int, json: ReadyInput) -> Answer:
    """Say that what came back of a loan is ready, before the open days for which it is looked after are over."""
    return CheckoutShown.of(readying.end(actor(), id, unit=json.unit))


@bp.post("/checkouts/<int:id>/undo_ready_now/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", CheckoutShown)
def undo_ready_now(id: int, json: ReadyInput) -> Answer:
    """Say that it needs more time: it is looked after again, unless it has left the shelf since."""
    return CheckoutShown.of(readying.undo(actor(), id, unit=json.unit))
