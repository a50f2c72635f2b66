"""What the tests of stocktakes do and look at."""

from sqlalchemy import select

from tests.support.loans import TESS
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock import locations
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Operation, Unit

API, VIOLIN, CELLO, STORE = "/api/inventory/stocktakes/", 1, 2, 1
ADA = Actor(5, "Ada", "admin", 0)


def begin(browser, **said):
    answer = browser.post(API, json={"location": STORE} | said)
    assert answer.status_code == 201, answer.text
    return f"{API}{answer.json['id']}/"


def count(browser, at, **said):
    answer = browser.post(f"{at}count/", json=said)
    assert answer.status_code == 200, answer.text
    return answer.json


def apply(browser, at, **said):
    return browser.post(f"{at}apply/", json=said)


def findings(browser, at):
    return {
        each["tag"] or each["code"] or each["item_name"]: each
        for each in browser.get(at).json["findings"]
    }


def level(app, item=VIOLIN, place=STORE):
    with app.app_context():
        found = db.session.scalars(
            select(Level).filter_by(item_id=item, location_id=place)
        ).one()
        return {
            "available": found.available,
            "on_rent": found.on_rent,
            "reserved": found.reserved,
        }


def act(app, verb, *args, **said):
    with app.app_context(), transaction():
        return verb(*args, **said)


def operations(app):
    with app.app_context():
        query = select(Operation).where(Operation.kind == "stocktake")
        return list(db.session.scalars(query.order_by(Operation.id)))


def elsewhere(tag="HRN-1", at="Annexe"):
    """A cello of this tag, kept at another place."""
    place = locations.home(TESS, at, is_new=True).id
    unit = Unit(item_id=CELLO, location_id=place, tag=tag)
    db.session.add(unit)
    db.session.flush()
    line = Line(
        CELLO,
        place,
        "PURCHASE",
        "outside",
        "available",
        1,
        unit.id,
        value_delta_minor=9_000,
    )
    ledger.record(TESS, "receive", [line])
    return unit.id
