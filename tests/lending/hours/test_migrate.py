"""On the way down what is out by the hour is due on its day, and its item is lent for a day."""

import flask_migrate

from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.stock.models import Item

from .acts import DAY


def test_h06_loans_keep_their_day(app, lent, metronome):
    with app.app_context():
        flask_migrate.downgrade(revision="0065")
        flask_migrate.upgrade()
        loan = db.session.get(Checkout, lent)
        assert (loan.status, str(loan.due_on), loan.due_at) == ("out", DAY, None)
        item = db.session.get(Item, metronome)
        assert (item.loan_hours, item.max_checkout_days) == (None, 1)
