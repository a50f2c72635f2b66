"""On the way down the limits of visits and who fetches something are forgotten; every loan and its days stay."""

import flask_migrate

from webapp.core.db import db
from webapp.lending.models import Checkout, Request
from webapp.school import open_days

from ..ahead_acts import ask
from ..visit_acts import limit_days


def test_loans_keep_their_days_and_nobody_is_named(app, as_, stand):
    limit_days(app, 1, 2)
    assert ask(as_("ada"), stand, 2, 5, student=2, contact=3).status_code == 201
    with app.app_context():
        before = db.session.get(Checkout, 1)
        days = before.starts_on, before.due_on
        db.session.rollback()
        flask_migrate.downgrade(revision="0059")
        flask_migrate.upgrade()
        open_days.forget()
        after = db.session.get(Checkout, 1)
        assert (after.starts_on, after.due_on) == days
        request = db.session.get(Request, 1)
        assert (request.contact_id, request.contact_name) == (None, None)
        assert open_days.now_decided().most_visits == {}
