"""Transit: what is sent from one location to another, arrives, is lost on the way or comes back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Item, Location, Movement, Operation, Transfer, TransferLine, Unit
from ..models.states import OUTSIDE
from ..units import scans, units
from ..units.scans import Scan
from . import cargo, transfers
from .cargo import Cargo, Counts
from .transfers import Journey

LOST = {"missing": "THEFT_LOSS", "broken": "DAMAGE_LOSS"}  # reason to movement


class Part(NamedTuple):
    """So many pieces of a line, all that are still on their way without a quantity."""

    line: int
    quantity: int | None = None
    condition: str = "good"


def send(actor: Actor, id: int, *, at_once: bool = False) -> Journey:
    """Everything on the list leaves; `at_once` it arrives too, as across a room.

    Conflict or Invalid as in `cargo.check` if something may not go, and then nothing does.
    """
    transfer = transfers.take(actor, id, "initiated")
    going = cargo.lines(id)
    if not going:
        raise Conflict("Nothing has been added yet", facts={"lines": 0})
    _check_used(transfer.to_location_id)
    cargo.check(transfer, going, [f"lines.{n}" for n in range(len(going))])
    here, there = transfer.from_location_id, transfer.to_location_id
    moves: list[Line] = []
    for line in going:
        what = line.quantity, line.unit_id
        moves.append(Line(line.item_id, here, "TRANSFER_OUT", "available", OUTSIDE, *what))
        moves.append(
            Line(
                line.item_id,
                there,
                "TRANSFER_IN",
                OUTSIDE,
                "in_transit",
                *what,
                carries=True,
            )
        )
        if at_once:
            moves.append(
                Line(line.item_id, there, "TRANSFER_IN", "in_transit", "available", *what)
            )
    ledger.record(actor, "moved" if at_once else "transfer sent", moves, transfer_id=id)
    return _settled(actor, transfer)


def receive(
    actor: Actor, id: int, *, parts: Sequence[Part] | None = None, notes: str = ""
) -> Journey:
    """These parts have arrived, good or damaged; without any, all that is still on its way, and good.

    Conflict, with the numbers, if more is said to arrive than is on its way.
    """
    transfer = transfers.take(actor, id, "in_transit")
    there, moves, damaged = transfer.to_location_id, list[Line](), list[Cargo]()
    for each, quantity, condition in _shares(id, parts):
        what = quantity, each.unit_id
        moves.append(
            Line(each.item_id, there, "TRANSFER_IN", "in_transit", "available", *what)
        )
        if condition == "damaged":
            damaged.append(each)
            moves.append(
                Line(
                    each.item_id, there, "DAMAGE_ASSESSMENT", "available", "damaged", *what
                )
            )
    ledger.record(actor, "transfer received", moves, transfer_id=id, note=notes)
    for each in damaged:
        _note_damage(each)
    return _settled(actor, transfer)


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
    found = scans.find(actor, Scan(code, us_keys))
    if isinstance(found, Item):
        thing: cargo.Thing = found.id, None
    else:
        thing = (found.unit.item_id, found.unit.id) if found else (0, None)
    each = next(
        (each for each in cargo.on(id) if (each.item_id, each.unit_id) == thing), None
    )
    if each is None:
        raise Invalid(fields={"code": f"{code} is not on this transfer"})
    receive(actor, id, parts=[Part(each.id, None if each.unit_id else quantity, condition)])
    return each.label


def lose(
    actor: Actor, id: int, *, parts: Sequence[Part], notes: str, reason: str = "missing"
) -> Journey:
    """These parts never arrive: `missing`, or `broken` with nothing left to mend. Conflict as in `receive`."""
    transfer = transfers.take(actor, id, "in_transit")
    there = transfer.to_location_id
    moves = [
        Line(
            each.item_id, there, LOST[reason], "in_transit", OUTSIDE, quantity, each.unit_id
        )
        for each, quantity, _ in _shares(id, parts)
    ]
    ledger.record(
        actor, "lost on the way", moves, transfer_id=id, reason=reason, note=notes
    )
    return _settled(actor, transfer)


def cancel(actor: Actor, id: int) -> Journey:
    """It does not go; what is still on its way is back where it came from, at once."""
    transfer = transfers.take(actor, id, *transfers.OPEN)
    if transfer.status == "in_transit":
        _bring_back(actor, transfer, "transfer cancelled")
    return _settled(actor, transfer, "cancelled")


def reject(actor: Actor, id: int, *, notes: str) -> Journey:
    """The receiver does not take what is still on its way, and says why; it is back where it came from."""
    transfer = transfers.take(actor, id, "in_transit")
    _bring_back(actor, transfer, "transfer rejected", notes)
    return _settled(actor, transfer, "rejected")


def foresee(actor: Actor, operation: Operation) -> list[str]:
    """What the transfer will be again. Conflict if what was sent is not all on its way any more."""
    assert operation.transfer_id is not None
    left = _without(operation)
    if gone := -sum(min(0, counts.under_way) for counts in left):
        have = "1 piece has" if gone == 1 else f"{gone} pieces have"
        raise Conflict(
            f"{have} arrived, got lost or come back since; undo that first",
            facts={"moved_on": gone},
        )
    sent = cargo.total([Counts(), *left]).sent
    return [
        f"Transfer {operation.transfer_id} is {'on its way' if sent else 'still to be sent'} again."
    ]


def follow(actor: Actor, operation: Operation) -> None:
    """The transfer is again what it was before."""
    assert operation.transfer_id is not None
    transfer = transfers.take(actor, operation.transfer_id)
    touched = (
        select(Movement.location_id).where(Movement.operation_id == operation.id).distinct()
    )
    for place in db.session.scalars(touched.order_by(Movement.location_id)).all():
        _check_used(place)
    _mend(operation)
    transfer.status = (
        "in_transit" if cargo.total([Counts(), *_without(operation)]).sent else "initiated"
    )
    db.session.flush()


def _without(operation: Operation) -> list[Counts]:
    """What became of each line, were it not for this operation."""
    transfer_id = operation.transfer_id or 0
    return list(cargo.became([transfer_id], without=operation.id)[transfer_id].values())


def _shares(id: int, parts: Sequence[Part] | None) -> Iterator[tuple[Cargo, int, str]]:
    """Each part's line with the number of pieces that is meant, none of them twice."""
    on_it = {each.id: each for each in cargo.on(id)}
    left = {line: each.counts.under_way for line, each in on_it.items()}
    if parts is None:
        parts = [Part(line) for line, pieces in left.items() if pieces]
    for n, part in enumerate(parts):
        if part.line not in on_it:
            raise Invalid(fields={f"lines.{n}.line": "This is not on the transfer"})
        each, have = on_it[part.line], left[part.line]
        asked = part.quantity or have
        if not have or asked > have:
            facts = {
                "line": part.line,
                "state": "in_transit",
                "have": have,
                "asked": asked or 1,
            }
            raise Conflict(_too_few(each, have, asked), facts=facts)
        left[part.line] -= asked
        yield each, asked, part.condition


