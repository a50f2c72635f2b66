"""API tokens and the operator's commands."""

import re

import pytest
from sqlalchemy import select

from webapp import cast
from webapp.core.db import db, transaction
from webapp.people.models import Group, Token, User

API = "/api/inventory/checkouts/"


def run(app, *words, **more):
    return app.test_cli_runner().invoke(args=words, **more)


@pytest.fixture
def program(app):
    printed = run(app, "tokens", "issue", "SOL@school.test").output
    assert re.fullmatch(r"[\w-]{43}\n", printed)
    return {"Authorization": f"Bearer {printed.strip()}"}


def test_a_token_acts_for_its_person_until_revoked(app, as_, program):
    browser = app.test_client()
    assert browser.get(API, headers=program).status_code == 200
    with app.app_context():
        token = db.session.scalars(select(Token)).one()
        assert token.user_id == 2 and token.last_seen_at and token.token_hash not in program["Authorization"]
    assert as_("nia").post("/tokens/1/revoke").status_code == 404
    assert browser.get(API, headers=program).status_code == 200
    assert as_("sol").post("/tokens/1/revoke").status_code == 303
    assert browser.get(API, headers=program).status_code == 401


def test_no_token_for_nobody(app):
    no = run(app, "tokens", "issue", "nobody@school.test")
    assert no.exit_code == 1 and "There is no such person" in no.output


def test_an_operator_adds_the_first_admin(app, as_):
    words = ("people", "add", "--name", "Eve", "--email", "Eve@school.test", "--role", "admin", "--password")
    assert run(app, *words, "short").exit_code == 1
    assert run(app, *words, "a long enough one").exit_code == 0
    assert "Somebody already has" in run(app, *words, "a long enough one").output
    with app.app_context():
        assert db.session.scalars(select(User).where(User.email == "eve@school.test")).one().role == "admin"


def test_the_demo_school_does_not_move_in_with_others(app):
    with app.app_context():
        with transaction():
            cast.move_in()
        assert db.session.query(User).count() == 5  # somebody lives here already
        assert db.session.query(Group).count() == 0
