"""Receiving: new units come in from outside, or pieces that are on the shelf already get their tags."""

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, lazy, ngettext

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Item, Location, Unit
from ..models.states import OUTSIDE
from . import untagged

TOO_MUCH = lazy("Quantity too large together with what is already there")


def come_in(
    actor: Actor,
    item: Item,
    location: Location,
    units: list[Unit],
    quantity: int,
    *,
    already_here: bool,
) -> None:
    """New units come in with so many pieces each, or if those are `already_here` get their tags."""
    act = tag_on_shelf if already_here else receive
    act(actor, item, location, units, quantity)


def receive(
    actor: Actor, item: Item, location: Location, units: list[Unit], quantity: int
) -> None:
    """Each unit comes in with so many pieces, at what was paid or the item's value each."""
    price = units[0].purchase_price_minor
    worth = quantity * (item.value_minor if price is None else price)
    level = ledger.level(item.id, location.id)
    if level.value_minor + len(units) * worth > money.MOST:
        raise Invalid(fields={"purchase_price": TOO_MUCH})
    purchase = ("PURCHASE", OUTSIDE, "available", quantity)
    lines = [Line(item.id, location.id, *purchase, unit.id, worth) for unit in units]
    ledger.record(actor, "receive", lines)


def tag_on_shelf(
    actor: Actor, item: Item, location: Location, units: list[Unit], quantity: int
) -> None:
    """Each piece is taken out without a tag and put back with one, at the same value.

    Conflict, with the offer to tag fewer, if too few on the shelf have no tag.
    """
    free = untagged.count(item.id, location.id, "available")
    if free < len(units) * quantity:
        raise _too_few(free, location, units, quantity)
    lines = []
    for unit in units:
        out = ("ADJUSTMENT_NEGATIVE", "available", OUTSIDE, quantity)
        back = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", quantity)
        lines.append(Line(item.id, location.id, *out))
        lines.append(Line(item.id, location.id, *back, unit.id, carries=True))
    ledger.record(actor, "tag", lines)


def _too_few(free: int, location: Location, units: list[Unit], quantity: int) -> Conflict:
    offers = []
    if free and not any(unit.serial_number for unit in units):
        offers = [Offer(_("Tag %(free)s", free=free), {"quantity": free})]
    return Conflict(
        ngettext(
            "Only %(num)s piece has no tag yet at %(location)s",
            "Only %(num)s pieces have no tag yet at %(location)s",
            free,
            location=location.name,
        )
        if free
        else _("Only no pieces have no tag yet at %(location)s", location=location.name),
        facts={"untagged": free, "asked": len(units) * quantity},
        offers=offers,
    )
