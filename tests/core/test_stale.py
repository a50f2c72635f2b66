"""Saving over somebody's change: both are shown, nothing is lost, and then it is a choice."""

import re

import pytest

from webapp.core.db import db
from webapp.people.models import Group, User
from webapp.stock.models import Item

ITEM = {
    "version": "1",
    "name": "Student Violin 4/4",
    "category": "instrument",
    "location": "Store",
    "condition": "good",
    "value": "300.00",
    "is_borrowable": "y",
    "max_checkout_days": "30",
    "notes": "",
}


def now(page):
    return dict(re.findall(r'id="([\w-]+)-now"><b>Now:</b> ([^<]*)<', page.text))


@pytest.fixture
def overtaken(as_):
    """Ada saved another item meanwhile."""
    theirs = ITEM | {"category": "equipment", "value": "12.50", "notes": "two\r\nlines"}
    theirs.pop("is_borrowable")
    assert as_("ada").post("/items/1/edit", data=theirs).status_code == 303


MINE = ITEM | {"name": "My <Violin>", "make": "Gewa"}


def test_an_item(as_, overtaken):
    no = as_("tess").post("/items/1/edit", data=MINE)
    assert no.status_code == 412
    assert "Nothing you typed is lost" in no.text
    assert now(no) == {
        "name": "Student Violin 4/4",
        "category": "Equipment",
        "make": "Nothing",
        "value": "12.50",
        "is_borrowable": "No",
        "notes": "two\nlines",
    }
    assert 'value="My &lt;Violin&gt;"' in no.text
    assert 'value="Gewa"' in no.text
    assert 'aria-describedby="name-now"' in no.text


def test_whoever_has_seen_both_may_save_theirs(app, as_, overtaken):
    tess = as_("tess")
    no = tess.post("/items/1/edit", data=MINE)
    assert re.search(r'name="version"[^>]*value="2"', no.text)
    assert tess.post("/items/1/edit", data=MINE | {"version": "2"}).status_code == 303
    with app.app_context():
        item = db.session.get(Item, 1)
        assert (item.name, item.version) == ("My <Violin>", 3)


def test_what_both_typed_alike_is_no_difference(as_):
    tess = as_("tess")
    tess.post("/items/1/edit", data=ITEM | {"name": "Fiddle", "notes": "a\r\nb"})
    no = tess.post("/items/1/edit", data=ITEM | {"name": "Fiddle", "notes": "a\r\nb"})
    assert no.status_code == 412
    assert now(no) == {}


def test_a_person(app, as_):
    sol = {
        "version": "1",
        "name": "Sol",
        "email": "sol@school.test",
        "role": "student",
        "teacher_id": "1",
    }
    ada = as_("ada")
    ada.post("/people/2/edit", data=sol | {"name": "Sol Ray", "teacher_id": "5"})
    no = ada.post(
        "/people/2/edit", data=sol | {"teacher_id": "", "email": "sol.ray@school.test"}
    )
    assert no.status_code == 412
    assert 'value="sol.ray@school.test"' in no.text
    assert now(no) == {"name": "Sol Ray", "email": "sol@school.test", "teacher_id": "Ada"}
    with app.app_context():
        assert db.session.get(User, 2).email == "sol@school.test"


def test_a_group(app, as_):
    ada, group = as_("ada"), {"name": "Big Band", "kind": "ensemble", "teacher_id": ""}
    ada.post("/groups/new", data=group | {"member_ids": ["2"]})
    ada.post("/groups/1/edit", data=group | {"version": "1", "member_ids": ["2", "3"]})
    no = ada.post(
        "/groups/1/edit",
        data=group | {"version": "1", "member_ids": ["3"], "kind": "class"},
    )
    assert no.status_code == 412
    assert now(no) == {"kind": "Ensemble", "member_ids": "Nia, Sol"}
    assert (
        ada.post(
            "/groups/1/edit", data=group | {"version": "2", "member_ids": ["3"]}
        ).status_code
        == 303
    )
    with app.app_context():
        assert db.session.get(Group, 1).version == 3


@pytest.mark.parametrize("who", ["dora", "sol"])
def test_who_may_not_write_is_told_nothing(as_, who):
    as_("tess").post("/items/1/edit", data=ITEM | {"notes": "between us"})
    no = as_(who).post("/items/1/edit", data=ITEM)
    assert no.status_code == 403
    assert "between us" not in no.text
    assert now(no) == {}
