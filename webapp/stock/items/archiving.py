"""Archiving: an item that is lent no more leaves the lists and keeps its history."""

from typing import NamedTuple

from sqlalchemy import select

from webapp.core.db import db

from ..models import Item


class Terms(NamedTuple):
    """Whether an item is lent, as it stands in the database now."""

    name: str
    is_archived: bool
    is_borrowable: bool


def terms(item_id: int) -> Terms:
    """Read anew, whatever was read before a lock was taken; the caller has checked who may."""
    columns = Item.name, Item.archived_at.is_not(None), Item.is_borrowable
    return Terms(*db.session.execute(select(*columns).where(Item.id == item_id)).one())
