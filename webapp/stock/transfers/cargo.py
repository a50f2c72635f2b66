"""Cargo: what is on a transfer line by line, and what the ledger says became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select

from webapp.core import rows
from webapp.core.db import db

from ..ledger.not_undone import stands
from ..models import Item, Movement, Operation, TransferLine, Unit
from ..models.states import LOSSES, OUTSIDE

MOST = 1_000  # lines of one transfer


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


def _pieces(*rules: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*rules), Movement.quantity), else_=0))


FROM, TO = Movement.from_state, Movement.to_state
COUNTED = (
    _pieces(FROM == OUTSIDE, TO == "in_transit"),
    _pieces(FROM == "in_transit", TO == "available"),
    _pieces(Movement.type == "DAMAGE_ASSESSMENT"),
    _pieces(Movement.type.in_(LOSSES)),
    _pieces(FROM == "in_transit", Movement.type == "TRANSFER_OUT"),
)
OUTCOMES = (
    select(
        Operation.transfer_id,
        Movement.item_id,
        Movement.unit_id,
        *COUNTED,
    )
    .join(Movement, Movement.operation_id == Operation.id)
    .group_by(Operation.transfer_id, Movement.item_id, Movement.unit_id)
)
LINES = (
    select(
        TransferLine.id,
        TransferLine.item_id,
        TransferLine.unit_id,
        TransferLine.quantity,
        Item.name.label("item_name"),
    )
    .add_columns(Item.sku, Unit.tag, Unit.serial_number, Unit.batch_code)
    .join(Item, Item.id == TransferLine.item_id)
    .outerjoin(Unit, Unit.id == TransferLine.unit_id)
    .order_by(TransferLine.id)
)


def outcomes(
    transfer_ids: Iterable[int], *, except_operation: int | None = None
) -> dict[int | None, dict[Thing, Counts]]:
    """What became of each thing on these transfers, by their operations that stand; one may be left out."""
    query = OUTCOMES.where(
        Operation.transfer_id.in_(list(transfer_ids)),
        Operation.id != (except_operation or 0),
        stands(),
    )
    by_transfer: dict[int | None, dict[Thing, Counts]] = defaultdict(dict)
    for transfer, item, unit, *counts in db.session.execute(query):
        by_transfer[transfer][item, unit] = Counts(*map(int, counts))
    return by_transfer


def total(counts: Iterable[Counts]) -> Counts:
    """All of them added up; nothing of anything if there are none."""
    return Counts(*map(sum, zip(Counts(), *counts, strict=True)))


def on_transfer(transfer_id: int) -> list[Cargo]:
    """Everything on a transfer, in the order it was put there; the caller has checked who may look."""
    counts = outcomes([transfer_id])[transfer_id]
    rows = db.session.execute(LINES.where(TransferLine.transfer_id == transfer_id))
    return [
        Cargo(**row, counts=counts.get((row["item_id"], row["unit_id"]), Counts()))
        for row in rows.mappings()
    ]


def lines(transfer_id: int) -> list[TransferLine]:
    """Its list as the database has it now, in the order it was packed."""
    query = (
        select(TransferLine)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
    return rows.listed(query.execution_options(populate_existing=True))
