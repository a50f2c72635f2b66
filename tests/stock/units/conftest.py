"""What tests of units share."""

import pytest
from sqlalchemy import func, select

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level, Supplier, Unit


@pytest.fixture
def level(app):
    """Pieces available and the value of an item at the store, and how many units there are."""

    def now(item=1):
        with app.app_context():
            assert list(verify.problems()) == []
            kept = db.session.scalars(
                select(Level).where(Level.item_id == item, Level.location_id == 1)
            ).one()
            units = db.session.scalar(
                select(func.count()).select_from(Unit).where(Unit.item_id == item)
            )
            return kept.available, kept.value_minor, units

    return now


@pytest.fixture
def described(app):
    with app.app_context(), transaction():
        db.session.add_all(
            [Supplier(name="Thonhaus"), Supplier(name="Alt & Co", is_active=False)]
        )
        db.session.get(Item, 1).rental_period = "month"
        return [tagged("VLN-1", "ÄB 12-c"), tagged("VLN-2"), tagged("CEL-1", item=2)]


@pytest.fixture
def unit(app):
    def now(id=1):
        with app.app_context():
            assert list(verify.problems()) == []
            return db.session.get(Unit, id)

    return now


def say(browser, door, id=1, version=1, **said):
    """A page sends everything; the API what changes."""
    if door == "page":
        kept = {"version": version, "condition": "good"} | (
            {"serial_number": "ÄB 12-c"} if id == 1 else {}
        )
        return browser.post(f"/units/{id}/edit", data=kept | said)
    said = {name: value if value != "" else None for name, value in said.items()}
    said = {
        name: int(value) if name == "maintenance_days" else value
        for name, value in said.items()
    }
    return browser.patch(
        f"/api/inventory/units/{id}/", json=said, headers={"If-Match": f'"v{version}"'}
    )
