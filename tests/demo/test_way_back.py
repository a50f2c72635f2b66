"""The demo school survives the way back to the version before loans of several units, and comes again."""

import flask_migrate
import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.lending.loans import checkouts
from webapp.lending.models import Checkout
from webapp.stock.ledger import verify

from .conftest import id_of


def test_the_school_with_its_loans_goes_back_and_comes_again(demo, caplog):
    admin = Actor(id_of("admin"), "Admin", "admin", 0)
    db.session.rollback()  # whoever has read a table keeps it from being migrated
    with demo.app_context():
        refused(caplog, "loans of several units")
        with transaction():
            for loan in checkouts.listed(admin, status="out"):
                if len(loan.unit_ids) > 1:
                    handovers.return_item(admin, loan.id)
        refused(caplog, "lost or used up on loan: 1")  # what the ledger tells for ever
        before = states()
        flask_migrate.downgrade(revision="0032")
        flask_migrate.upgrade()
        assert states() == before
        assert list(verify.problems()) == []


def refused(caplog, words):
    with pytest.raises(SystemExit):
        flask_migrate.downgrade(revision="0027")
    assert words in caplog.text


def states():
    query = db.session.query(Checkout.id, Checkout.status, Checkout.due_on)
    rows = query.order_by(Checkout.id).all()
    db.session.rollback()
    return rows
