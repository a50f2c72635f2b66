"""What tests of people share: the cards there are, and programs with a token."""

import pytest

from tests.people.issuing import API, SOL
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


@pytest.fixture
def program(app, as_):
    """A client that signs in with a token of these scopes, which its person issued."""

    def issue(*may, who="sol", id=SOL, **more):
        made = as_(who).post(
            f"{API}people/{id}/tokens/", json={"name": "x", "may": list(may)} | more
        )
        assert made.status_code == 201, made.text
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made.json['token']}"
        return client

    return issue
