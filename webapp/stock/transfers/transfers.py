"""Transfers: things that go from one location to another, from the packing list to the last piece that arrives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound, Stale

from .. import access, locations
from ..ledger import ledger
from ..models import Item, Location, Operation, Transfer, TransferLine
from ..units import scans
from ..units.scans import Scan
from . import cargo
from .cargo import Cargo, Counts, Wanted

OPEN = ("initiated", "in_transit")
WORDS = {
    "initiated": "being packed",
    "in_transit": "on its way",
    "received": "received",
    "cancelled": "cancelled",
    "rejected": "sent back",
}
rank = case((Transfer.status.in_(OPEN), 0), else_=1)  # open ones come first in lists
FROM, TO = aliased(Location), aliased(Location)


@dataclass(frozen=True)
class Journey:
    """A transfer with the names of its two ends, how many pieces are on its list, and what became of them."""

    transfer: Transfer
    from_name: str
    to_name: str
    planned: int
    counts: Counts
    cargo: Sequence[Cargo] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transfer, name)

    @property
    def is_open(self) -> bool:
        return self.transfer.status in OPEN

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in lists."""
        return 0 if self.is_open else 1, self.transfer.id


def listed(
    actor: Actor,
    *,
    status: str | None = None,
    location: int | str | None = None,
    after: tuple[int, int] | None = None,
    limit: int = 50,
) -> list[Journey]:
    """Open ones first, then the newest; `status` may be "open", `location` either end. Keyset by `Journey.place`."""
    asked = _asked(actor).order_by(rank, Transfer.id.desc()).limit(limit)
    if status:
        asked = asked.where(Transfer.status.in_(OPEN if status == "open" else (status,)))
    if location:
        end = locations.id_of(location)
        asked = asked.where(
            or_(Transfer.from_location_id == end, Transfer.to_location_id == end)
        )
    if after:
        asked = asked.where(
            or_(rank > after[0], and_(rank == after[0], Transfer.id < after[1]))
        )
    rows = db.session.execute(asked).all()
    ids = [row.Transfer.id for row in rows]
    planned = select(TransferLine.transfer_id, func.sum(TransferLine.quantity)).group_by(
        TransferLine.transfer_id
    )
    sums = db.session.execute(planned.where(TransferLine.transfer_id.in_(ids)))
    pieces = {transfer: int(quantity) for transfer, quantity in sums}
    now = cargo.became(ids)
    return [
        Journey(t, a, b, pieces.get(t.id, 0), cargo.total([Counts(), *now[t.id].values()]))
        for t, a, b in rows
    ]


def find(actor: Actor, id: int) -> Journey:
    """A transfer with everything on it; NotFound if there is none."""
    row = db.session.execute(_asked(actor).where(Transfer.id == id)).one_or_none()
    if row is None:
        raise NotFound("Transfer not found")
    on_it = cargo.on(id)
    sums = cargo.total([Counts(), *(each.counts for each in on_it)])
    transfer, from_name, to_name = row
    return Journey(
        transfer, from_name, to_name, sum(each.quantity for each in on_it), sums, on_it
    )


def of_unit(actor: Actor, unit_id: int) -> int | None:
    """The transfer that a unit is on its way with; None if it is not on its way, and for those who may not see it."""
    if not access.may_receive(actor):
        return None
    under_way = select(Transfer.id).join(
        TransferLine, TransferLine.transfer_id == Transfer.id
    )
    under_way = under_way.where(
        TransferLine.unit_id == unit_id, Transfer.status == "in_transit"
    )
    return db.session.scalar(under_way.order_by(Transfer.id.desc()).limit(1))


def told(actor: Actor, id: int) -> list[Operation]:
    """What was done with a transfer, oldest first."""
    access.check_may_move(actor)
    return list(
        db.session.scalars(
            select(Operation).where(Operation.transfer_id == id).order_by(Operation.id)
        )
    )


