"""Departures: pieces that left the school's books while they were to be repaired, and what is still there of others."""

import sys
from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from webapp.core import rows
from webapp.stock.ledger.not_undone import not_undone
from webapp.stock.units import repair_acts, units, untagged
from webapp.stock.units.repair_acts import Act, Done

from .models import Repair, RepairDeparture

STATES = {"pending": "damaged", "approved": "damaged", "in_progress": "under_repair"}
STANDS = or_(
    RepairDeparture.operation_id.is_(None), not_undone(RepairDeparture.operation_id)
)
CLOSED, FEWER = "close what is gone", "count fewer"  # what they are called in a history
LAST = sys.maxsize  # of one moment, what was closed by hand


def of_operation(operation_id: int) -> list[RepairDeparture]:
    """Those that an operation brought about, in the order of the repairs."""
    query = select(RepairDeparture).where(RepairDeparture.operation_id == operation_id)
    return rows.listed(query.order_by(RepairDeparture.repair_id))


def standing(repair_id: int) -> list[RepairDeparture]:
    """Those of a repair that were not undone, oldest first."""
    query = select(RepairDeparture).where(RepairDeparture.repair_id == repair_id, STANDS)
    return rows.listed(query.order_by(RepairDeparture.id))


def is_in(state: str) -> ColumnElement[bool]:
    """For a query over repairs: that they are open for pieces in this state."""
    statuses = [status for status, theirs in STATES.items() if theirs == state]
    return Repair.status.in_(statuses)


def is_open_for(
    item_id: int, location_id: int, unit_id: int | None, state: str
) -> ColumnElement[bool]:
    """For a query over repairs: that they are open for such pieces; the pieces of a unit are all in one place."""
    thing = Repair.unit_id == unit_id
    if unit_id is None:
        thing = Repair.unit_id.is_(None) & (Repair.location_id == location_id)
    return (Repair.item_id == item_id) & thing & is_in(state)


def count_there(item_id: int, location_id: int, unit_id: int | None, state: str) -> int:
    """How many pieces are in a state: of a unit, or loose ones at a location."""
    if unit_id is None:
        return untagged.count(item_id, location_id, state)
    unit = units.these([unit_id])[unit_id]
    return unit.damaged if state == "damaged" else unit.under_repair


def count_missing(repair: Repair) -> int:
    """How many of an open repair's pieces are not there any more, by the ledger; 0 of a closed one."""
    if repair.status not in STATES:
        return 0
    state = STATES[repair.status]
    thing = repair.item_id, repair.location_id, repair.unit_id, state
    query = select(Repair.quantity).where(is_open_for(*thing))
    excess = sum(rows.listed(query)) - count_there(*thing)
    return min(repair.quantity, max(0, excess))


def history(repair: Repair) -> list[Done]:
    """What was done about a repair, what left and what came back; oldest first."""
    acts = [*repair_acts.history(repair.id), *_told(repair)]
    return sorted(acts, key=lambda done: (done.at, done.operation_id or LAST))


def _told(repair: Repair) -> Iterator[Done]:
    query = select(RepairDeparture).where(RepairDeparture.repair_id == repair.id)
    departures = rows.listed(query.order_by(RepairDeparture.id))
    by_operation = {each.operation_id: each for each in departures if each.operation_id}
    for act in repair_acts.acts([*by_operation]) if by_operation else ():
        if departure := by_operation.get(act.operation_id):
            yield _leaving(departure, act.operation_id, act.note)
        elif act.reverses_id:
            yield _coming_back(by_operation[act.reverses_id], act)
    for departure in departures:
        if departure.operation_id is None:
            yield _leaving(departure, None, departure.note)


def _leaving(departure: RepairDeparture, operation_id: int | None, note: str) -> Done:
    return Done(
        operation_id,
        FEWER if departure.quantity_left else CLOSED,
        departure.at,
        STATES[departure.status_before],
        "outside",
        departure.quantity,
        departure.actor_id,
        note,
    )


def _coming_back(departure: RepairDeparture, act: Act) -> Done:
    return Done(
        act.operation_id,
        act.act,
        act.at,
        "outside",
        STATES[departure.status_before],
        departure.quantity,
        act.actor_id,
        act.note,
    )
