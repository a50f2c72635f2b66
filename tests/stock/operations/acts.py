"""What the tests of operations do and look at."""

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Operation, Unit

API = "/api/inventory/operations/"
TESS = Actor(1, "Tess", "teacher", 0)


def post(browser, kind, *lines, path=API, **said):
    return browser.post(path, json={"kind": kind, "lines": list(lines)} | said)


def level(app, item=1, location=1):
    with app.app_context():
        return db.session.scalars(
            select(Level).filter_by(item_id=item, location_id=location)
        ).one()


def operations(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Operation))


def unit(app, tag, state="available", item=1, serial=None, place=1):
    with app.app_context(), transaction():
        made = Unit(item_id=item, location_id=place, tag=tag, serial_number=serial)
        db.session.add(made)
        db.session.flush()
        line = Line(
            item, place, "ADJUSTMENT_POSITIVE", "outside", state, 1, made.id, 30_000
        )
        ledger.record(TESS, "test", [line])
        return made.id
