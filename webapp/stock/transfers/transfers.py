"""Transfers: things that go from one location to another, from the packing list to the last piece that arrives."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.core.words import _, lazy

from .. import access, locations
from ..ledger import ledger
from ..models import Item, Location, Operation, Transfer, TransferLine
from ..units import scans
from ..units.scans import Scan
from . import cargo, packing
from .cargo import Wanted
from .journey import OPEN, Journey

MISSING = lazy("Transfer not found")
WORDS = {
    "initiated": lazy("being packed"),
    "in_transit": lazy("on its way"),
    "received": lazy("received"),
    "cancelled": lazy("cancelled"),
    "rejected": lazy("sent back"),
}
rank = case((Transfer.status.in_(OPEN), 0), else_=1)  # open ones come first in lists
FROM, TO = aliased(Location), aliased(Location)


class Description(TypedDict, total=False):
    """What may be changed of a transfer at any time."""

    expected_on: date | None
    notes: str


def listed(
    actor: Actor,
    *,
    status: str | None = None,
    location: int | str | None = None,
    after: tuple[int, int] | None = None,
    limit: int = 50,
) -> list[Journey]:
    """Open ones first, then the newest; `status` may be "open", `location` either end. Keyset by `Journey.place`."""
    query = _visible(actor).order_by(rank, Transfer.id.desc()).limit(limit)
    if status:
        query = query.where(Transfer.status.in_(OPEN if status == "open" else (status,)))
    if location:
        query = query.where(_has_end(locations.id_of(location)))
    if after:
        query = query.where(_is_after(*after))
    return _journeys(db.session.execute(query).all())


def _has_end(id: int) -> ColumnElement[bool]:
    return (Transfer.from_location_id == id) | (Transfer.to_location_id == id)


def _is_after(group: int, id: int) -> ColumnElement[bool]:
    """That a transfer comes after this place in the list."""
    return (rank > group) | ((rank == group) & (Transfer.id < id))


def _journeys(rows: Sequence[Row[Transfer, str, str]]) -> list[Journey]:
    """Transfers with their ends, and how many pieces are on each: two queries, however many."""
    ids = [transfer.id for transfer, _, _ in rows]
    planned, counts = _planned(ids), cargo.outcomes(ids)
    return [
        Journey(
            transfer,
            from_name,
            to_name,
            planned.get(transfer.id, 0),
            cargo.total(counts[transfer.id].values()),
        )
        for transfer, from_name, to_name in rows
    ]


def _planned(ids: Sequence[int]) -> dict[int, int]:
    """How many pieces are on the lists of these transfers."""
    query = (
        select(TransferLine.transfer_id, func.sum(TransferLine.quantity))
        .group_by(TransferLine.transfer_id)
        .where(TransferLine.transfer_id.in_(ids))
    )
    return {transfer: int(pieces) for transfer, pieces in db.session.execute(query)}


def find(actor: Actor, id: int) -> Journey:
    """A transfer with everything on it; NotFound if there is none."""
    query = _visible(actor).where(Transfer.id == id)
    transfer, from_name, to_name = rows.find_values(query, MISSING)
    lines = cargo.on_transfer(id)
    return Journey(
        transfer,
        from_name,
        to_name,
        planned=sum(line.quantity for line in lines),
        counts=cargo.total(line.counts for line in lines),
        cargo=lines,
    )


def of_unit(actor: Actor, unit_id: int) -> int | None:
    """The transfer that a unit is on its way with; None if it is not on its way, and for those who may not see it."""
    if not access.may_receive(actor):
        return None
    query = (
        select(Transfer.id)
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .where(TransferLine.unit_id == unit_id, Transfer.status == "in_transit")
        .order_by(Transfer.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def acts(actor: Actor, id: int) -> list[Operation]:
    """What was done with a transfer, oldest first."""
    access.check_may_move(actor)
    query = select(Operation).where(Operation.transfer_id == id).order_by(Operation.id)
    return rows.listed(query)


def draft(
    actor: Actor,
    *,
    from_location: int | str,
    to_location: int | str,
    lines: Sequence[Wanted] = (),
    **description: Unpack[Description],
) -> Journey:
    """A new packing list; nothing moves yet. Invalid if it goes nowhere; for its lines as `packing.put`."""
    access.check_may_move(actor)
    ledger.lock()  # so that neither end is given up meanwhile
    start = locations.id_of(from_location, "from_location")
    end = locations.id_of(to_location, "to_location")
    if start == end:
        words = _("Choose another location than its current one")
        raise Invalid(fields={"to_location": words})
    _check_end(start, "from_location")
    _check_end(end, "to_location")
    transfer = Transfer(
        from_location_id=start, to_location_id=end, created_by=actor.id, **description
    )
    db.session.add(transfer)
    db.session.flush()
    packing.put(transfer, lines)
    return find(actor, transfer.id)


def _check_end(location_id: int, field: str) -> None:
    """Invalid if nothing can leave from there or arrive there."""
    end = db.session.get(Location, location_id, populate_existing=True)
    if end is None:
        raise Invalid(fields={field: _("Location not found")})
    if not end.is_active:
        raise Invalid(fields={field: _("%(end)s is no longer used", end=end.name)})


def describe(
    actor: Actor,
    id: int,
    *,
    version: int | None = None,
    **changes: Unpack[Description],
) -> Journey:
    """Change `expected_on` or `notes`. Stale, with what they are now, if it is not the `version` last seen any more."""
    transfer = take(actor, id)
    rows.check_version(
        version,
        transfer.version,
        _("This transfer changed while you were typing"),
        lambda: {"expected_on": transfer.expected_on, "notes": transfer.notes},
    )
    rows.assign(transfer, changes)
    db.session.flush()
    return find(actor, id)


def add(actor: Actor, id: int, wanted: Sequence[Wanted]) -> Journey:
    """Put things on it while it is being packed; as `packing.put`."""
    packing.put(take(actor, id, "initiated"), wanted)
    return find(actor, id)


def scan(
    actor: Actor,
    id: int,
    *,
    code: str,
    us_keys: str = "",
    quantity: int = 1,
) -> str:
    """Put on what a scan stands for, so many pieces if it is counted; the name of what that was.

    Invalid at `code` if nobody knows it or it is kept elsewhere.
    """
    transfer = take(actor, id, "initiated")
    match = scans.find(actor, Scan(code, us_keys))
    if match is None:
        raise Invalid(fields={"code": _("Nothing found here under %(code)s", code=code)})
    if isinstance(match, Item):
        packing.put(transfer, [Wanted(item=match.id, quantity=quantity)], at="code")
        return match.name
    packing.put(transfer, [Wanted(unit=match.id)], at="code")
    return match.tag


def remove(actor: Actor, id: int, line_id: int) -> Journey:
    """Take a line off again while it is being packed. NotFound if it is not on it."""
    take(actor, id, "initiated")
    line = db.session.get(TransferLine, line_id, populate_existing=True)
    if line is None or line.transfer_id != id:
        raise NotFound(_("This is not on the transfer"))
    db.session.delete(line)
    db.session.flush()
    return find(actor, id)


def take(actor: Actor, id: int, *statuses: str) -> Transfer:
    """The transfer as it is now, locked, with stock's lock. Conflict if it is in none of these statuses."""
    access.check_may_move(actor)
    ledger.lock()
    transfer = rows.find(select(Transfer).where(Transfer.id == id), MISSING, lock=True)
    if statuses and transfer.status not in statuses:
        words = _("This transfer is %(status)s", status=WORDS[transfer.status])
        raise Conflict(words, facts={"status": transfer.status, "transfer": id})
    return transfer


def _visible(actor: Actor) -> Select[Transfer, str, str]:
    """Every transfer with the names of its two ends. NotAllowed for students."""
    access.check_may_move(actor)
    return (
        select(Transfer, FROM.name, TO.name)
        .join(FROM, FROM.id == Transfer.from_location_id)
        .join(TO, TO.id == Transfer.to_location_id)
    )
