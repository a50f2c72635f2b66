"""Operations as people read them: who did what, when and why, and what it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Unpack

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import people

from .. import access
from ..models import Item, Location, Movement, Operation, Reason, Unit
from ..models.ledger import SOURCES
from ..operations import undo
from . import days
from .days import DayFilters
from .movement_types import api_kind, ledger_kind

Undone, Still = aliased(Operation), aliased(Operation)
LATE = (
    select(Operation.kind, Operation.actor_id)
    .order_by(Operation.id.desc())
    .limit(2000)
    .subquery()
)
MOVED = (
    select(
        Movement.operation_id,
        func.max(Movement.id).label("last"),
        func.count().label("movements"),
        func.count(Movement.item_id.distinct()).label("kinds"),
        func.count(Movement.unit_id.distinct()).label("units"),
    )
    .group_by(Movement.operation_id)
    .where(Movement.operation_id.in_(bindparam("ids", expanding=True)))
    .subquery()
)
LAST = (
    select(*(MOVED.c[name] for name in ("operation_id", "movements", "kinds")))
    .add_columns(Item.name.label("about"), Unit.tag, Location.name.label("location"))
    .join(Movement, Movement.id == MOVED.c.last)
    .join(Item, Item.id == Movement.item_id)
    .join(Location, Location.id == Movement.location_id)
    .outerjoin(Unit, and_(Unit.id == Movement.unit_id, MOVED.c.units == 1))
)
ACTS = (
    select(
        Operation.id,
        Operation.kind,
        Operation.actor_id,
        Operation.approved_by,
        Operation.reason,
    )
    .add_columns(
        Operation.reference,
        Operation.note,
        Operation.happened_on,
        *(getattr(Operation, source) for source in SOURCES),
    )
    .add_columns(Operation.created_at.label("at"), Operation.reverses_id.label("reverses"))
    .add_columns(Undone.id.label("undone_by"), Reason.label.label("reason_words"))
    .add_columns(Operation.item_id, Item.name.label("item_name"))
    .outerjoin(Item, Item.id == Operation.item_id)
    .outerjoin(Undone, Undone.reverses_id == Operation.id)
    .outerjoin(Reason, Reason.code == Operation.reason)
)


OF_ITEM = union_all(
    select(Movement.operation_id).where(Movement.item_id == bindparam("item")),
    select(Still.id).where(Still.item_id == bindparam("item")),
)  # two look-ups: with OR, PostgreSQL would read the whole history


def _moved_by(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], name: str
) -> ColumnElement[bool]:
    return Operation.id.in_(select(Movement.operation_id).where(column == bindparam(name)))


BY = {
    "kind": Operation.kind == bindparam("kind"),
    "actor": Operation.actor_id == bindparam("actor"),
    "reason": Operation.reason == bindparam("reason"),
    "checkout": Operation.checkout_id == bindparam("checkout"),
    "item": Operation.id.in_(OF_ITEM),
    "unit": _moved_by(Movement.unit_id, "unit"),
    "standing": and_(Operation.reverses_id.is_(None), Undone.id.is_(None)),
    "before": Operation.id < bindparam("before"),
    **days.conditions(Operation),
}


class Filters(DayFilters, total=False):
    """Which operations: by what was done, by whom, to what, why, and on which of the school's days."""

    kind: str | None
    actor: int | None
    item: int | None
    unit: int | None
    checkout: int | None
    reason: str | None
    standing: bool  # without undos and what they took back


@dataclass(frozen=True)
class Act:
    """One human act; `at` is a UTC instant, `about` names the thing it moved last, of `kinds` items in all.

    What moved nothing is about its item.
    """

    id: int
    kind: str
    at: datetime
    actor_id: int
    actor_name: str
    approved_by: int | None
    reason: str | None
    reason_words: str | None
    reference: str
    note: str
    happened_on: date | None
    reverses: int | None
    undone_by: int | None
    checkout_id: int | None
    transfer_id: int | None
    repair_id: int | None
    stocktake_id: int | None
    item_id: int | None  # of what moved nothing
    item_name: str | None
    about: str
    tag: str | None  # if it moved one unit only
    location: str
    movements: int
    kinds: int


def listed(
    actor: Actor,
    /,
    *,
    before: int | None = None,
    limit: int = 50,
    **filters: Unpack[Filters],
) -> list[Act]:
    """Newest first, before an id; three queries, however many. Staff only."""
    access.check_may_look(actor)
    if kind := filters.get("kind"):
        filters["kind"] = ledger_kind(kind)
    values = days.parameters(filters) | ({"before": before} if before else {})
    query = _query(frozenset(values))
    return _acts(db.session.execute(query, values | {"most": limit}).mappings().all())


def find(actor: Actor, id: int) -> Act:
    """One operation. NotFound for an id that is not there."""
    undo.find(actor, id)
    return _acts(db.session.execute(ACTS.where(Operation.id == id)).mappings().all())[0]


def kinds(actor: Actor) -> dict[str, str]:
    """What is done here, for a filter, as the API calls it and in words: of the last operations, found at once."""
    access.check_may_look(actor)
    return {
        api_kind(kind): kind
        for kind in sorted(db.session.scalars(select(LATE.c.kind).distinct()))
    }


def reasons(actor: Actor) -> dict[str, str]:
    """Why stock may be adjusted, in words, by code."""
    access.check_may_look(actor)
    labels = dict(db.session.execute(select(Reason.code, Reason.label)).all())
    return dict(sorted(labels.items(), key=lambda pair: text.sort_key(pair[1])))


def doers(actor: Actor) -> dict[int, str]:
    """Who does things here, for a filter: names by id, in their order."""
    access.check_may_look(actor)
    named = people.names(db.session.scalars(select(LATE.c.actor_id).distinct()))
    return dict(sorted(named.items(), key=lambda pair: text.sort_key(pair[1])))


@cache
def _query(names: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """Built once for each set of questions."""
    return (
        ACTS.where(*(BY[name] for name in names))
        .order_by(Operation.id.desc())
        .limit(bindparam("most"))
    )


def _acts(rows: Sequence[RowMapping]) -> list[Act]:
    moved = _moved([row["id"] for row in rows])
    names = people.names(row["actor_id"] for row in rows)
    nothing = {
        "tag": None,
        "location": "",
        "movements": 0,
        "kinds": 0,
    }
    return [
        Act(
            **row,
            **moved.get(row["id"], nothing | {"about": row["item_name"] or ""}),
            actor_name=names.get(row["actor_id"], "Backline"),
        )
        for row in rows
    ]


def _moved(ids: list[int]) -> dict[int, dict[str, Any]]:
    """What each operation moved, by its last movement: before it, others may only have made room."""
    rows = [dict(row) for row in db.session.execute(LAST, {"ids": ids}).mappings()]
    return {row.pop("operation_id"): row for row in rows}
