"""Opening a repair: something is found damaged, comes back damaged, or is due to be looked after."""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.rows import insert_all
from webapp.core.words import _, lazy
from webapp.stock import locations
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.units import meant_for, units, untagged
from webapp.stock.units.units import Unit

from . import access, details, mending, repairs
from .models import Repair

LetGo = Callable[[Actor, int], None]  # of the unit with this id
_let_go: list[LetGo] = []
ELSEWHERE = {
    "reserved": lazy("%(tag)s is set aside for %(name)s; undo that or cancel it first"),
    "on_rent": lazy("%(tag)s is on loan; check it in as damaged"),
    "under_repair": lazy("%(tag)s is already being repaired"),
    "beyond_repair": lazy("%(tag)s cannot be repaired any more"),
    "in_transit": lazy("%(tag)s is on its way; receive it first"),
    "outside": lazy("%(tag)s is not here any more"),
}


def connect(*let_go: LetGo) -> None:
    """Who sets units aside for people, and lets go of one that is reported damaged."""
    _let_go[:] = let_go


def open(
    actor: Actor,
    *,
    unit: int | None = None,
    item: int | None = None,
    location: int | str | None = None,
    quantity: int = 1,
    state: str | None = None,
    description: str = "",
    damage_type: str | None = None,
    severity: str | None = None,
) -> Repair:
    """Something is damaged: a unit, or loose pieces of an item at a location (its home, if none is named).

    What was found on the shelf leaves it, also where it was set aside for somebody; `state` "damaged" means loose
    pieces that were set apart before. With a type and a severity it is assessed at once. For staff. Invalid without a
    thing, Conflict if it is somewhere else or reported already.
    """
    _check(actor, unit, item)
    _check_assessed(damage_type, severity)
    ledger.lock()
    repair, state_now = (
        _pieces(actor, item, location, quantity, state)
        if item
        else _unit(actor, unit or 0, quantity, state)
    )
    repair.description = description
    _report(actor, repair, state_now)
    if severity and damage_type:
        return mending.assess(actor, repair.id, damage_type=damage_type, severity=severity)
    return repairs.find(actor, repair.id)


def _check_assessed(damage_type: str | None, severity: str | None) -> None:
    if severity and not damage_type:
        raise Invalid(fields={"damage_type": _("Choose the kind of damage")})


def _report(actor: Actor, repair: Repair, state: str) -> None:
    """A new repair, of what is in this state until now."""
    db.session.add(repair)
    db.session.flush()
    _move(actor, repair, "report damage", "DAMAGE_ASSESSMENT", state, "damaged")
    if repair.unit_id and repair.condition_before:
        units.assess([repair.unit_id], "damaged")
    db.session.flush()


def start_maintenance(
    actor: Actor,
    unit: int,
    *,
    vendor: int | str | None = None,
    expected_on: date | None = None,
    description: str = "",
) -> Repair:
    """A unit leaves the shelf to be looked after, on our bench or at a vendor's. Conflict if it is not on the shelf."""
    _check(actor, unit, None)
    ledger.lock()
    thing = units.find(actor, unit)
    _check_on_shelf(thing)
    repair = _new(actor, thing.item_id, thing.location_id, thing.available, thing)
    repair.kind, repair.status = "maintenance", "in_progress"
    details.set_columns(
        repair, description=description, supplier_id=vendor, expected_on=expected_on
    )
    db.session.add(repair)
    db.session.flush()
    _move(
        actor, repair, "start maintenance", "SENT_FOR_REPAIR", "available", "under_repair"
    )
    return repairs.find(actor, repair.id)


def _check_on_shelf(unit: Unit) -> None:
    if unit.state != "available":
        is_damaged = unit.state == "damaged"
        words = (
            lazy("%(tag)s is damaged; its repair comes first")
            if is_damaged
            else ELSEWHERE[unit.state]
        )
        name = meant_for.name(unit.id) if unit.state == "reserved" else ""
        raise Conflict(
            _(words, tag=unit.tag, name=name), facts={"state": unit.state, "unit": unit.id}
        )


