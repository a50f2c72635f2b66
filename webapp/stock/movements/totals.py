"""Totals over items."""

from typing import Any

from sqlalchemy import func, select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import settings

from .. import access
from ..items.stocked import STATUSES, has_status
from ..models import Category, Item, Level


def of(actor: Actor) -> dict[str, Any]:
    """Totals over what the actor may see; what was archived counts as retired only."""
    seen = access.visible_items(actor).with_only_columns(Item.id)
    mine = Level.item_id.in_(seen)
    counted = select(
        func.coalesce(func.sum(Level.on_hand * Item.value_minor), 0),
        func.coalesce(func.sum(Level.damaged + Level.under_repair), 0),
        func.count().filter(Level.status.in_(("low_stock", "out_of_stock"))),
    )
    value, repair, low = db.session.execute(
        counted.join(Item, Item.id == Level.item_id).where(mine)
    ).one()
    kinds = (
        select(Category.code, func.count(Item.id))
        .group_by(Category.id, Category.code)
        .order_by(Category.id)
    )
    kinds = kinds.outerjoin(Item, (Item.category == Category.code) & Item.id.in_(seen))
    by_category = {kind: count for kind, count in db.session.execute(kinds)}
    total = sum(by_category.values())
    archived = access.archived_items(actor).with_only_columns(Item.id)
    by_status = {
        name: db.session.scalar(
            select(func.count())
            .select_from(Item)
            .where(Item.id.in_(archived if name == "retired" else seen), has_status(name))
        )
        for name in STATUSES
    }
    return {
        "total_items": total,
        "total_value": money.shown(int(value), settings.currency()),
        "low_stock": low,
        "needs_repair": int(repair),
        "by_category": by_category,
        "by_status": by_status,
    }
