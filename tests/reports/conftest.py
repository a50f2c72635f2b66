"""A school where three people are late."""

import pytest

from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.people.models import User


@pytest.fixture
def late(app):
    """Nia has a violin with a tag for three days too long, Sol two cellos for one; Kim, without a teacher, a cello."""
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        db.session.add(
            User(email="kim@school.test", name="Kim", role="student", password_hash=hash)
        )
        db.session.flush()
        lend(3, item=1, unit=tagged("VLN-1", "S 1"), notes="=1+1")
        lend(2, quantity=2, days=1)
        lend(6, days=40)
