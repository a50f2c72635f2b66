"""Disabling somebody: out at once, everywhere; enabling lets them sign in again."""

import pytest

from tests.support.login import sign_in
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.models import User

API = "/api/inventory/checkouts/"


def test_a_disabled_person_is_out_at_once_and_back_only_by_signing_in(app, as_):
    ada, sol = as_("ada"), as_("sol")
    with app.app_context(), transaction():
        program = {"Authorization": f"Bearer {tokens.issue(db.session.get(User, 2))}"}

    def statuses():
        page, answer = sol.get("/checkouts"), sol.get(API, headers=program)
        return page.status_code, answer.status_code

    assert statuses() == (200, 200)
    assert ada.post("/people/2/disable").status_code == 303
    assert statuses() == (303, 401)
    assert sign_in(sol).status_code == 422
    assert ada.post("/people/2/enable").status_code == 303
    assert statuses() == (303, 401)
    assert sign_in(sol).status_code == 303
    assert statuses()[0] == 200


@pytest.mark.parametrize("act", ["disable", "enable"])
@pytest.mark.parametrize(
    ("who", "status"), [("tess", 403), ("dora", 403), ("sol", 403), ("nia", 404)]
)
def test_nobody_else_may_and_strangers_see_nothing(app, as_, who, status, act):
    assert as_(who).post(f"/people/2/{act}").status_code == status
    with app.app_context():
        assert db.session.get(User, 2).is_active


def test_not_oneself(as_):
    ada = as_("ada")
    assert ada.post("/people/5/disable").status_code == 409
    assert ada.get("/people").status_code == 200


def test_htmx_gets_the_part_the_page_includes(as_):
    part = as_("ada", htmx=True).post("/people/2/disable").text.strip()
    assert part.startswith('<div id="person-2"')
    assert "disabled" in part
    assert "Enable" in part
