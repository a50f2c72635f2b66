"""Sized: which size things have, for whoever lends them."""

from collections.abc import Iterable

from sqlalchemy import ScalarSelect, SQLColumnExpression, select

from webapp.core import rows

from ..models import Item


def size_of(item_id: SQLColumnExpression[int]) -> ScalarSelect[str]:
    """The size of the item whose id is in this column, empty if it has none; for a query."""
    query = select(Item.size).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def sizes_of(ids: Iterable[int]) -> dict[int, str]:
    """The sizes of those of these items that have one; a query where there are any items."""
    wanted = set(ids)
    query = select(Item.id, Item.size).where(Item.id.in_(wanted), Item.size != "")
    return rows.pairs(query) if wanted else {}
