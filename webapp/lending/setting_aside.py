"""Setting aside: what was promised leaves the shelf for its borrower, or goes back on it."""

from typing import NamedTuple

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.units import units

from . import choosing
from .models import Checkout


class Aside(NamedTuple):
    """Where a checkout's pieces lie ready, and which unit it is; none if they were only counted."""

    location_id: int
    unit_id: int | None


def of(checkout: Checkout) -> Aside | None:
    """What is set aside for a checkout now, by the ledger."""
    if not checkout.aside_at:
        return None
    last = ledger.last_into(checkout.id, "reserved")
    return Aside(*last) if last else None


def reserve(actor: Actor, checkout: Checkout) -> None:
    """Take the pieces off the shelf: the unit that was chosen, or the first that fits where each one has a tag.

    Conflict if too few are there.
    """
    place(checkout)
    if choosing.must_name(checkout):
        choosing.choose(checkout, _first(checkout))
        place(checkout)
    line = Line(
        checkout.item_id,
        checkout.location_id,
        "RESERVATION_CREATED",
        "available",
        "reserved",
        checkout.quantity,
        checkout.unit_id,
    )
    ledger.record(actor, "set aside", [line], checkout_id=checkout.id)
    checkout.aside_at = clock.now()


def place(checkout: Checkout) -> None:
    """Where the pieces are to be taken from: where its unit is, else home if it has enough, else where most are."""
    if checkout.unit_id:
        unit = units.pick(checkout.item_id, checkout.unit_id)
        checkout.location_id = unit.location_id
    else:
        checkout.location_id = items.best_location(
            checkout.item_id, checkout.location_id, checkout.quantity
        )


def back(checkout: Checkout, aside: Aside) -> Line:
    """The line that puts what was set aside back on the shelf."""
    return Line(
        checkout.item_id,
        aside.location_id,
        "RESERVATION_CANCELLED",
        "reserved",
        "available",
        checkout.quantity,
        aside.unit_id,
    )


def _first(checkout: Checkout) -> int:
    """The first unit that could be handed out; Conflict if there is none."""
    there = choosing.choices([checkout.item_id])[checkout.item_id]
    if not there:
        words = _(
            "No %(item_name)s is on the shelf to be set aside", item_name=checkout.item_name
        )
        raise Conflict(words, facts={"units": []})
    return there[0].id