def draft(
    actor: Actor,
    *,
    from_location: int | str,
    to_location: int | str,
    expected_on: date | None = None,
    notes: str = "",
    lines: Sequence[Wanted] = (),
) -> Journey:
    """A new packing list; nothing moves yet. Invalid if it goes nowhere; for its lines as `cargo.put`."""
    access.check_may_move(actor)
    ledger.lock()  # so that neither end is given up meanwhile
    ends = {
        "from_location_id": locations.id_of(from_location, "from_location"),
        "to_location_id": locations.id_of(to_location, "to_location"),
    }
    if len(set(ends.values())) == 1:
        raise Invalid(
            fields={"to_location": "Choose another location than its current one"}
        )
    for column, id in ends.items():
        end, field = (
            db.session.get(Location, id, populate_existing=True),
            column.removesuffix("_id"),
        )
        if end is None or not end.is_active:
            raise Invalid(
                fields={
                    field: f"{end.name} is no longer used" if end else "Location not found"
                }
            )
    transfer = Transfer(**ends, expected_on=expected_on, notes=notes, created_by=actor.id)
    db.session.add(transfer)
    db.session.flush()
    cargo.put(transfer, lines)
    return find(actor, transfer.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Any
) -> Journey:
    """Change `expected_on` or `notes`. Stale, with what they are now, if it is not the `version` last seen any more."""
    transfer = take(actor, id)
    if version is not None and transfer.version != version:
        now = {
            name: getattr(transfer, name) for name in ("version", "expected_on", "notes")
        }
        raise Stale("This transfer changed while you were typing", facts=now)
    for name in ("expected_on", "notes"):
        setattr(transfer, name, changes.get(name, getattr(transfer, name)))
    db.session.flush()
    return find(actor, id)


def add(actor: Actor, id: int, wanted: Sequence[Wanted]) -> Journey:
    """Put things on it while it is being packed; as `cargo.put`."""
    cargo.put(take(actor, id, "initiated"), wanted)
    return find(actor, id)


def scan(actor: Actor, id: int, *, code: str, us_keys: str = "", quantity: int = 1) -> str:
    """Put on what a scan stands for, so many pieces if it is counted; the name of what that was.

    Invalid at `code` if nobody knows it or it is kept elsewhere.
    """
    transfer = take(actor, id, "initiated")
    found = scans.find(actor, Scan(code, us_keys))
    if found is None:
        raise Invalid(fields={"code": f"Nothing found here under {code}"})
    if isinstance(found, Item):
        cargo.put(transfer, [Wanted(item=found.id, quantity=quantity)], at="code")
        return found.name
    cargo.put(transfer, [Wanted(unit=found.unit.id)], at="code")
    return found.unit.tag


def remove(actor: Actor, id: int, line: int) -> Journey:
    """Take a line off again while it is being packed. NotFound if it is not on it."""
    take(actor, id, "initiated")
    there = db.session.get(TransferLine, line, populate_existing=True)
    if there is None or there.transfer_id != id:
        raise NotFound("This is not on the transfer")
    db.session.delete(there)
    db.session.flush()
    return find(actor, id)


def take(actor: Actor, id: int, *statuses: str) -> Transfer:
    """The transfer as it is now, held, with stock's lock. Conflict if it is in none of these statuses."""
    access.check_may_move(actor)
    ledger.lock()
    held = (
        select(Transfer)
        .where(Transfer.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    transfer = db.session.scalars(held).one_or_none()
    if transfer is None:
        raise NotFound("Transfer not found")
    if statuses and transfer.status not in statuses:
        raise Conflict(
            f"This transfer is {WORDS[transfer.status]}", facts={"status": transfer.status}
        )
    return transfer


def _asked(actor: Actor) -> Any:
    access.check_may_move(actor)
    ends = select(Transfer, FROM.name, TO.name).join(
        FROM, FROM.id == Transfer.from_location_id
    )
    return ends.join(TO, TO.id == Transfer.to_location_id)
