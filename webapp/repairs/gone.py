"""Gone: the repair of what left the school's books is closed with it, and open again if that is undone."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock.ledger.departed import Departed
from webapp.stock.operations.undo import Operation
from webapp.stock.units import repair_acts

from . import departures, repairs
from .departures import STATES
from .models import Repair, RepairDeparture


def hear(actor: Actor, operation_id: int, departed: Sequence[Departed]) -> None:
    """An operation took these pieces: repairs that are for more than is left are for fewer from now on, or closed.

    Pieces without a repair go first; of several repairs of loose pieces the one that was opened last gives way first.
    """
    for thing in departed:
        open_repairs = _lock_open(thing)
        there = departures.count_there(*thing[:4])
        excess = sum(repair.quantity for repair in open_repairs) - there
        excess = min(excess, thing.quantity)
        for repair in open_repairs:
            if excess > 0:
                pieces = min(excess, repair.quantity)
                _depart(actor, repair, pieces, operation_id)
                excess -= pieces
    db.session.flush()


def _lock_open(thing: Departed) -> list[Repair]:
    """The open repairs of such pieces, held, the newest first."""
    query = select(Repair).where(departures.is_open_for(*thing[:4]))
    query = query.order_by(Repair.id.desc()).with_for_update()
    return rows.listed(query.execution_options(populate_existing=True))


def _depart(
    actor: Actor, repair: Repair, pieces: int, operation_id: int | None, note: str = ""
) -> None:
    """So many of its pieces are gone; without any left it is closed, and stays for as many as there were."""
    quantity_left = repair.quantity - pieces
    departure = RepairDeparture(
        repair_id=repair.id,
        operation_id=operation_id,
        quantity=pieces,
        quantity_left=quantity_left,
        status_before=repair.status,
        actor_id=actor.id,
        at=clock.now(),
        note=note,
    )
    db.session.add(departure)
    if quantity_left:
        repair.quantity = quantity_left
    else:
        repair.status, repair.closed_at = "gone", clock.now()


def close(actor: Actor, id: int, *, notes: str = "") -> Repair:
    """Its pieces left before anybody told the repair: it is closed, or for those that are left. For staff.

    Conflict if all of them are there.
    """
    repair = repairs.take(actor, id, "gone")
    missing = departures.count_missing(repair)
    if not missing:
        words = _("All of it is still here")
        raise Conflict(words, facts={"status": repair.status, "missing": 0})
    _depart(actor, repair, missing, None, notes)
    db.session.flush()
    return repairs.find(actor, id)


def foresee(actor: Actor, operation: Operation) -> list[str]:
    """Which repairs would be open again. Conflict if one has moved on since."""
    departed = departures.of_operation(operation.id)
    for departure in departed:
        _check_stayed(repairs.find(actor, departure.repair_id), departure)
    return [
        _("Repair %(number)s is open again.", number=each.repair_id) for each in departed
    ]


def follow(actor: Actor, operation: Operation) -> None:
    """The repairs of what this operation took are as they were before it."""
    for departure in departures.of_operation(operation.id):
        repair = repairs.hold(actor, departure.repair_id)
        _check_stayed(repair, departure)
        if repair.status == "gone":
            repair.status, repair.closed_at = _status(repair), None
            repair.quantity = departure.quantity
        else:
            repair.quantity += departure.quantity
    db.session.flush()


def _status(repair: Repair) -> str:
    """How far it was when the last of it left."""
    if repair.status != "gone":
        return repair.status
    return departures.standing(repair.id)[-1].status_before


def _check_stayed(repair: Repair, departure: RepairDeparture) -> None:
    """Conflict unless the others of its pieces are still where those that left were."""
    since = [
        act.kind
        for act in repair_acts.standing(repair.id)
        if act.id > (departure.operation_id or 0)
    ]
    is_elsewhere = STATES.get(_status(repair)) != STATES[departure.status_before]
    if is_elsewhere or "finish repair" in since:
        words = _(
            "Repair %(number)s has moved on since; record what was found as stock that comes in",
            number=repair.id,
        )
        raise Conflict(
            words, facts={"repair": repair.id, "status": repair.status}, see=["receive"]
        )


def without_pieces() -> Iterator[str]:
    """A sentence for each open repair whose pieces are not all there; of several of the same pieces, all of them."""
    query = select(Repair).where(Repair.closed_at.is_(None)).order_by(Repair.id)
    for repair in db.session.scalars(query):
        if missing := departures.count_missing(repair):
            yield (
                f"repair {repair.id} is open for {repair.quantity} pieces,"
                f" of which {repair.quantity - missing} are {STATES[repair.status]}"
            )
