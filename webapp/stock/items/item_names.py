"""Names of items, for answers that refer to them by id."""

from collections.abc import Collection

from sqlalchemy import select

from webapp.core import rows

from ..models import Item


def names(ids: Collection[int]) -> dict[int, str]:
    """What these are called; the caller has checked who may know."""
    return rows.pairs(select(Item.id, Item.name).where(Item.id.in_(ids)))
