"""Setting aside: what was promised leaves the shelf for its borrower, or goes back on it."""

from collections.abc import Iterable, Sequence

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.ledger.ledger import Line

from ..loans import pieces
from ..models import Checkout, CheckoutUnit
from ..rules import second_look
from ..units import choosing, naming
from ..units.naming import Part, Reference


def reserve(actor: Actor, checkout: Checkout, names: Sequence[Reference] = ()) -> bool:
    """Take all its pieces off the shelf: the units that are named, or the first that fit where loose ones are too few.

    Whether anything moved. Conflict if too few are there. What lies ready already stays, unless another unit is named
    instead.
    """
    second_look.check_is_done(checkout)
    plan = choosing.complete(checkout, choosing.plan(checkout, names))
    lines = [*back(checkout, plan.released), *_reserved(checkout.item_id, plan.fresh)]
    if lines:
        pieces.move(actor, checkout, "set aside", lines)
    return bool(lines)


def add(actor: Actor, checkout: Checkout, name: Reference) -> None:
    """Take one certain unit off the shelf, beside what lies ready already. Conflict if nothing is missing any more."""
    second_look.check_is_done(checkout)
    missing = checkout.quantity - sum(row.quantity for row in checkout.aside)
    if missing < 1:
        raise Conflict(
            _("All %(quantity)s lie ready already", quantity=checkout.quantity),
            facts={"missing": 0},
        )
    [part] = naming.named(checkout, [name])
    part = part._replace(quantity=min(part.quantity, missing))
    pieces.move(actor, checkout, "set aside", _reserved(checkout.item_id, [part]))


def back(checkout: Checkout, parts: Iterable[tuple[CheckoutUnit, int]]) -> list[Line]:
    """The lines that put what was set aside back on the shelf."""
    return pieces.lines(checkout, "RESERVATION_CANCELLED", "reserved", "available", parts)


def line(item_id: int, row: CheckoutUnit, count: int) -> Line:
    """The line that sets aside so many pieces of what one row of a loan has, for another loan."""
    place, unit = row.location_id, row.unit_id
    [line] = _reserved(item_id, [Part(place, count, unit)])
    return line


def all_aside(checkout: Checkout) -> list[tuple[CheckoutUnit, int]]:
    """What is set aside for a checkout now."""
    return [(row, row.quantity) for row in checkout.aside]


def _reserved(item_id: int, parts: Iterable[Part]) -> list[Line]:
    return [
        Line(
            item_id,
            part.location_id,
            "RESERVATION_CREATED",
            "available",
            "reserved",
            part.quantity,
            part.unit_id,
        )
        for part in parts
    ]
