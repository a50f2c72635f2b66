"""Transit: what is sent from one location to another, arrives, or is lost on the way."""

from collections.abc import Iterator, Sequence

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Item, Transfer, TransferLine, Unit
from ..models.states import OUTSIDE
from ..units import scans, units
from ..units.scans import Scan
from . import cargo, departures, statuses, transfers
from .cargo import Cargo
from .journey import Journey
from .parts import Part, Share, shares

LOST = {"missing": "THEFT_LOSS", "broken": "DAMAGE_LOSS"}  # reason to movement


def send(actor: Actor, id: int, *, at_once: bool = False) -> Journey:
    """Everything on the list leaves; `at_once` it arrives too, as across a room.

    Conflict or Invalid as in `departures.check` if something may not go, and then nothing does.
    """
    transfer = transfers.take(actor, id, "initiated")
    leaving = cargo.lines(id)
    if not leaving:
        raise Conflict(_("Nothing has been added yet"), facts={"lines": 0})
    statuses.check_in_use(transfer.to_location_id)
    departures.check(transfer, leaving, [f"lines.{n}" for n in range(len(leaving))])
    moves = [
        move for line in leaving for move in _departure(transfer, line, at_once=at_once)
    ]
    ledger.record(
        actor,
        "moved" if at_once else "transfer sent",
        moves,
        transfer_id=id,
    )
    return statuses.settle(actor, transfer)


def _departure(transfer: Transfer, line: TransferLine, *, at_once: bool) -> Iterator[Line]:
    start, end = transfer.from_location_id, transfer.to_location_id
    item, quantity, unit = line.item_id, line.quantity, line.unit_id
    yield Line(
        item,
        start,
        "TRANSFER_OUT",
        "available",
        OUTSIDE,
        quantity,
        unit,
    )
    into = OUTSIDE, "in_transit"
    yield Line(
        item,
        end,
        "TRANSFER_IN",
        *into,
        quantity,
        unit,
        carries=True,
    )
    if at_once:
        yield Line(
            item,
            end,
            "TRANSFER_IN",
            "in_transit",
            "available",
            quantity,
            unit,
        )


def receive(
    actor: Actor, id: int, *, parts: Sequence[Part] | None = None, notes: str = ""
) -> Journey:
    """These parts have arrived, good or damaged; without any, all that is still on its way, and good.

    Conflict, with the numbers, if more is said to arrive than is on its way.
    """
    transfer = transfers.take(actor, id, "in_transit")
    arrivals = list(shares(id, parts))
    moves = [move for share in arrivals for move in _arrival(transfer, share)]
    ledger.record(
        actor,
        "transfer received",
        moves,
        transfer_id=id,
        note=notes,
    )
    for share in arrivals:
        if share.condition == "damaged":
            _note_damage(share.cargo)
    return statuses.settle(actor, transfer)


def _arrival(transfer: Transfer, share: Share) -> Iterator[Line]:
    thing = share.cargo.item_id, transfer.to_location_id
    pieces = share.quantity, share.cargo.unit_id
    yield Line(
        *thing,
        "TRANSFER_IN",
        "in_transit",
        "available",
        *pieces,
    )
    if share.condition == "damaged":
        yield Line(
            *thing,
            "DAMAGE_ASSESSMENT",
            "available",
            "damaged",
            *pieces,
        )


def _note_damage(line: Cargo) -> None:
    """The condition of a thing says so too, of a batch not; what it was is kept, so that the arrival can be undone."""
    if line.unit_id and line.batch_code is None:
        unit = db.session.get_one(Unit, line.unit_id)
        db.session.get_one(TransferLine, line.id).condition_before = unit.condition
        units.assess([unit.id], "damaged")


def scan(
    actor: Actor,
    id: int,
    *,
    code: str,
    us_keys: str = "",
    quantity: int = 1,
    condition: str = "good",
) -> str:
    """What a scan stands for has arrived, so many pieces if it is counted; the name of what that was.

    Invalid at `code` if it is not on the transfer.
    """
    transfers.take(actor, id, "in_transit")
    thing = _scanned(actor, Scan(code, us_keys))
    line = next(
        (line for line in cargo.on_transfer(id) if (line.item_id, line.unit_id) == thing),
        None,
    )
    if line is None:
        raise Invalid(fields={"code": _("%(code)s is not on this transfer", code=code)})
    part = Part(line.id, None if line.unit_id else quantity, condition)
    receive(actor, id, parts=[part])
    return line.label


def _scanned(actor: Actor, scan: Scan) -> cargo.Thing | None:
    match = scans.find(actor, scan)
    if match is None:
        return None
    if isinstance(match, Item):
        return match.id, None
    return match.item_id, match.id


def lose(
    actor: Actor, id: int, *, parts: Sequence[Part], notes: str, reason: str = "missing"
) -> Journey:
    """These parts never arrive: `missing`, or `broken` with nothing left to mend. Conflict as in `receive`."""
    transfer = transfers.take(actor, id, "in_transit")
    end, type = transfer.to_location_id, LOST[reason]
    moves = [
        Line(
            line.item_id,
            end,
            type,
            "in_transit",
            OUTSIDE,
            quantity,
            line.unit_id,
        )
        for line, quantity, _ in shares(id, parts)
    ]
    about = ledger.About(transfer_id=id, reason=reason, note=notes)
    ledger.record(
        actor,
        "lost on the way",
        moves,
        **about,
    )
    return statuses.settle(actor, transfer)
