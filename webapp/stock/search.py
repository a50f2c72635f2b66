"""What a search for items looks through."""

from sqlalchemy import bindparam, select, update

from webapp.core import text
from webapp.core.db import db

from .models import Item, Location

KEEP = (
    update(Item.__table__)  # type: ignore[arg-type]  # a table, declared as its supertype
    .where(Item.__table__.c.id == bindparam("of"))
    .values(folded=bindparam("said"), version=Item.__table__.c.version + 1)
)


def folded(item: Item, place: str) -> str:
    return words(item.name, item.sku, item.make or "", item.model or "", place)


def words(name: str, sku: str, make: str, model: str, place: str) -> str:
    """The same of what is not an item yet."""
    return text.folded(name, sku, make, model, place)[:500]


def refold(location: Location) -> None:
    """After a location got a new name: its items are found under it, and forms that still say the old one are stale."""
    kept = db.session.scalars(select(Item).where(Item.home_location_id == location.id))
    if said := [{"of": item.id, "said": folded(item, location.name)} for item in kept]:
        db.session.execute(KEEP, said)
        db.session.expire_all()
