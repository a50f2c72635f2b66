"""Pictures of a thing: whoever chooses its face, lists show the one that is first."""

from sqlalchemy import func, select

from webapp.core.db import db
from webapp.core.photo_sizes import Photo
from webapp.pictures import pictures
from webapp.pictures.models import Picture
from webapp.stock.models import Item

from .loan_contests import TESS, _item
from .rounds import Round
from .servers import CLIENTS

PICTURES = "/api/inventory/pictures/"
EACH = 4  # pictures of a thing, and who choose among them


def faces(count, people):
    """Each puts another picture first, four of the same thing."""
    for number in range(count):
        items = [_item(f"shown {number}, {at}", 1) for at in range(CLIENTS // EACH)]
        asked = [
            (f"{PICTURES}{id}/", {"place": 1}) for item in items for id in _shown(item)
        ]
        yield Round(items, asked, "PATCH")


def _shown(item):
    """The pictures of a thing, which were added now."""
    photos = [Photo(f"{item:06}{at:06}", 8, 8, {}) for at in range(EACH)]
    return [picture.id for picture in pictures.attach_all(TESS, "item", item, photos)]


def out_of_order(items):
    """How many pictures share a place with another, and how often another is shown than the first."""
    return sum(map(_out_of_order, items))


def _out_of_order(item):
    of_it = select(Picture).where(Picture.kind == "item", Picture.thing_id == item)
    first = db.session.scalars(of_it.order_by(Picture.place, Picture.id).limit(1)).one()
    places = select(func.count(Picture.place.distinct())).where(
        Picture.kind == "item", Picture.thing_id == item
    )
    is_another = db.session.get(Item, item).face != first.name
    return EACH - db.session.scalar(places) + is_another
