"""Cargo: what is on a transfer line by line, whether it may go, and what the ledger says became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select

from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid

from ..ledger.not_undone import stands
from ..models import (
    Item,
    Level,
    Location,
    Movement,
    Operation,
    Transfer,
    TransferLine,
    Unit,
)
from ..models.states import LOSSES, OUTSIDE, STATES

MOST = 1_000  # lines of one transfer
STATE_WORDS = {
    "reserved": "set aside",
    "on_rent": "on loan",
    "under_repair": "in repair",
    "in_transit": "on its way",
}


class Wanted(NamedTuple):
    """What somebody wants to put on a transfer: a unit by its id, or so many pieces of an item."""

    item: int | None = None
    unit: int | None = None
    quantity: int = 1


class Counts(NamedTuple):
    """Pieces that were sent, and what became of them; `damaged` ones are among those that `arrived`."""

    sent: int = 0
    arrived: int = 0
    damaged: int = 0
    lost: int = 0
    back: int = 0

    @property
    def under_way(self) -> int:
        return self.sent - self.arrived - self.lost - self.back


@dataclass(frozen=True)
class Cargo:
    """A line of a transfer with the names of what it is and what became of it."""

    id: int
    item_id: int
    unit_id: int | None
    quantity: int
    item_name: str
    sku: str
    tag: str | None
    serial_number: str | None
    batch_code: str | None
    counts: Counts

    @property
    def label(self) -> str:
        return self.tag or self.item_name


Thing = tuple[int, int | None]  # an item, and perhaps one unit of it


def _pieces(*rules: Any) -> Any:
    return func.sum(case((and_(*rules), Movement.quantity), else_=0))


CAME, WENT = Movement.from_state, Movement.to_state
COUNTED = (
    _pieces(CAME == OUTSIDE, WENT == "in_transit"),
    _pieces(CAME == "in_transit", WENT == "available"),
    _pieces(Movement.type == "DAMAGE_ASSESSMENT"),
    _pieces(Movement.type.in_(LOSSES)),
    _pieces(CAME == "in_transit", Movement.type == "TRANSFER_OUT"),
)


def became(
    transfer_ids: Iterable[int], *, without: int | None = None
) -> dict[int, dict[Thing, Counts]]:
    """What became of each thing on these transfers, by their operations that stand; one may be left out."""
    asked = (
        select(Operation.transfer_id, Movement.item_id, Movement.unit_id, *COUNTED)
        .join(Movement, Movement.operation_id == Operation.id)
        .where(
            Operation.transfer_id.in_(list(transfer_ids)),
            Operation.id != (without or 0),
            stands(),
        )
        .group_by(Operation.transfer_id, Movement.item_id, Movement.unit_id)
    )
    found: dict[int, dict[Thing, Counts]] = defaultdict(dict)
    for transfer, item, unit, *counts in db.session.execute(asked):
        found[transfer][item, unit] = Counts(*map(int, counts))
    return found


def total(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def on(transfer_id: int) -> list[Cargo]:
    """Everything on a transfer, in the order it was put there; the caller has checked who may look."""
    told = (
        TransferLine.id,
        TransferLine.item_id,
        TransferLine.unit_id,
        TransferLine.quantity,
    )
    about = (
        Item.name.label("item_name"),
        Item.sku,
        Unit.tag,
        Unit.serial_number,
        Unit.batch_code,
    )
    asked = select(*told, *about).join(Item, Item.id == TransferLine.item_id)
    asked = asked.outerjoin(Unit, Unit.id == TransferLine.unit_id).where(
        TransferLine.transfer_id == transfer_id
    )
    now = became([transfer_id])[transfer_id]
    rows = db.session.execute(asked.order_by(TransferLine.id)).mappings()
    return [
        Cargo(**row, counts=now.get((row["item_id"], row["unit_id"]), Counts()))
        for row in rows
    ]


def lines(transfer_id: int) -> list[TransferLine]:
    asked = (
        select(TransferLine)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def put(transfer: Transfer, wanted: Sequence[Wanted], *, at: str = "lines.{}") -> None:
    """Add things to a transfer, under stock's lock; pieces of an item that is on it already make its line longer.

    Invalid or Conflict as in `check`, at the field `at` with the number of what is wanted.
    """
    there = {(line.item_id, line.unit_id): line for line in lines(transfer.id)}
    units = {unit.id: unit for unit in _all(Unit, (each.unit for each in wanted))}
    items = {item.id for item in _all(Item, (each.item for each in wanted))}
    touched: list[TransferLine] = []
    for n, each in enumerate(wanted):
        item, quantity = _meant(each, units, items, at.format(n))
        line = there.get((item, each.unit))
        if line and each.unit:
            raise Invalid(
                fields={at.format(n): f"{units[each.unit].tag} is already on this transfer"}
            )
        if line is None:
            line = TransferLine(
                transfer_id=transfer.id, item_id=item, unit_id=each.unit, quantity=0
            )
            db.session.add(line)
            there[item, each.unit] = line
        line.quantity += quantity
        touched.append(line)
    if len(there) > MOST:
        raise Invalid(
            fields={
                at.format(len(wanted) - 1): f"At most {MOST:,} lines fit on one transfer"
            }
        )
    db.session.flush()
    check(transfer, touched, [at.format(n) for n in range(len(touched))])


def check(transfer: Transfer, going: Sequence[TransferLine], fields: Sequence[str]) -> None:
    """These lines may leave now, together with all else on the transfer; the caller holds stock's lock.

    Invalid if a unit is kept elsewhere, Conflict with its state if it is not on the shelf, or with the numbers if too
    few pieces are. Units that may not be lent may still be moved.
    """
    asked = {kind: Counter[int]() for kind in ("tagged", "plain")}
    for line in lines(transfer.id):
        asked["tagged" if line.unit_id else "plain"][line.item_id] += line.quantity
    units = {unit.id: unit for unit in _all(Unit, (line.unit_id for line in going))}
    shelf = _shelf(transfer.from_location_id, {line.item_id for line in going})
    for line, field in zip(going, fields, strict=True):
        free, tagged, name = shelf.get(line.item_id, (0, 0, "it"))
        if line.unit_id:
            _check_unit(transfer, units[line.unit_id], line.quantity, field)
        elif asked["plain"][line.item_id] > max(0, free - tagged):
            have, wanted = max(0, free - tagged), asked["plain"][line.item_id]
            hint = "; the others have tags: scan those" if tagged else ""
            _refuse_number(
                f"Only {have} of the {wanted} {name} asked for are on the shelf{hint}",
                have,
                wanted,
                field,
            )
        wanted = asked["plain"][line.item_id] + asked["tagged"][line.item_id]
        if wanted > free:
            words = f"Only {free} of the {wanted} {name} asked for are free to move: the others are set aside for loans"
            _refuse_number(words, free, wanted, field)


def _meant(
    each: Wanted, units: dict[int, Unit], items: set[int], field: str
) -> tuple[int, int]:
    """The item and how many pieces of it; a batch goes as a whole."""
    if each.unit is None:
        if each.item not in items:
            raise Invalid(
                fields={field: "Item not found" if each.item else "Enter a unit or an item"}
            )
        return each.item, each.quantity
    unit = units.get(each.unit)
    if unit is None or each.item not in (None, unit.item_id):
        raise Invalid(
            fields={field: "This item has no such unit" if unit else "Unit not found"}
        )
    whole = max(1, unit.on_hand)
    if each.quantity not in (1, whole):
        raise Invalid(
            fields={
                field: f"{unit.tag} can only move as a whole: {whole} {'piece' if whole == 1 else 'pieces'}"
            }
        )
    return unit.item_id, whole


def _check_unit(transfer: Transfer, unit: Unit, quantity: int, field: str) -> None:
    state = next(
        (state for state in STATES[1:] if getattr(unit, state)),
        None if unit.available else OUTSIDE,
    )
    facts = {"unit": unit.tag, "state": state, "line": field}
    if state == OUTSIDE:
        raise Conflict(f"{unit.tag} is not here any more", facts=facts)
    if unit.location_id != transfer.from_location_id:
        place = db.session.scalar(
            select(Location.name).where(Location.id == unit.location_id)
        )
        raise Invalid(fields={field: f"{unit.tag} is not here but at {place}"}, facts=facts)
    if state:
        raise Conflict(
            f"{unit.tag} is {STATE_WORDS.get(state, state.replace('_', ' '))}", facts=facts
        )
    if unit.available != quantity:
        raise Conflict(
            f"{unit.tag} has {unit.available} pieces now: remove it and add it again",
            facts=facts,
        )


def _refuse_number(words: str, have: int, asked: int, field: str) -> None:
    raise Conflict(
        words, facts={"state": "available", "have": have, "asked": asked, "line": field}
    )


def _shelf(location_id: int, item_ids: set[int]) -> dict[int, tuple[int, int, str]]:
    """What is available of each item at a location, how many pieces of that have tags, and its name."""
    tags = select(Unit.item_id, func.sum(Unit.available).label("pieces")).where(
        Unit.location_id == location_id
    )
    tagged = tags.group_by(Unit.item_id).subquery()
    asked = (
        select(
            Item.id,
            func.coalesce(Level.available, 0),
            func.coalesce(tagged.c.pieces, 0),
            Item.name,
        )
        .outerjoin(Level, and_(Level.item_id == Item.id, Level.location_id == location_id))
        .outerjoin(tagged, tagged.c.item_id == Item.id)
        .where(Item.id.in_(item_ids))
    )
    return {
        id: (int(free), int(pieces), name)
        for id, free, pieces, name in db.session.execute(asked)
    }


def _all(noun: Any, ids: Iterable[int | None]) -> Any:
    wanted = {id for id in ids if id is not None}
    return db.session.scalars(
        select(noun).where(noun.id.in_(wanted)).execution_options(populate_existing=True)
    )
