"""What is looked after once it came back: the desk's list, and saying that something is ready."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _
from webapp.stock.items import items

from .. import access
from ..availability import looked_after
from ..desk import readying
from ..models import Checkout
from .blueprint import bp

SHOWN = 100


@bp.get("/desk/looked-after")
@signed_in
def looked_after_list() -> Response:
    access.check_may_be_at_desk(actor())
    found = looked_after.everywhere()
    shown = found[:SHOWN]
    kinds = items.by_ids({each.piece.item_id for each in shown})
    return page(
        "lending/looked_after/list",
        pieces=shown,
        names={stocked.item.id: stocked.item.name for stocked in kinds},
        more=len(found) - len(shown),
    )


@bp.post("/checkouts/<int:id>/ready_now")
@signed_in
def ready_now(id: int) -> Response:
    return go(
        _back(readying.end(actor(), id, unit=_unit())),
        Said(_("Ready: others can have it from now on")),
    )


@bp.post("/checkouts/<int:id>/undo_ready_now")
@signed_in
def undo_ready_now(id: int) -> Response:
    return go(
        _back(readying.undo(actor(), id, unit=_unit())),
        Said(_("It is looked after again"), tone="mute"),
    )


def _unit() -> int | None:
    return request.args.get("unit", type=an_id)


def _back(loan: Checkout) -> str:
    """To where it was said: the desk's list, the item, the unit, or else the loan."""
    unit = _unit()
    match request.args.get("at"):
        case "desk":
            return url_for(".looked_after_list")
        case "item":
            return url_for(".item", id=loan.item_id)
        case "unit" if unit:
            return url_for("reports.unit", id=unit)
    return url_for(".show", id=loan.id)
