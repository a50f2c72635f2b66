"""Tokens on the way down and up again: what was limited opens nothing more than it was issued for."""

import flask_migrate
from sqlalchemy import text

from tests.people.test_scopes import SOL
from webapp.core.db import db, transaction
from webapp.people import people, tokens
from webapp.people.commands import OPERATOR
from webapp.people.models import Token

BEFORE = "0074"


def test_a_limited_token_is_not_left_without_limits(app):
    with app.app_context():
        with transaction():
            sol = people.find(OPERATOR, SOL)
            tokens.issue(sol, "Whole")
            tokens.issue_limited(sol, "Reads", may=["read"])
            tokens.issue_limited(sol, "Ends", may=["all"], days=9)
        flask_migrate.downgrade(revision=BEFORE)
        good = text("SELECT name FROM tokens WHERE revoked_at IS NULL ORDER BY id")
        assert list(db.session.scalars(good)) == ["Whole"]
        db.session.rollback()
        flask_migrate.upgrade()
        whole = db.session.query(Token).filter_by(revoked_at=None).one()
        assert (whole.name, whole.may, whole.expires_at) == ("Whole", ["all"], None)
