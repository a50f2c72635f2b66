"""Mending: what happens to a repair between the damage and the shelf, or the end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.units import maintenance, units

from . import details, repairs
from .models import Repair

CHECKED = {"passed": "available", "failed": "damaged", "beyond_repair": "beyond_repair"}


def assess(
    actor: Actor, id: int, *, damage_type: str, severity: str, notes: str = ""
) -> Repair:
    """What kind of damage it is and how bad; beyond repair it closes here. Staff, until it is approved."""
    repair = repairs.take(actor, id, "assess")
    details.set_columns(repair, damage_type=damage_type, severity=severity)
    if severity == "beyond_repair":
        return _close(
            actor, repair, "beyond repair", "DAMAGE_ASSESSMENT", "beyond_repair", notes
        )
    _move(
        actor,
        repair,
        "assess damage",
        "DAMAGE_ASSESSMENT",
        "damaged",
        {"damaged": repair.quantity},
        notes,
    )
    db.session.flush()
    return repairs.find(actor, id)


def approve(actor: Actor, id: int, *, estimate: Decimal | None = None) -> Repair:
    """It may be mended, for about so much. Teachers and admins; Conflict before it was assessed."""
    repair = repairs.take(actor, id, "approve")
    if repair.severity is None:
        raise Conflict(
            _("Assess the damage first"), facts={"status": repair.status, "severity": None}
        )
    if estimate is not None:
        details.set_columns(repair, **details.as_columns(estimate=estimate))
    repair.status = "approved"
    _move(
        actor,
        repair,
        "approve repair",
        "DAMAGE_ASSESSMENT",
        "damaged",
        {"damaged": repair.quantity},
        "",
    )
    db.session.flush()
    return repairs.find(actor, id)


def send(
    actor: Actor,
    id: int,
    *,
    vendor: int | str | None = None,
    expected_on: date | None = None,
    notes: str = "",
) -> Repair:
    """To a vendor, or without one to our own workshop. Staff; Conflict before it was approved."""
    repair = repairs.take(actor, id, "send")
    details.set_columns(repair, supplier_id=vendor, expected_on=expected_on)
    repair.status, repair.quality_check = "in_progress", "pending"
    _move(
        actor,
        repair,
        "send to repair",
        "SENT_FOR_REPAIR",
        "damaged",
        {"under_repair": repair.quantity},
        notes,
    )
    db.session.flush()
    return repairs.find(actor, id)


def finish(
    actor: Actor,
    id: int,
    *,
    quality_check: str,
    passed: int | None = None,
    beyond_repair: int | None = None,
    cost: Decimal | None = None,
    condition: str | None = None,
    notes: str = "",
) -> Repair:
    """It is back and looked at: `passed` to the shelf, `failed` still damaged, `beyond_repair`, or `partial`.

    Partial says how many passed and how many are beyond repair; the others are still damaged. What is still damaged
    keeps the repair open, to be approved again. A unit that passed gets this condition. Staff.
    """
    repair = repairs.take(actor, id, "finish")
    pieces = _split(repair, quality_check, passed, beyond_repair)
    _note_cost(repair, cost)
    _move(actor, repair, "finish repair", "REPAIR_COMPLETED", "under_repair", pieces, notes)
    _set_outcome(repair, pieces)
    _note(repair, condition or _usual(repair) if "available" in pieces else "damaged")
    _note_maintenance(repair, pieces)
    db.session.flush()
    return repairs.find(actor, id)


def _note_cost(repair: Repair, cost: Decimal | None) -> None:
    if cost is not None:
        details.set_columns(repair, **details.as_columns(cost=cost))


def _set_outcome(repair: Repair, pieces: Mapping[str, int]) -> None:
    """The quality check, and whether the repair is over: what is still damaged keeps it open."""
    is_fine = "available" in pieces
    repair.quality_check = "passed" if is_fine else "failed"
    if len(pieces) > 1:
        repair.quality_check = "partial"
    if still_damaged := pieces.get("damaged"):
        repair.status, repair.quantity = "pending", still_damaged
        repair.expected_on = None
    else:
        repair.status = "completed" if is_fine else "failed"
        repair.closed_at = clock.now()


def _note_maintenance(repair: Repair, pieces: Mapping[str, int]) -> None:
    """When a unit was looked after, if all of it is back on the shelf."""
    is_back = [*pieces] == ["available"]
    if repair.kind == "maintenance" and repair.unit_id and is_back:
        maintenance.done(repair.unit_id, on=calendar.today())


def give_up(actor: Actor, id: int, *, notes: str = "") -> Repair:
    """It cannot be mended, or not for what it is worth: two people may write it off. Staff, until it is sent."""
    repair = repairs.take(actor, id, "give_up")
    return _close(
        actor, repair, "beyond repair", "DAMAGE_ASSESSMENT", "beyond_repair", notes
    )


def cancel(actor: Actor, id: int, *, notes: str = "") -> Repair:
    """Nothing is wrong after all: back on the shelf, in the condition it had. Staff, until it is sent."""
    repair = repairs.take(actor, id, "cancel")
    _note(repair, _usual(repair))
    return _close(actor, repair, "cancel repair", "DAMAGE_ASSESSMENT", "available", notes)


def _split(
    repair: Repair, quality_check: str, passed: int | None, beyond: int | None
) -> dict[str, int]:
    """How many pieces go into which state. Invalid if the numbers do not make sense."""
    if quality_check != "partial":
        return {CHECKED[quality_check]: repair.quantity}
    fine, gone = passed or 0, beyond or 0
    if fine + gone > repair.quantity:
        raise Invalid(
            fields={
                "passed": _(
                    "%(quantity)s were repaired, not %(fine)s",
                    quantity=repair.quantity,
                    fine=fine + gone,
                )
            }
        )
    pieces = {
        "available": fine,
        "damaged": repair.quantity - fine - gone,
        "beyond_repair": gone,
    }
    outcome = {state: quantity for state, quantity in pieces.items() if quantity}
    if len(outcome) < 2:
        raise Invalid(
            fields={
                "passed": _(
                    "Say how many of the %(quantity)s passed; if it is all or none, choose that",
                    quantity=repair.quantity,
                )
            }
        )
    return outcome


def _close(
    actor: Actor, repair: Repair, kind: str, type: str, state: str, notes: str
) -> Repair:
    _move(actor, repair, kind, type, "damaged", {state: repair.quantity}, notes)
    repair.status, repair.closed_at = (
        "cancelled" if state == "available" else "failed",
        clock.now(),
    )
    db.session.flush()
    return repairs.find(actor, repair.id)


def _move(
    actor: Actor,
    repair: Repair,
    kind: str,
    type: str,
    from_state: str,
    pieces: Mapping[str, int],
    note: str,
) -> None:
    lines = [
        Line(
            repair.item_id,
            repair.location_id,
            type,
            from_state,
            state,
            quantity,
            repair.unit_id,
        )
        for state, quantity in pieces.items()
    ]
    ledger.record(actor, kind, lines, repair_id=repair.id, note=note)


def _usual(repair: Repair) -> str:
    """The condition a unit had, or good enough to be lent if it was known as damaged already."""
    before: str | None = repair.condition_before
    return before if before and before != "damaged" else "good"


def _note(repair: Repair, condition: str) -> None:
    """The condition of one thing; of a batch, and of pieces without a tag, nobody keeps one."""
    if repair.unit_id and repair.condition_before:
        units.assess([repair.unit_id], condition)
