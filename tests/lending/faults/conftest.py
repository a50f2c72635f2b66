"""Sol has the violin VLN-1 with the code on it, Nia nothing."""

import pytest

from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.models import Accessory
from webapp.stock.units import codes

SOL, NIA = 2, 3


@pytest.fixture
def unit(app):
    """VLN-1, with its bow; its id."""
    with app.app_context(), transaction():
        id = tagged("VLN-1", "S2-448193")
        db.session.add(Accessory(unit_id=id, name="Bow"))
        return id


@pytest.fixture
def out(app, unit):
    """Sol's loan of it, due in five days."""
    with app.app_context(), transaction():
        id = lend(SOL, item=1, unit=unit)
        db.session.get(Checkout, id).due_on = calendar.after(calendar.today(), 5)
        return id


@pytest.fixture
def code(unit):
    return codes.printed(unit)
