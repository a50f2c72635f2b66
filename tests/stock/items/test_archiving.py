"""Archiving an item: told what is out, listed under its filter, and undone by one act."""

import re

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.ledger import verify
from webapp.stock.models import Operation

API = "/api/inventory/items/1/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def act(browser, door, verb, **said):
    if door == "page":
        return browser.post(f"/items/1/{verb}", data=said)
    return browser.post(f"{API}{verb}/", json=said)


def listed(browser, **query):
    return "Student Violin 4/4" in browser.get("/items", query_string=query).text


@DOORS
def test_archived_it_is_listed_under_its_filter_only(as_, door):
    tess, sol = as_("tess"), as_("sol")
    assert act(tess, door, "archive").status_code in (200, 303)
    assert not listed(tess)
    assert listed(tess, status="retired")
    assert sol.get("/items/1").status_code == 404
    assert not listed(sol, status="retired")
    shown = tess.get(API).json
    assert shown["status"] == "retired"
    assert shown["archived_by"] == 1
    assert shown["archived_at"]
    assert "Restore" in tess.get("/items/1").text
    assert "Tess archived it on" in as_("ada").get("/items/1").text
    assert act(tess, door, "archive").status_code == 409


@DOORS
def test_brought_back_it_is_lent_again(as_, wish, door):
    tess, sol = as_("tess"), as_("sol")
    act(tess, door, "archive")
    assert act(tess, door, "restore").status_code in (200, 303)
    assert listed(tess)
    assert not listed(tess, status="retired")
    assert listed(sol)
    assert act(tess, door, "restore").status_code == 409
    assert sol.post("/api/inventory/checkouts/", json=wish).status_code == 201


@DOORS
def test_it_stands_in_its_history(app, as_, door):
    """In order with what moved, in as many statements, and one for the name of the item."""
    tess, path = as_("tess"), "/api/inventory/operations/"
    with counted(app) as before:
        tess.get(f"{path}?item=1")
    act(tess, door, "archive")
    act(as_("ada"), door, "restore")
    with counted(app) as after:
        done = tess.get(f"{path}?item=1").json
    assert len(after) == len(before) + 1
    assert [(each["kind"], each["actor"], each["item"]) for each in done] == [
        ("restore", 5, 1),
        ("archive", 1, 1),
        ("opening_balance", 1, None),
    ]
    assert {each["about"] for each in done} == {"Student Violin 4/4"}
    assert tess.get(f"{path}?kind=archive&item=2").json == []


def test_it_stands_in_the_page_and_the_download_of_its_history(as_):
    tess = as_("tess")
    for verb in ("archive", "restore"):
        act(tess, "page", verb)
    page = tess.get("/operations?item=1").text
    assert re.findall(r">(Restore|Archive|Opening balance)</a>", page) == [
        "Restore",
        "Archive",
        "Opening balance",
    ]
    assert re.findall(
        r",(restore|archive),", tess.get("/operations/export.csv?item=1").text
    ) == [
        "restore",
        "archive",
    ]


def test_its_operation_leads_to_the_item_and_is_not_undone_there(app, as_):
    tess, path = as_("tess"), "/api/inventory/operations/"
    act(tess, "api", "archive")
    id = tess.get(f"{path}?kind=archive").json[0]["id"]
    page = tess.get(f"/operations/{id}").text
    assert 'href="/items/1">Student Violin 4/4</a>' in page
    assert "Undo this on the page where it was done" in page
    no = tess.post(f"{path}{id}/undo/", json={})
    assert (no.status_code, no.json["facts"]) == (409, {"item_id": 1})
    with app.app_context():
        assert list(verify.problems()) == []
    with (
        app.app_context(),
        pytest.raises(DatabaseError, match="never changed"),
        transaction(),
    ):
        db.session.execute(update(Operation).values(item_id=None))


def test_one_that_was_archived_has_a_history_and_is_not_erased(as_):
    tess, items = as_("tess"), "/api/inventory/items/"
    new = tess.post(items, json={"name": "Stand", "category": "accessory"}).json["id"]
    for verb in ("archive", "restore"):
        assert tess.post(f"{items}{new}/{verb}/", json={}).status_code == 200
    assert tess.delete(f"{items}{new}/").status_code == 204
    assert tess.get(f"{items}{new}/").json["status"] == "retired"


@pytest.fixture
def loan(as_, wish):
    """Sol's approved request for a violin; what acts on it."""
    id = as_("sol").post("/api/inventory/checkouts/", json=wish).json["id"]

    def do(verb):
        return as_("tess").post(f"/api/inventory/checkouts/{id}/{verb}/", json={})

    do("approve")
    return do


@DOORS
def test_what_is_promised_or_set_aside_is_not_archived(as_, loan, door):
    promised = act(as_("tess"), door, "archive")
    assert promised.status_code == 409
    assert "1 is promised to somebody" in promised.text
    loan("set_aside")
    aside = act(as_("tess"), door, "archive")
    assert aside.status_code == 409
    assert "set aside for somebody" in aside.text


@DOORS
def test_with_pieces_out_it_is_told_and_done_only_if_confirmed(as_, loan, door):
    tess = as_("tess")
    loan("hand_out")
    no = act(tess, door, "archive")
    assert door == "api" or "<h1>Decide first</h1>" in no.text
    assert no.status_code == 409
    assert "1 is still out" in no.text
    assert "Archive it anyway" in no.text
    assert tess.delete(API).status_code == 409
    sure = {"confirmed": "True"} if door == "page" else {"confirmed": True}
    assert act(tess, door, "archive", **sure).status_code in (200, 303)
    assert loan("return_item").json["status"] == "returned"
    assert tess.get(API).json["status"] == "retired"


@pytest.mark.parametrize(("who", "status"), [("dora", 403), ("sol", 403)])
@DOORS
def test_only_those_who_describe_items_archive_them(as_, who, status, door):
    assert act(as_(who), door, "archive").status_code == status
    assert "Archive" not in as_("dora").get("/items/1").text
