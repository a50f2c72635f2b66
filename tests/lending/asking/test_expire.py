"""Requests that nobody answers in time expire."""

from sqlalchemy import update

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.loans import checkouts
from webapp.lending.models import Checkout


def test_b19_nobody_answered_in_time(app, as_, asked, shelf):
    with app.app_context(), transaction():
        assert checkouts.expire() == 0
        db.session.execute(update(Checkout).values(expires_at=clock.now()))
        assert checkouts.expire() == 1
    assert as_("sol").get(f"/api/inventory/checkouts/{asked}/").json["status"] == "expired"
    assert as_("tess").post(f"/checkouts/{asked}/approve").status_code == 409