def _too_few(each: Cargo, have: int, asked: int) -> str:
    if have:
        return f"Only {have} of the {asked} {each.label} are still on their way"
    became = (
        "has arrived"
        if each.counts.arrived
        else "was lost"
        if each.counts.lost
        else "has left it"
    )
    return (
        f"{each.tag} {became} already"
        if each.tag
        else f"No more of {each.label} is on its way"
    )


def _bring_back(actor: Actor, transfer: Transfer, kind: str, notes: str = "") -> None:
    here, there = transfer.from_location_id, transfer.to_location_id
    _check_used(here)
    shares = list(_shares(transfer.id, None))
    ids = [each.unit_id for each, _, _ in shares if each.unit_id]
    units = {
        unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))
    }
    moves = []
    for each, quantity, _ in shares:
        if each.unit_id and units[each.unit_id].on_hand != quantity:
            facts = {
                "unit": each.tag,
                "have": units[each.unit_id].on_hand,
                "asked": quantity,
            }
            raise Conflict(
                f"A part of {each.tag} has arrived, and a batch stays together: receive the rest",
                facts=facts,
            )
        what = quantity, each.unit_id
        moves.append(
            Line(each.item_id, there, "TRANSFER_OUT", "in_transit", OUTSIDE, *what)
        )
        moves.append(
            Line(
                each.item_id, here, "TRANSFER_IN", OUTSIDE, "available", *what, carries=True
            )
        )
    ledger.record(actor, kind, moves, transfer_id=transfer.id, note=notes)


def _check_used(location_id: int) -> None:
    """Conflict if it was given up since: nothing arrives there."""
    place = db.session.get_one(Location, location_id, populate_existing=True)
    if not place.is_active:
        words = f"{place.name} is no longer used; mark it as in use first"
        raise Conflict(words, facts={"location": place.name, "is_active": False})


def _note_damage(each: Cargo) -> None:
    """The condition of a thing says so too, of a batch not; what it was is kept, so that the arrival can be undone."""
    if each.unit_id and each.batch_code is None:
        unit = db.session.get_one(Unit, each.unit_id)
        db.session.get_one(TransferLine, each.id).condition_before = unit.condition
        units.assess(unit.id, "damaged")


def _mend(operation: Operation) -> None:
    """Its units are again in the condition they were in before it said that they arrived damaged."""
    damaged = select(Movement.unit_id).where(
        Movement.operation_id == operation.id,
        Movement.type == "DAMAGE_ASSESSMENT",
        Movement.unit_id.is_not(None),
    )
    asked = select(TransferLine).where(
        TransferLine.transfer_id == operation.transfer_id, TransferLine.unit_id.in_(damaged)
    )
    for line in db.session.scalars(asked.execution_options(populate_existing=True)):
        unit = db.session.get_one(Unit, line.unit_id)
        if line.condition_before and unit.condition == "damaged":
            units.assess(unit.id, line.condition_before)


def _settled(actor: Actor, transfer: Transfer, otherwise: str = "received") -> Journey:
    """Its status, by the ledger: `otherwise` is what it is when nothing is on its way and nothing has arrived."""
    now = cargo.total([Counts(), *cargo.became([transfer.id])[transfer.id].values()])
    transfer.status = (
        "in_transit" if now.under_way else "received" if now.arrived else otherwise
    )
    db.session.flush()
    return transfers.find(actor, transfer.id)
