"""Came back: which pieces are on the shelf again after a loan, and since when; only of items with service days."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar

from ..ledger.not_undone import stands
from ..models import Item, Level, Movement, Operation, ServiceEnd, Unit

LOOKED_BACK = 366  # days; no piece is looked after for longer
RETURN, DAMAGED = "RENTAL_RETURN", "RENTAL_RETURN_DAMAGED"
TAGGED = and_(Movement.unit_id.is_not(None), Unit.batch_code.is_(None))
IN_ALL = (
    select(func.sum(Level.available))
    .where(Level.item_id == Item.id)
    .correlate(Item)
    .scalar_subquery()
)
_each = Unit.__table__.alias()
IN_UNITS = (
    select(func.sum(_each.c.available))
    .where(_each.c.item_id == Item.id)
    .correlate(Item)
    .scalar_subquery()
)
LOOSE: ColumnElement[int] = func.coalesce(IN_ALL, 0) - func.coalesce(IN_UNITS, 0)
THERE = case(
    (Movement.unit_id.is_(None), LOOSE),
    (Unit.blocked_reason.is_not(None), 0),
    else_=Unit.available,
)
RETURNED: Select[
    int,
    int,
    int | None,
    str | None,
    int | None,
    int,
    int,
    str,
    datetime,
    date | None,
    int,
    datetime | None,
] = (
    select(
        Movement.id,
        Movement.item_id,
        Movement.unit_id,
        Unit.tag,
        Movement.checkout_id,
        Movement.quantity,
        THERE,
        Movement.type,
        Movement.created_at,
        Operation.happened_on,
        Item.service_days,
        ServiceEnd.ended_at,
    )
    .join(Operation, Operation.id == Movement.operation_id)
    .join(Item, Item.id == Movement.item_id)
    .outerjoin(Unit, Unit.id == Movement.unit_id)
    .outerjoin(ServiceEnd, ServiceEnd.movement_id == Movement.id)
    .where(
        or_(Movement.type == RETURN, and_(Movement.type == DAMAGED, TAGGED)),
        Item.service_days > 0,
        stands(),
    )
    .order_by(Movement.id.desc())
)


@dataclass(frozen=True)
class CameBack:
    """Pieces of one movement that came back; `there` is how many of their unit, or without a tag, are on the shelf."""

    movement_id: int
    item_id: int
    unit_id: int | None
    tag: str | None
    checkout_id: int | None
    quantity: int
    there: int
    type: str
    at: datetime
    happened_on: date | None
    service_days: int
    ended_at: datetime | None  # when somebody said that they are ready, if anybody did

    @property
    def day(self) -> date:
        """The school's day on which they came, whenever that was written down."""
        return self.happened_on or calendar.local(self.at).date()


def of_items(item_ids: Collection[int]) -> list[CameBack]:
    """What came back of these items and lies on the shelf since, the newest first; one query."""
    return _there(Movement.item_id.in_(item_ids))


def of_units(unit_ids: Collection[int]) -> list[CameBack]:
    """The same of these units."""
    return _there(Movement.unit_id.in_(unit_ids))


def everywhere() -> list[CameBack]:
    """The same of all items; the caller has checked who may know."""
    served = select(Item.id).where(Item.service_days > 0)
    return _there(Movement.item_id.in_(served))


def _there(which: ColumnElement[bool]) -> list[CameBack]:
    since, _ends = calendar.day(calendar.after(calendar.today(), -LOOKED_BACK))
    query = RETURNED.where(which, Movement.created_at >= since)
    return list(_still_there(rows.made(CameBack, query)))


def say_ready(actor: Actor, movement_ids: Collection[int]) -> None:
    """What came back with these movements needs no looking after any more; the caller has checked who may."""
    at = clock.now()
    rows.insert_all(
        ServiceEnd,
        [
            {"movement_id": id, "ended_at": at, "ended_by": actor.id}
            for id in sorted(movement_ids)
        ],
    )


def say_not_ready(movement_ids: Collection[int]) -> None:
    """It does after all."""
    db.session.execute(delete(ServiceEnd).where(ServiceEnd.movement_id.in_(movement_ids)))


def _still_there(newest_first: Sequence[CameBack]) -> Iterator[CameBack]:
    """Of a unit what came back last, of loose pieces as many as lie there: the others have left again since.

    What came back damaged was mended since, if it is there; what was said of it before holds no more.
    """
    left: dict[tuple[int, int | None], int] = {}
    for each in newest_first:
        key = each.item_id, each.unit_id
        count = min(each.quantity, left.get(key, each.there))
        left[key] = left.get(key, each.there) - count
        if count > 0 and each.type == RETURN:
            yield replace(each, quantity=count)
