"""Groups: classes and ensembles, kept by admins, seen by who belongs to them."""

import re

import pytest

from webapp.core.actor import Actor
from webapp.people import groups

TRIO = {"name": "Trio", "kind": "ensemble", "teacher_id": "1", "member_ids": ["2"]}
ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture
def trio(as_):
    assert as_("ada").post("/groups/new", data=TRIO).status_code == 303


def members(app):
    with app.app_context():
        return [user.name for user in groups.members(ADA, 1)]


def test_an_admin_adds_and_describes(app, as_, trio):
    ada = as_("ada")
    assert members(app) == ["Sol"]
    edit = ada.get("/groups/1/edit").text
    assert re.search(r'<input checked [^>]*name="member_ids"[^>]*value="2"', edit)
    assert (
        ada.post(
            "/groups/1/edit", data=TRIO | {"version": "1", "member_ids": ["2", "3"]}
        ).status_code
        == 303
    )
    assert members(app) == ["Nia", "Sol"]
    late = ada.post("/groups/1/edit", data=TRIO | {"version": "1", "name": "Duo"})
    assert late.status_code == 412
    assert 'value="Duo"' in late.text
    assert members(app) == ["Nia", "Sol"]


@pytest.mark.parametrize("who", ["ada", "dora", "tess", "sol"])
def test_who_belongs_sees_it(as_, trio, who):
    assert "Trio" in as_(who).get("/groups").text


def test_strangers_do_not(as_, trio):
    nia = as_("nia")
    assert "Trio" not in nia.get("/groups").text
    assert nia.get("/groups/1/edit").status_code == 404


def test_the_list_counts_the_members_and_the_page_names_them(as_, trio):
    ada, sol, tess = as_("ada"), as_("sol"), as_("tess")
    assert "1 member<" in ada.get("/groups").text
    shown = tess.get("/groups/1").text
    assert "Ensemble with Tess, 1 member" in shown
    assert 'href="/people/2"' in shown
    assert "/groups/1/edit" not in shown
    ada.post("/groups/1/edit", data=TRIO | {"version": "1", "member_ids": ["2", "3"]})
    theirs = sol.get("/groups/1").text.partition("<main")[2]
    assert "<b>Nia</b>" in theirs
    assert 'href="/people/2"' in theirs
    assert 'href="/people/3"' not in theirs
    assert as_().get("/groups/1").status_code == 303
    assert as_("dora").get("/groups/9").status_code == 404


def test_a_persons_page_names_their_groups(as_, trio):
    assert all("Trio" in as_("ada").get(f"/people/{id}").text for id in (1, 2))
    assert "Trio" not in as_("ada").get("/people/3").text


def test_no_groups_is_said_kindly(as_):
    assert "No groups yet" in as_("sol").get("/groups").text


@pytest.mark.parametrize(
    ("who", "status"), [("tess", 403), ("dora", 403), ("sol", 403), ("nia", 404)]
)
def test_nobody_else_describes(as_, trio, who, status):
    assert (
        as_(who).post("/groups/1/edit", data=TRIO | {"version": "1"}).status_code == status
    )
    assert as_(who).post("/groups/new", data=TRIO).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "name"),
        ({"teacher_id": "2"}, "teacher_id"),
        ({"member_ids": ["99"]}, "member_ids"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_, trio, typed, field):
    page = as_("ada").post("/groups/new", data=TRIO | typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert 'value="Trio"' in page.text
