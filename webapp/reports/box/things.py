"""Things as the box shows them: items, units, sets and the places where they are kept."""

from collections.abc import Collection, Iterator

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.lending import access as lending
from webapp.lending.units import holding
from webapp.school.words import written
from webapp.stock import locations, pictograms
from webapp.stock.items import items, scores
from webapp.stock.items.stocked import Item, Stocked
from webapp.stock.sets import sets
from webapp.stock.stocktakes.finding import Holder
from webapp.stock.units import units
from webapp.stock.units.units import Unit

from .hits import Hit

STATES = {
    "available": "available",
    "reserved": "approved",
    "on_rent": "out",
    "damaged": "to_check",
    "under_repair": "repair",
    "beyond_repair": "repair",
    "outside": "retired",
}  # as chips are called, by the state of a unit
IN_CHIPS = {"out_of_stock": "retired"}  # of an item, where its chip is called otherwise


def of_items(ids: Collection[int]) -> Iterator[Hit]:
    """One statement."""
    for stocked in items.by_ids(ids):
        item = stocked.item
        yield Hit(
            "item",
            item.id,
            item.name,
            code=item.sku,
            facts=(scores.credits(item), item.make, item.model, stocked.location),
            state=IN_CHIPS.get(stocked.status, stocked.status),
            state_in_words=_pieces(stocked),
            sign=_drawing(item),
            face=item.face,
        )


def of_sets(ids: Collection[int]) -> Iterator[Hit]:
    """One statement."""
    for id, name in sets.names(ids).items():
        yield Hit("set", id, name, facts=(_("Set"),), sign="package")


def of_locations(ids: Collection[int]) -> Iterator[Hit]:
    """One statement."""
    for id, name in locations.named(ids).items():
        yield Hit("location", id, name, sign="map-pin")


def of_units(actor: Actor, ids: Collection[int]) -> Iterator[Hit]:
    """Three statements; for staff."""
    there = units.these(ids)
    names = {
        each.item.id: each.item
        for each in items.by_ids(unit.item_id for unit in there.values())
    }
    holders = holding.holders(actor, there)
    for unit in there.values():
        item = names[unit.item_id]
        holder = holders.get(unit.id)
        yield Hit(
            "unit",
            unit.id,
            item.name,
            code=unit.tag,
            facts=(unit.serial_number or unit.batch_code or "", _held(holder)),
            state=_state(unit),
            sign=_drawing(item),
            face=unit.face or item.face,
            act=_act(actor, unit, holder),
        )


def _drawing(item: Item) -> str:
    return pictograms.drawing_of(item.family, item.instrument)


def _pieces(stocked: Stocked) -> str:
    """How many of how many are here; nothing where its state says more."""
    if stocked.status != "available":
        return ""
    return _(
        "%(here)s of %(all)s here", here=stocked.available_quantity, all=stocked.quantity
    )


def _held(holder: Holder | None) -> str:
    if holder is None:
        return ""
    until = written(holder.due_on, "%a %-d %b", holder.due_at)
    return _("with %(name)s until %(day)s", name=holder.name, day=until)


def _state(unit: Unit) -> str:
    if unit.is_blocked and unit.state == "available":
        return "closed"
    return STATES.get(unit.state, unit.state)


def _act(actor: Actor, unit: Unit, holder: Holder | None) -> str:
    """What the desk would do with it."""
    if holder and lending.may_take_back(actor):
        return "take_back"
    is_here = unit.state == "available" and not unit.is_blocked
    return "lend" if is_here and lending.may_hand_out(actor) else ""
