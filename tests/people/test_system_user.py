"""Backline itself acts where no person does: it is in no list, never signed in, and not to be chosen."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db, reading
from webapp.core.errors import Invalid
from webapp.people import people, sign_ins, system_user
from webapp.people.models import User

CHECKOUTS = "/api/inventory/checkouts/"


def test_it_is_there_and_may_not_come_in(app):
    with app.app_context():
        user = db.session.get(User, system_user.ID)
        assert (user.name, user.is_active) == ("Backline", False)
        assert people.contact(system_user.ID) is None
        assert people.names([system_user.ID]) == {system_user.ID: "Backline"}


def test_it_is_in_no_list(as_):
    ada = as_("ada")
    everybody = ada.get("/people/export.csv")
    assert everybody.status_code == 200
    assert "Sol" in everybody.text
    assert "Backline" not in everybody.text
    assert "Nobody matches" in ada.get("/people?q=backline").text


def test_it_has_no_page_and_no_account(as_):
    ada = as_("ada")
    assert ada.get("/people/0").status_code == 404
    assert ada.post("/people/0/enable").status_code == 404


@pytest.mark.parametrize("password", ["", "backline"])
def test_it_does_not_sign_in(app, password):
    with app.app_context(), reading(), pytest.raises(Invalid):
        sign_ins.check(email="", password=password)


def test_nothing_is_lent_to_it(as_):
    tess, due = as_("tess"), str(ahead(3))
    assert (
        tess.post(CHECKOUTS, json={"item": 1, "student": 0, "due_date": due}).status_code
        == 422
    )
    no = tess.post("/items/1", data={"student": "Backline", "quantity": "1"})
    assert no.status_code == 422
    assert "Nobody is called Backline" in no.text


def test_it_is_in_no_group(as_):
    choir = {"name": "Choir", "kind": "ensemble", "member_ids": "0"}
    assert as_("ada").post("/groups/new", data=choir).status_code == 422
