"""What tests of units share."""

import pytest
from sqlalchemy import func, select

from webapp.core.db import db
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Unit


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
