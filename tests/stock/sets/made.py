"""How the tests of sets make one, and read what is in it."""

from sqlalchemy import select

from webapp.core.db import db
from webapp.stock.models import SetPart

API = "/api/inventory/sets/"
PARTS = [{"item": 1}, {"item": 2, "quantity": 2}]


def add(browser, **said):
    return browser.post(API, json={"name": "Duo", "parts": PARTS} | said)


def contents(app, id=1):
    with app.app_context():
        query = select(SetPart.item_id, SetPart.unit_id, SetPart.quantity)
        query = query.where(SetPart.set_id == id).order_by(SetPart.id)
        return [tuple(row) for row in db.session.execute(query)]
