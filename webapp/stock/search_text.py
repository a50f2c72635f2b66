"""What a search for items looks through."""

from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, select, update

from webapp.core import text
from webapp.core.db import db

from .models import Item, Location

TABLE = cast(Table, Item.__table__)
MORE = ("composer", "arranger", "instrumentation", "barcode")
KEEP = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("item_id"))
    .values(folded=bindparam("text"), version=TABLE.c.version + 1)
)


def folded(*parts: str) -> str:
    """What an item is found under: its name first, then SKU, make, model and home shelf, and of sheet music more."""
    return text.folded(*parts)[:1000]


def of(item: Item, make: str, place: str) -> str:
    """The same of an item, with the name of its brand and of its home shelf as they are to be."""
    more = (getattr(item, name) or "" for name in MORE)
    return folded(item.name, item.sku, make, item.model or "", place, *more)


def refold(which: ColumnElement[bool]) -> None:
    """After a location or a brand got a new name: its items are found under it, and forms with the old are stale."""
    names = Item.name, Item.sku, Item.make, Item.model, Location.name
    more = (getattr(Item, name) for name in MORE)
    query = (
        select(Item.id, *names, *more)
        .join(Location, Location.id == Item.home_location_id)
        .where(which)
    )
    items = [
        {"item_id": id, "text": folded(*written)}
        for id, *written in db.session.execute(query)
    ]
    if items:
        db.session.execute(KEEP, items)
        db.session.expire_all()
