"""What a search for items looks through."""

from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, select, update

from webapp.core import text
from webapp.core.db import db

from .models import Item, Location

TABLE = cast(Table, Item.__table__)
KEEP = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("item_id"))
    .values(folded=bindparam("text"), version=TABLE.c.version + 1)
)


def folded(name: str, sku: str, make: str, model: str, place: str) -> str:
    """What an item is found under."""
    return text.folded(name, sku, make, model, place)[:1000]


def refold(which: ColumnElement[bool]) -> None:
    """After a location or a brand got a new name: its items are found under it, and forms with the old are stale."""
    query = (
        select(Item.id, Item.name, Item.sku, Item.make, Item.model, Location.name)
        .join(Location, Location.id == Item.home_location_id)
        .where(which)
    )
    items = [
        {"item_id": id, "text": folded(*names)} for id, *names in db.session.execute(query)
    ]
    if items:
        db.session.execute(KEEP, items)
        db.session.expire_all()
