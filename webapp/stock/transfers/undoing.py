"""Undoing: what becomes of a transfer when one of its operations is undone."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext

from ..models import Movement, Operation, TransferLine, Unit
from ..units import units
from . import cargo, statuses, transfers
from .cargo import Counts


def foresee(actor: Actor, operation: Operation) -> list[str]:
    """What the transfer will be again. Conflict if what was sent is not all on its way any more."""
    assert operation.transfer_id is not None
    counts = _counts_without(operation)
    if gone := -sum(min(0, line.under_way) for line in counts):
        words = ngettext(
            "%(num)s piece has arrived, got lost or come back since; undo that first",
            "%(num)s pieces have arrived, got lost or come back since; undo that first",
            gone,
        )
        raise Conflict(words, facts={"moved_on": gone, "transfer": operation.transfer_id})
    id = operation.transfer_id
    if cargo.total(counts).sent:
        return [_("Transfer %(number)s is on its way again.", number=id)]
    return [_("Transfer %(number)s is still to be sent again.", number=id)]


def follow(actor: Actor, operation: Operation) -> None:
    """The transfer is again what it was before."""
    assert operation.transfer_id is not None
    transfer = transfers.take(actor, operation.transfer_id)
    touched = (
        select(Movement.location_id)
        .where(Movement.operation_id == operation.id)
        .distinct()
        .order_by(Movement.location_id)
    )
    for location_id in db.session.scalars(touched).all():
        statuses.check_in_use(location_id)
    _restore_conditions(operation)
    sent = cargo.total(_counts_without(operation)).sent
    transfer.status = "in_transit" if sent else "initiated"
    db.session.flush()


def _counts_without(operation: Operation) -> list[Counts]:
    """What became of each line, were it not for this operation."""
    transfer_id = operation.transfer_id or 0
    counts = cargo.outcomes([transfer_id], except_operation=operation.id)
    return list(counts[transfer_id].values())


def _restore_conditions(operation: Operation) -> None:
    """Its units are again in the condition they were in before it said that they arrived damaged."""
    damaged = select(Movement.unit_id).where(
        Movement.operation_id == operation.id,
        Movement.type == "DAMAGE_ASSESSMENT",
        Movement.unit_id.is_not(None),
    )
    query = select(TransferLine).where(
        TransferLine.transfer_id == operation.transfer_id, TransferLine.unit_id.in_(damaged)
    )
    for line in db.session.scalars(query.execution_options(populate_existing=True)):
        unit = db.session.get_one(Unit, line.unit_id)
        if line.condition_before and unit.condition == "damaged":
            units.assess([unit.id], line.condition_before)