class Damaged(NamedTuple):
    """So many pieces that a loan brings back damaged: a unit's, or loose ones from one place."""

    checkout_id: int
    item_id: int
    location_id: int
    unit_id: int | None
    quantity: int
    description: str


def from_returns(actor: Actor, damaged: Collection[Damaged]) -> None:
    """What loans bring back damaged is to be assessed; called just before the returns move it."""
    things = units.these([piece.unit_id for piece in damaged if piece.unit_id])
    by = {"opened_by": actor.id, "opened_at": clock.now()}
    opened = []
    for piece in damaged:
        thing = things.get(piece.unit_id or 0)
        alone = thing if thing and thing.batch_code is None else None
        opened.append(
            piece._asdict() | by | {"condition_before": alone and alone.condition}
        )
    insert_all(Repair, opened)


def _check(actor: Actor, unit: int | None, item: int | None) -> None:
    access.check_may_open(actor)
    if (unit is None) == (item is None):
        raise Invalid(fields={"unit": _("Enter a unit, or an item without tags")})


def _unit(actor: Actor, id: int, quantity: int, state: str | None) -> tuple[Repair, str]:
    """A repair of a unit, or of some pieces of a batch, and the state they are in."""
    unit = units.find(actor, id)
    if state is None and unit.state == "reserved":
        for let_go in _let_go:
            let_go(actor, id)
    state = state or unit.state
    if state not in ("available", "damaged"):
        words = _(ELSEWHERE[state], tag=unit.tag, name=meant_for.name(id))
        raise Conflict(words, facts={"state": state, "unit": id})
    if state == "damaged":
        _check_not_reported(actor, unit, quantity)
    return _new(actor, unit.item_id, unit.location_id, quantity, unit), state


def _check_not_reported(actor: Actor, unit: Unit, quantity: int) -> None:
    """Conflict, with its repair, if fewer damaged pieces than this have none yet."""
    unreported = unit.damaged - _reported(unit.item_id, unit.location_id, unit.id)
    if unreported < quantity:
        before = repairs.listed(actor, unit=unit.id, limit=1)
        facts = {"repair": before[0].id if before else None}
        raise Conflict(_("%(tag)s was already reported", tag=unit.tag), facts=facts)


def _pieces(
    actor: Actor, item: int, location: int | str | None, quantity: int, state: str | None
) -> tuple[Repair, str]:
    """A repair of loose pieces, and the state they are in: on the shelf, if none is said."""
    state = state or "available"
    wanted = items.find(actor, item)
    place = locations.id_of(location or wanted.home_location_id)
    have = untagged.count(item, place, state)
    if state == "damaged":
        have = max(0, have - _reported(item, place, None))
    if have < quantity:
        facts = {"state": state, "have": have, "asked": quantity, "item": item}
        raise Conflict(
            _(
                "Only %(have)s without a tag are %(state)s there; if it has a tag, scan it",
                have=have,
                state=state,
            ),
            facts=facts,
        )
    return _new(actor, item, place, quantity), state


def _reported(item: int, location: int, unit: int | None) -> int:
    """How many damaged pieces have a repair already."""
    waiting = Repair.status.in_(("pending", "approved"))
    total = select(func.coalesce(func.sum(Repair.quantity), 0)).where(waiting)
    return int(
        db.session.scalar(total.filter_by(item_id=item, location_id=location, unit_id=unit))
        or 0
    )


def _new(
    actor: Actor, item: int, location: int, quantity: int, unit: Unit | None = None
) -> Repair:
    """The condition is that of one thing; of a batch only some pieces are damaged."""
    alone = unit if unit and unit.batch_code is None else None
    return Repair(
        item_id=item,
        location_id=location,
        quantity=quantity,
        unit_id=unit and unit.id,
        condition_before=alone and alone.condition,
        opened_by=actor.id,
        opened_at=clock.now(),
    )


def _move(
    actor: Actor, repair: Repair, kind: str, type: str, from_state: str, to_state: str
) -> None:
    line = Line(
        repair.item_id,
        repair.location_id,
        type,
        from_state,
        to_state,
        repair.quantity,
        repair.unit_id,
    )
    ledger.record(actor, kind, [line], repair_id=repair.id)
