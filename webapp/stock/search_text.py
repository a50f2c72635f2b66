"""What a search for items looks through."""

from typing import Any

from sqlalchemy import bindparam, select, update

from webapp.core import text
from webapp.core.db import db

from .models import Item, Location

KEEP = (
    update(Item.__table__)  # type: ignore[arg-type]  # a table, declared as its supertype
    .where(Item.__table__.c.id == bindparam("of"))
    .values(folded=bindparam("said"), version=Item.__table__.c.version + 1)
)


def folded(name: str, sku: str, make: str, model: str, place: str) -> str:
    """What an item is found under."""
    return text.folded(name, sku, make, model, place)[:1000]


def refold(of: Any) -> None:
    """After a location or a brand got a new name: its items are found under it, and forms with the old are stale."""
    told = (Item.id, Item.name, Item.sku, Item.make, Item.model, Location.name)
    kept = db.session.execute(
        select(*told).join(Location, Location.id == Item.home_location_id).where(of)
    )
    if said := [{"of": id, "said": folded(*names)} for id, *names in kept]:
        db.session.execute(KEEP, said)
        db.session.expire_all()
