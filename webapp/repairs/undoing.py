"""What becomes of a repair when an act of it is undone."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.ledger import ledger
from webapp.stock.units import repair_acts, units

from . import departures
from .models import Repair

AFTER = {
    "report damage": "pending",
    "assess damage": "pending",
    "approve repair": "approved",
    "send to repair": "in_progress",
    "start maintenance": "in_progress",
    "finish repair": "pending",  # what is still damaged; the others closed it
}


class Act(Protocol):
    id: int
    kind: str
    repair_id: int | None


def foresee(actor: Actor, act: Act) -> list[str]:
    """Conflict if it was not the last act of the repair: the newest is undone first."""
    last = repair_acts.standing(act.repair_id or 0)[-1]
    if last.id != act.id:
        raise Conflict(
            _("This repair has moved on since: undo “%(kind)s” first", kind=last.kind),
            facts={"operation": last.id},
        )
    _check_all_here(last.id, act.repair_id or 0)
    return [_("Repair %(number)s is where it was before.", number=act.repair_id)]


def _check_all_here(last: int, repair_id: int) -> None:
    """Conflict if some of it left after that act: whatever took it is undone first."""
    for departure in departures.standing(repair_id):
        if departure.operation_id is None or departure.operation_id > last:
            words = _("Some of it is not here any more, so this stays as it is")
            raise Conflict(words, facts={"operation": departure.operation_id})


def follow(actor: Actor, act: Act) -> None:
    """The repair is where it was before this act."""
    repair = _lock(act.repair_id)
    *before, _ = repair_acts.standing(repair.id)
    kinds = [done.kind for done in before]
    _set_status(repair, kinds)
    if act.kind == "assess damage" or repair.severity == "beyond_repair":
        repair.damage_type = repair.severity = None
    if act.kind == "send to repair":
        repair.quality_check = "failed" if "finish repair" in kinds else "pending"
    if act.kind == "finish repair":
        repair.quality_check = "pending"
        repair.quantity = sum(line.quantity for line in ledger.backwards(act.id))
    _set_condition(repair, was_on_shelf=kinds == ["start maintenance"])
    db.session.flush()


def _set_condition(repair: Repair, *, was_on_shelf: bool) -> None:
    """Of a unit: the one it had, unless it is still known as damaged."""
    if repair.unit_id and repair.condition_before:
        was_fine = repair.status == "cancelled" or was_on_shelf
        units.assess([repair.unit_id], repair.condition_before if was_fine else "damaged")


def _lock(id: int | None) -> Repair:
    query = select(Repair).where(Repair.id == id)
    return rows.find(query, _("Repair not found"), lock=True)


def _set_status(repair: Repair, kinds: Sequence[str]) -> None:
    """What acts of these kinds left it in; without any it is pending if a loan brought it, and else never was."""
    if kinds or repair.checkout_id:
        repair.status, repair.closed_at = AFTER[kinds[-1]] if kinds else "pending", None
    else:
        repair.status, repair.closed_at = "cancelled", clock.now()
