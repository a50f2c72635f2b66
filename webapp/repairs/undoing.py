"""What becomes of a repair when an act of it is undone."""

from typing import Protocol

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.stock.ledger import ledger
from webapp.stock.units import repair_acts, units

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
            f"This repair has moved on since: undo “{last.kind}” first",
            facts={"operation": last.id},
        )
    return [f"Repair {act.repair_id} is where it was before."]


def follow(actor: Actor, act: Act) -> None:
    """The repair is where it was before this act."""
    held = (
        select(Repair)
        .where(Repair.id == act.repair_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    repair = db.session.scalars(held).one()
    *before, _ = repair_acts.standing(repair.id)
    kinds = [each.kind for each in before]
    if kinds or repair.checkout_id:
        repair.status, repair.closed_at = AFTER[kinds[-1]] if kinds else "pending", None
    else:
        repair.status, repair.closed_at = "cancelled", clock.now()
    if act.kind == "assess damage" or repair.severity == "beyond_repair":
        repair.damage_type = repair.severity = None
    if act.kind in ("finish repair", "send to repair"):
        again = act.kind == "send to repair" and "finish repair" in kinds
        repair.quality_check = "failed" if again else "pending"
    repair.quantity = sum(line.quantity for line in ledger.backwards(act.id))
    if repair.unit_id and repair.condition_before:
        was_fine = repair.status == "cancelled" or kinds == ["start maintenance"]
        units.assess(repair.unit_id, repair.condition_before if was_fine else "damaged")
    db.session.flush()
