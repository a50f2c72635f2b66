"""Loose pieces: those of an item that have no tag of their own."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select

from webapp.core.db import db

from ..models import Level, Location, Unit

Id = SQLColumnExpression[int] | SQLColumnExpression[int | None] | int


def count(item_id: int, location_id: int, state: str) -> int:
    """How many loose pieces are in a state there, or `on_hand`: in any, what is out where it left.

    None where lending took tagged ones without saying which.
    """
    pieces = select(getattr(Level, state)).where(
        Level.item_id == item_id, Level.location_id == location_id
    )
    total = func.coalesce(func.sum(getattr(Unit, state)), 0)
    tagged = select(total).where(Unit.item_id == item_id, Unit.location_id == location_id)
    return max(0, (db.session.scalar(pieces) or 0) - int(db.session.scalar(tagged) or 0))


def lendable_at(item_id: Id, location_id: Id) -> ColumnElement[int]:
    """How many pieces without a tag are on the shelf or set aside there; for a query, or for one statement."""
    pieces = (
        select(func.sum(Level.available + Level.reserved))
        .where(Level.item_id == item_id, Level.location_id == location_id)
        .correlate_except(Level)
        .scalar_subquery()
    )
    tagged = (
        select(func.sum(Unit.available + Unit.reserved))
        .where(Unit.item_id == item_id, Unit.location_id == location_id)
        .correlate_except(Unit)
        .scalar_subquery()
    )
    return func.coalesce(pieces, 0) - func.coalesce(tagged, 0)


def on_shelf(item_id: Id, kept: Callable[[Id], ColumnElement[int]]) -> ColumnElement[int]:
    """How many pieces without a tag are on the shelves of an item, for a query; `kept` adds some at a location."""
    loose = _loose() + kept(Level.location_id)
    pieces = (
        select(func.sum(case((loose > 0, loose), else_=0)))
        .where(Level.item_id == item_id)
        .correlate_except(Level)
        .scalar_subquery()
    )
    return func.coalesce(pieces, 0)


def by_location(item_id: int) -> dict[int, int]:
    """How many pieces without a tag are on each shelf, most first.

    Below 0 where lending took tagged ones without saying which: so many of those that are set aside have a tag.
    """
    return of_items([item_id])[item_id]


def of_items(item_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """The same of several items, in one query."""
    loose = _loose()
    query = select(Level.item_id, Level.location_id, loose)
    query = query.where(Level.item_id.in_(item_ids))
    by_item: dict[int, dict[int, int]] = {id: {} for id in item_ids}
    for item_id, location_id, pieces in db.session.execute(
        query.order_by(loose.desc(), Level.location_id)
    ):
        by_item[item_id][location_id] = int(pieces)
    return by_item


def _loose() -> ColumnElement[int]:
    """Of a level: what is on the shelf without a tag."""
    tagged = (
        select(func.sum(Unit.available))
        .where(Unit.item_id == Level.item_id, Unit.location_id == Level.location_id)
        .correlate_except(Unit)
        .scalar_subquery()
    )
    return Level.available - func.coalesce(tagged, 0)


def places(item_id: int) -> list[tuple[int, str, int, int]]:
    """Where an item is kept, by name: (location, its name, pieces available, pieces damaged), tagged ones too."""
    query = (
        select(Level.location_id, Location.name, Level.available, Level.damaged)
        .join(Location, Location.id == Level.location_id)
        .where(Level.item_id == item_id)
        .order_by(Location.sort_key, Location.id)
    )
    return [
        (id, name, available, damaged)
        for id, name, available, damaged in db.session.execute(query)
    ]
