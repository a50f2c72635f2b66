"""What the tests of transfers do and look at, beside the school's store and two other places."""

import pytest
from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.models import (
    Operation,
    Transfer,
    Unit,
)
from webapp.stock.operations import undo

API = "/api/inventory/transfers/"
TESS = Actor(1, "Tess", "teacher", 0)
DOORS = pytest.mark.parametrize("door", ["page", "api"])
STORE, ANNEXE, CELLAR = 1, 2, 3


def act(browser, id, verb, **said):
    return browser.post(f"{API}{id}/{verb}/", json=said)


STATES = (
    "available",
    "reserved",
    "on_rent",
    "damaged",
    "under_repair",
    "beyond_repair",
    "in_transit",
)


def where(app, unit):
    with app.app_context():
        found = db.session.get(Unit, unit)
        return found.location_id, next(
            (state for state in STATES if getattr(found, state)), "outside"
        )


def line_of(browser, id, n=0):
    return browser.get(f"{API}{id}/").json["lines"][n]["id"]


def last_operation(app, id):
    with app.app_context():
        return db.session.scalar(
            select(func.max(Operation.id)).where(Operation.transfer_id == id)
        )


def undo_last(app, id, operation=None):
    with app.app_context(), transaction():
        undo.undo(TESS, operation or last_operation(app, id))


def status(app, id):
    with app.app_context():
        return db.session.get(Transfer, id).status
