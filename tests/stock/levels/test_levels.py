"""Levels: listed, looked into, and summed up."""

import pytest

from tests.support.lists import all_of
from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Location

API = "/api/inventory/levels/"

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def describe(browser, door, id=1, version=1, **said):
    if door == "page":
        return browser.post(f"/levels/{id}/edit", data={"version": version} | said)
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})


def test_its_etag_changes_with_stock_and_with_settings(app, as_):
    tess = as_("tess")
    tags = [tess.get(f"{API}1/").headers["ETag"]]
    assert tess.get(f"{API}1/", headers={"If-None-Match": tags[0]}).status_code == 304
    tags.append(describe(tess, "api", reorder_point=1).headers["ETag"])
    with app.app_context(), transaction():
        items.receive(TESS, db.session.get(Item, 1), 1, 1)
    tags.append(tess.get(f"{API}1/").headers["ETag"])
    assert tags == ['"v1.s1"', '"v2.s1"', '"v2.s2"']
    assert tess.get(f"{API}1/", headers={"If-None-Match": tags[1]}).status_code == 200


def test_who_may_look(as_):
    dora, sol = as_("dora"), as_("sol")
    for path in ("/levels", f"{API}1/"):
        assert dora.get(path).status_code == 200, path
    for path in ("/levels", "/levels/1/edit", API, f"{API}1/", f"{API}summary/"):
        assert sol.get(path).status_code == 403, path
    assert dora.get("/levels/1/edit").status_code == 403
    assert "/edit" not in dora.get("/levels").text
    assert "/levels/1/edit" in as_("tess").get("/levels").text


@DOORS
def test_who_may_do_what(as_, door):
    ada = as_("ada")
    for who in ("dora", "sol"):
        assert describe(as_(who), door, reorder_point=1).status_code == 403
    assert describe(ada, door, id=99, reorder_point=1).status_code == 404
    for path in ("/levels/99/edit", f"{API}99/"):
        assert ada.get(path).status_code == 404


@pytest.fixture
def cellos(app):
    """Two on loan, one damaged, one that just came in."""
    with app.app_context(), transaction():
        lines = [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 2)]
        lines += [Line(2, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 1)]
        lines += [Line(2, 1, "PURCHASE", "outside", "available", 1, value_delta_minor=101)]
        ledger.record(TESS, "test", lines)


def test_what_a_level_says(as_, cellos):
    level = as_("dora").get(f"{API}?search=cello").json[0]
    assert (level["item_name"], level["location"]) == ("Cello 3/4", "Store")
    assert (level["on_hand"], level["seq"]) == (6, 4)
    pieces = {state: n for state, n in level["by_state"].items() if n}
    assert pieces == {"available": 3, "on_rent": 2, "damaged": 1}
    assert (level["value"], level["average_cost"]) == ("1501.01", "250.17")


def test_what_the_page_says_of_a_level(as_, cellos):
    page = as_("dora").get("/levels?q=cello").text
    assert "2 on loan, 1 damaged" in page
    assert "Student Violin" not in page
    assert as_("dora").get("/levels?item=2").text.count("<tr id=") == 1


def test_the_summary_adds_up(app, as_):
    with app.app_context(), transaction():
        items.add(TESS, name="Oboe", category="instrument", location="Annexe", quantity=3)
        items.add(TESS, name="Reed", category="accessory", location="Annexe")
        ledger.record(TESS, "test", [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 2)])
    found = as_("dora").get(f"{API}summary/").json
    assert [
        (each["location"], each["levels"], each["low"], each["on_hand"]) for each in found
    ] == [
        ("Annexe", 2, 1, 3),
        ("Store", 2, 0, 7),
    ]
    assert found[1]["by_state"]["on_rent"] == 2
    assert found[1]["by_state"]["available"] == 5


@pytest.fixture
def shelves(app):
    """Oboes and reeds in a cupboard, of most of them one in the annexe too."""
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        for n in range(35):
            name = "Oboe" if n < 20 else f"Reed {n}"
            items.add(TESS, name=name, category="accessory", location="Cupboard")
        for id in range(3, 30):
            line = Line(id, 2, "PURCHASE", "outside", "available", 1)
            ledger.record(TESS, "receive", [line])


def test_filters_and_pages_in_one_order(as_, shelves):
    dora = as_("dora")
    found = [
        (level["item_name"], level["item"], level["location"])
        for level in all_of(dora, f"{API}?limit=7")
    ]
    assert found == sorted(found)
    assert len(set(found)) == 2 + 35 + 27
    assert len(dora.get(f"{API}?location=2&limit=200").json) == 27
    assert len(dora.get(f"{API}?location=3&status=out_of_stock&limit=200").json) == 35
    for nothing in ("status=overstocked", "search=oboe%20zzz"):
        assert dora.get(f"{API}?{nothing}").json == []


@pytest.mark.parametrize("query", ["status=empty", "after=nonsense"])
def test_a_filter_that_cannot_be_is_refused(as_, query):
    for path in (API, "/levels"):
        assert as_("dora").get(f"{path}?{query}").status_code == 422


def test_what_was_given_up_is_listed_while_some_of_it_is_there(app, as_):
    tess = as_("tess")
    for id in (1, 2):
        tess.delete(f"/api/inventory/items/{id}/")
    with app.app_context(), transaction():
        ledger.record(TESS, "sell", [Line(1, 1, "SALE", "available", "outside", 2)])
    assert [each["item"] for each in tess.get(API).json] == [2]


def test_a_long_list_asks_no_more_than_a_short_one(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/levels")
    with app.app_context(), transaction():
        for n in range(40):
            items.add(
                TESS,
                name=f"Oboe {n}",
                category="instrument",
                location=f"Shelf {n}",
                quantity=1,
            )
    with counted(app) as many:
        page = dora.get("/levels").text
    assert len(few) == len(many)
    assert 'rel="next"' in page


def test_an_empty_page_says_what_to_do(app, as_):
    dora = as_("dora")
    assert "Show all levels" in dora.get("/levels?q=zzz").text
    with app.app_context(), transaction():
        for id in (1, 2):
            items.add(TESS, name=f"Oboe {id}", category="instrument", location="Store")
    assert "Oboe 1" in dora.get("/levels?status=out_of_stock").text


def test_an_item_leads_staff_to_its_levels(as_):
    assert 'href="/levels?item=1"' in as_("dora").get("/items/1").text
    assert "/levels" not in as_("sol").get("/items/1").text
