"""Returns: what of loans came back, was lost or used up; and what of an act for several loans still stands."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, cast, func, select

from webapp.core import rows
from webapp.core.db import db
from webapp.school import calendar

from ..ledger.not_undone import stands
from ..models import Movement, Operation

RETURNS = ("return", "return damaged", "lost", "used up")
ENDED = (
    select(
        Operation.id,
        Operation.created_at,
        Operation.happened_on,
        cast(func.sum(Movement.quantity), Integer),
        Operation.kind,
        Operation.note,
        Operation.checkout_id,
    )
    .join(Movement, Movement.operation_id == Operation.id)
    .where(Operation.kind.in_(RETURNS), stands(), Movement.from_state == "on_rent")
    .group_by(Operation.id)
    .order_by(Operation.id)
)


class Returned(NamedTuple):
    """Pieces of a loan that came back at once, or were lost or used up."""

    operation_id: int
    at: datetime
    happened_on: date | None
    quantity: int
    kind: str
    note: str
    checkout_id: int

    @property
    def day(self) -> date:
        """The school's day on which they ended, whenever that was written down."""
        return self.happened_on or calendar.local(self.at).date()


def of_checkout(checkout_id: int) -> list[Returned]:
    """What ended of a loan, oldest first, without what was undone; the caller has checked who may see the loan."""
    return of_checkouts([checkout_id])[checkout_id]


def of_checkouts(checkout_ids: Collection[int]) -> dict[int, list[Returned]]:
    """The same of several loans, by their ids."""
    query = ENDED.where(Operation.checkout_id.in_(checkout_ids))
    returned: dict[int, list[Returned]] = {id: [] for id in checkout_ids}
    for part in rows.made(Returned, query):
        returned[part.checkout_id].append(part)
    return returned


class Act(NamedTuple):
    """An operation of a pile."""

    id: int
    checkout_id: int
    kind: str


def acts_of_pile(pile_id: int) -> list[Act]:
    """The operations of a pile that were not undone; the caller has checked who may."""
    query = select(Operation.id, Operation.checkout_id, Operation.kind)
    query = query.where(Operation.pile_id == pile_id, stands())
    return rows.made(Act, query.order_by(Operation.id))


def standing_of_piles(pile_ids: Collection[int]) -> dict[int, list[int]]:
    """The operations of each pile that were not undone, the newest first; the caller has checked who may."""
    standing: dict[int, list[int]] = {id: [] for id in pile_ids}
    query = select(Operation.pile_id, Operation.id)
    query = query.where(Operation.pile_id.in_(pile_ids), stands())
    for pile_id, id in db.session.execute(query.order_by(Operation.id.desc())):
        if pile_id:
            standing[pile_id].append(id)
    return standing
