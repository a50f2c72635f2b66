"""A ledger that is whole afterwards; something done with the violins, and what is there of them."""

import pytest
from sqlalchemy import select

from tests.stock.operations.undoing import TESS
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level


@pytest.fixture(autouse=True)
def all_is_well_afterwards(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


@pytest.fixture
def act(app):
    """Something done with the violins, one line unless told; the operation's id."""

    def done(
        type="PURCHASE",
        came="outside",
        went="available",
        quantity=3,
        kind="test",
        lines=None,
        **more,
    ):
        with app.app_context(), transaction():
            return ledger.record(
                TESS, kind, lines or [Line(1, 1, type, came, went, quantity, **more)]
            ).id

    return done


@pytest.fixture
def level(app):
    """A level of violins, with the ledger in order: its states by name, and its value."""

    def now(location=1):
        with app.app_context():
            assert list(verify.problems()) == []
            here = db.session.scalars(
                select(Level).where(Level.item_id == 1, Level.location_id == location)
            ).one()
            return here.available, here.on_rent, here.damaged, here.value_minor

    return now
