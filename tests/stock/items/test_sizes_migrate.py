"""On the way up every item gets the size that its name tells; on the way down that and the composers are forgotten."""

import flask_migrate
from sqlalchemy import select

from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.models import Item

SAID = Item.name, Item.size, Item.composer, Item.barcode


def test_names_tell_the_sizes_again(app):
    with app.app_context():
        with transaction():
            place = {"category": "instrument", "location": "Store"}
            items.add(TESS, name="Viola 38 cm", size="14 in", **place)
            items.add(TESS, name="Kazoo", barcode="4006381333931", **place)
            place["category"] = "sheet_music"
            items.add(TESS, name="Minuet in 3/4", composer="Petzold", **place)
        flask_migrate.downgrade(revision="0065")
        flask_migrate.upgrade()
        query = select(*SAID).where(
            Item.name.in_(("Viola 38 cm", "Kazoo", "Minuet in 3/4"))
        )
        rows = [tuple(row) for row in db.session.execute(query.order_by(Item.id))]
        assert rows == [
            ("Viola 38 cm", "15 in", "", ""),
            ("Kazoo", "", "", ""),
            ("Minuet in 3/4", "", "", ""),
        ]
