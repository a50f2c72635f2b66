"""What cards there are."""

import pytest

from webapp.core.db import db
from webapp.people.models import Card


@pytest.fixture
def cards(app):
    """All cards, the oldest first: whose, the code, and whether it is valid."""

    def written():
        with app.app_context():
            rows = db.session.query(Card).order_by(Card.id)
            return [(row.user_id, row.code, row.is_valid) for row in rows]

    return written
