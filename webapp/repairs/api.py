"""Repairs and planned maintenance for programs."""

from datetime import date

from flask import Blueprint

from webapp.core import downloads, paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.errors import Invalid
from webapp.core.inputs import ExportQuery
from webapp.core.openapi import Answer, answer_list, answer_one, answers
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.units import maintenance
from webapp.stock.units.units import Unit

from . import access, details, exports, gone, mending, opening, repairs
from .schemas.maintenance import MaintenanceQuery, MaintenanceShown
from .schemas.repairs import (
    ApproveRepairInput,
    AssessDamageInput,
    CloseRepairInput,
    FinishRepairInput,
    PlanMaintenanceInput,
    RepairFilter,
    RepairInput,
    RepairPatch,
    RepairQuery,
    RepairShown,
    RepairTold,
    SendRepairInput,
    StartMaintenanceInput,
)

bp = Blueprint("repairs_api", __name__, url_prefix="/api/inventory/repairs")
AHEAD = 30  # days that maintenance is looked for ahead


@bp.get("/")
@signed_in
@only(access.may_see)
@answers("repairs", list[RepairShown])
def list_repairs(query: RepairQuery) -> Answer:
    """List the repairs, newest first; for staff."""
    before = paging.id_in(query.after)
    rows = repairs.listed(
        actor(),
        before=before,
        **query.model_dump(exclude={"after", "count"}) | {"limit": query.limit + 1},
    )
    return answer_list(RepairShown, rows, query.limit, paging.by_id)


class RepairExport(RepairFilter, ExportQuery):
    pass


downloads.for_programs(bp, "/", "repairs", exports.all_repairs, RepairExport)


@bp.post("/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown, status=201)
def open_repair(json: RepairInput) -> Answer:
    """Report damage: a unit, or pieces of an item that have no tag. What was on the shelf leaves it."""
    return answer_one(RepairShown, opening.open(actor(), **dict(json)), 201)


@bp.get("/<int:id>/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairTold)
def show_repair(id: int) -> Answer:
    """Show a repair, with what was done about it by the ledger."""
    repair = repairs.find(actor(), id)
    return (
        RepairTold.with_history(repair, repairs.history(actor(), id)),
        200,
        {"ETag": f'"v{repair.version}"'},
    )


@bp.patch("/<int:id>/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown, 412)
def describe_repair(id: int, json: RepairPatch) -> Answer:
    """Change what is said about a repair; with If-Match only if nobody else did."""
    changes = json.model_dump(exclude_unset=True)
    return answer_one(
        RepairShown, details.describe(actor(), id, version=if_match(), **changes)
    )


@bp.post("/<int:id>/assess/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def assess_repair(id: int, json: AssessDamageInput) -> Answer:
    """Choose the kind of damage and how bad."""
    return answer_one(RepairShown, mending.assess(actor(), id, **dict(json)))


@bp.post("/<int:id>/approve/")
@signed_in
@only(access.may_approve)
@answers("repairs", RepairShown)
def approve_repair(id: int, json: ApproveRepairInput) -> Answer:
    """Approve a repair; for teachers and admins."""
    return answer_one(RepairShown, mending.approve(actor(), id, **dict(json)))


@bp.post("/<int:id>/send/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def send_repair(id: int, json: SendRepairInput) -> Answer:
    """Send it to a vendor, or to our own workshop."""
    return answer_one(RepairShown, mending.send(actor(), id, **dict(json)))


@bp.post("/<int:id>/finish/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def finish_repair(id: int, json: FinishRepairInput) -> Answer:
    """Check what came back: to the shelf, still damaged, beyond repair, or some of each."""
    return answer_one(RepairShown, mending.finish(actor(), id, **dict(json)))


@bp.post("/<int:id>/give_up/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def give_up_repair(id: int, json: CloseRepairInput) -> Answer:
    """Say that it cannot be repaired; writing it off takes two people."""
    return answer_one(RepairShown, mending.give_up(actor(), id, **dict(json)))


@bp.post("/<int:id>/cancel/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def cancel_repair(id: int, json: CloseRepairInput) -> Answer:
    """Say that nothing is wrong after all: it goes back on the shelf."""
    return answer_one(RepairShown, mending.cancel(actor(), id, **dict(json)))


@bp.post("/<int:id>/gone/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown)
def close_gone_repair(id: int, json: CloseRepairInput) -> Answer:
    """Close the repair of what left before the repair was told; of several pieces, those that are left stay."""
    return answer_one(RepairShown, gone.close(actor(), id, **dict(json)))


@bp.get("/maintenance/")
@signed_in
@only(access.may_see)
@answers("repairs", list[MaintenanceShown])
def list_due(query: MaintenanceQuery) -> Answer:
    """List the units that need maintenance within 30 days, the overdue ones first; for staff."""
    until = calendar.after(calendar.today(), AHEAD)
    rows = maintenance.due(
        actor(), until=until, after=due_after(query.after), limit=query.limit + 1
    )
    return answer_list(MaintenanceShown, rows, query.limit, due_key)


@bp.post("/maintenance/<int:unit>/start/")
@signed_in
@only(access.may_see)
@answers("repairs", RepairShown, status=201)
def start_maintenance(unit: int, json: StartMaintenanceInput) -> Answer:
    """Take a unit off the shelf for maintenance."""
    return answer_one(
        RepairShown, opening.start_maintenance(actor(), unit, **dict(json)), 201
    )


@bp.post("/maintenance/<int:unit>/plan/")
@signed_in
@only(access.may_approve)
@answers("repairs", MaintenanceShown, 412)
def plan_maintenance(unit: int, json: PlanMaintenanceInput) -> Answer:
    """Say when a unit is due next, and how often; for teachers and admins."""
    planned = maintenance.plan(actor(), unit, version=if_match(), **dict(json))
    return answer_one(MaintenanceShown, planned)


def due_key(unit: Unit) -> tuple[int, int]:
    """Where a list of what is due goes on: days are counted, so that a cursor holds only numbers."""
    day = unit.next_maintenance_on
    return day.toordinal() if day else 0, unit.id


def due_after(cursor: str | None) -> tuple[date, int] | None:
    place = paging.place(cursor, int, int)
    try:
        return place and (date.fromordinal(place[0]), place[1])
    except (ValueError, OverflowError):
        raise Invalid(
            fields={"after": _("Use the cursor from the Link header unchanged")}
        ) from None
