"""A hand-out whose photos were refused, to be sent again: with the units and accessories as they were chosen."""

from collections.abc import Collection, Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page
from webapp.core.errors import Invalid
from webapp.stock.units import accessories, units

from ..loans import checkouts
from .loans import choices_of


def draw(
    id: int, no: Invalid, named: Sequence[int], along: Collection[int] | None
) -> Response:
    """The form; it leads back to where it was sent from. `along` is None where nobody looked what goes along."""
    checkout = checkouts.find(actor(), id)
    theirs = accessories.of_units(named) if along is not None else {}
    is_at_desk = request.args.get("at") == "desk"
    may_tick = checkout.quantity > 1 and not is_at_desk
    known = units.these(named)
    return page(
        "lending/hand_out_again",
        no.status,
        no=no,
        checkout=checkout,
        units=choices_of(checkout) if may_tick else [],
        named=[known[id] for id in named],
        accessories=[each for of_unit in theirs.values() for each in of_unit],
        along=along,
        back=url_for(".desk") if is_at_desk else url_for(".show", id=id),
        back_is_desk=is_at_desk,
    )
