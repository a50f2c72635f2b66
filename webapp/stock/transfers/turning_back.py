"""Turning back: a transfer that is called off, or not taken where it arrives."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Transfer, Unit
from ..models.states import OUTSIDE
from . import statuses, transfers
from .journey import OPEN, Journey
from .parts import Share, shares


def cancel(actor: Actor, id: int) -> Journey:
    """It does not go; what is still on its way is back where it came from, at once."""
    transfer = transfers.take(actor, id, *OPEN)
    if transfer.status == "in_transit":
        _bring_back(actor, transfer, "transfer cancelled")
    return statuses.settle(actor, transfer, "cancelled")


def reject(actor: Actor, id: int, *, notes: str) -> Journey:
    """The receiver does not take what is still on its way, and says why; it is back where it came from."""
    transfer = transfers.take(actor, id, "in_transit")
    _bring_back(
        actor,
        transfer,
        "transfer rejected",
        notes,
    )
    return statuses.settle(actor, transfer, "rejected")


def _bring_back(
    actor: Actor,
    transfer: Transfer,
    kind: str,
    notes: str = "",
) -> None:
    statuses.check_in_use(transfer.from_location_id)
    returning = list(shares(transfer.id, None))
    _check_batches(returning)
    moves = [move for share in returning for move in _way_back(transfer, share)]
    ledger.record(
        actor,
        kind,
        moves,
        transfer_id=transfer.id,
        note=notes,
    )


def _check_batches(returning: Sequence[Share]) -> None:
    """Conflict if a part of a batch has arrived: it stays together."""
    ids = [share.cargo.unit_id for share in returning if share.cargo.unit_id]
    query = select(Unit).where(Unit.id.in_(ids))
    units = {unit.id: unit for unit in db.session.scalars(query)}
    for line, quantity, _condition in returning:
        if line.unit_id and (have := units[line.unit_id].on_hand) != quantity:
            words = _(
                "A part of %(tag)s has arrived, and a batch stays together: receive the rest",
                tag=line.tag,
            )
            facts = {
                "unit": line.tag,
                "have": have,
                "asked": quantity,
            }
            raise Conflict(words, facts=facts)


def _way_back(transfer: Transfer, share: Share) -> Iterator[Line]:
    start, end = transfer.from_location_id, transfer.to_location_id
    item, quantity, unit = share.cargo.item_id, share.quantity, share.cargo.unit_id
    yield Line(
        item,
        end,
        "TRANSFER_OUT",
        "in_transit",
        OUTSIDE,
        quantity,
        unit,
    )
    into = OUTSIDE, "available"
    yield Line(
        item,
        start,
        "TRANSFER_IN",
        *into,
        quantity,
        unit,
        carries=True,
    )
