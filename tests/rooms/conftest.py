"""An admin, and a day next week at the demo school."""

from datetime import timedelta

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.school import calendar


@pytest.fixture
def admin(app, as_):
    with app.app_context(), transaction():
        tess = db.session.get(User, 1)
        db.session.add(User(email="head@school.test", name="Head", role="admin", password_hash=tess.password_hash))
    return as_("head")


@pytest.fixture
def monday(app):
    """A day about two weeks ahead, far from the demo's own bookings."""
    with app.app_context():
        return str(calendar.today() + timedelta(days=14))


@pytest.fixture
def hour(monday):
    return {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
