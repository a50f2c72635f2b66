"""Totals over items."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from webapp.core import money, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import settings

from .. import access
from ..items.stocked import STATUSES, has_status
from ..models import Category, Item, Level

SUMS = select(
    func.coalesce(func.sum(Level.on_hand * Item.value_minor), 0),
    func.coalesce(func.sum(Level.damaged + Level.under_repair), 0),
    func.count().filter(Level.status.in_(("low_stock", "out_of_stock"))),
).join(Item, Item.id == Level.item_id)


@dataclass(frozen=True)
class Totals:
    """Items, pieces that need repair, and levels that are low; the value is a decimal amount."""

    total_items: int
    total_value: str
    low_stock: int
    needs_repair: int
    by_category: dict[str, int]
    by_status: dict[str, int]


def of(actor: Actor) -> Totals:
    """Totals over what the actor may see; what was archived counts as retired only."""
    seen = access.visible_items(actor).with_only_columns(Item.id)
    archived = access.archived_items(actor).with_only_columns(Item.id)
    value, repair, low = db.session.execute(SUMS.where(Level.item_id.in_(seen))).one()
    by_category = _by_category(seen)
    return Totals(
        total_items=sum(by_category.values()),
        total_value=money.shown(int(value), settings.currency()),
        low_stock=low,
        needs_repair=int(repair),
        by_category=by_category,
        by_status={
            name: _count(archived if name == "retired" else seen, name) for name in STATUSES
        },
    )


def _by_category(seen: Select[int]) -> dict[str, int]:
    """How many of these items are of each category, also where there are none."""
    seen_of_it = (Item.category == Category.code) & Item.id.in_(seen)
    query = (
        select(Category.code, func.count(Item.id))
        .outerjoin(Item, seen_of_it)
        .group_by(Category.id, Category.code)
        .order_by(Category.id)
    )
    return rows.pairs(query)


def _count(seen: Select[int], status: str) -> int:
    query = select(func.count()).select_from(Item)
    of_status = query.where(Item.id.in_(seen), has_status(status))
    return db.session.scalar(of_status) or 0
