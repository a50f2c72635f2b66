"""Levels: listed, looked into, and told when they are low; stale settings show both and lose nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Location

API = "/api/inventory/levels/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])
NOTHING = {"reorder_point": None, "reorder_quantity": None, "maximum_stock": None}


def describe(browser, door, id=1, version=1, **said):
    if door == "page":
        return browser.post(f"/levels/{id}/edit", data={"version": version} | said)
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})


@DOORS
def test_the_status_follows_what_was_said(app, as_, door):
    said = {"reorder_point": 5, "reorder_quantity": 10, "maximum_stock": 5}
    assert describe(as_("tess"), door, 2, **said).status_code in (200, 303)
    level = as_("dora").get(f"{API}2/").json
    assert {name: level[name] for name in said} == said
    assert level["status"] == "low_stock"
    assert level["version"] == 2
    assert describe(
        as_("ada"), door, 2, version=2, reorder_point=0, maximum_stock=4
    ).status_code in (200, 303)
    assert as_("dora").get(f"{API}2/").json["status"] == "overstocked"
    with app.app_context():
        assert list(verify.problems()) == []


def test_what_is_not_sent_stays_and_null_takes_it_back(as_):
    tess = as_("tess")
    describe(tess, "api", reorder_point=1, maximum_stock=9)
    assert describe(tess, "api", version=2, maximum_stock=None).json["reorder_point"] == 1
    assert describe(tess, "page", version=3).status_code == 303
    assert {name: tess.get(f"{API}1/").json[name] for name in NOTHING} == NOTHING


@DOORS
@pytest.mark.parametrize(
    "said",
    [
        {"reorder_point": -1},
        {"reorder_quantity": 100_001},
        {"reorder_point": "1_0"},
        {"maximum_stock": "many"},
        {"reorder_point": 3, "maximum_stock": 2},
    ],
)
def test_nonsense_is_told_where_it_stands_and_changes_nothing(app, as_, door, said):
    no = describe(as_("tess"), door, **said)
    wrong = list(said)[-1]
    assert no.status_code == 422
    if door == "api":
        assert list(no.json["fields"]) == [wrong]
    else:
        assert f'id="{wrong}-error"' in no.text
        assert f'value="{said[wrong]}"' in no.text
    with app.app_context():
        assert {
            name: getattr(db.session.get(Level, 1), name) for name in NOTHING
        } == NOTHING


def test_the_maximum_is_compared_with_what_was_said_before(as_):
    tess = as_("tess")
    describe(tess, "api", reorder_point=3)
    assert describe(tess, "api", version=2, maximum_stock=2).json["fields"] == {
        "maximum_stock": ["At least the reorder point, 3"]
    }


@DOORS
def test_a_stale_change_shows_both_and_is_then_a_choice(app, as_, door):
    tess, ada = as_("tess"), as_("ada")
    describe(ada, "api", reorder_point=4)
    no = describe(tess, door, reorder_point=2)
    assert no.status_code == 412
    if door == "page":
        assert re.search(r'name="version"[^>]*value="2"', no.text)
        assert 'value="2"' in no.text
        assert "<b>Now:</b> 4" in no.text
    else:
        assert no.json["facts"] == NOTHING | {"version": 2, "reorder_point": 4}
    assert describe(tess, door, version=2, reorder_point=2).status_code in (200, 303)
    with app.app_context():
        assert db.session.get(Level, 1).reorder_point == 2


def test_loans_do_not_make_a_setting_stale(app, as_):
    with app.app_context(), transaction():
        ledger.record(TESS, "test", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1)])
    assert describe(as_("tess"), "api", reorder_point=1).status_code == 200


def test_two_at_once_are_one_after_the_other(app, as_):
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        acts = pool.map(
            lambda b, n: describe(b, "api", reorder_point=n).status_code, browsers, (1, 2)
        )
    assert sorted(acts) == [200, 412]


def test_the_same_twice_is_one(as_):
    tess, once = as_("tess"), {"Idempotency-Key": "k"}
    answers = [
        tess.patch(f"{API}1/", json={"reorder_point": 1}, headers=once) for _ in range(2)
    ]
    assert [answer.json["version"] for answer in answers] == [2, 2]


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


@DOORS
def test_who_may_do_what(as_, door):
    dora, sol = as_("dora"), as_("sol")
    assert dora.get("/levels").status_code == dora.get(f"{API}1/").status_code == 200
    for path in ("/levels", "/levels/1/edit", API, f"{API}1/", f"{API}summary/"):
        assert sol.get(path).status_code == 403, path
    assert dora.get("/levels/1/edit").status_code == 403
    assert "/edit" not in dora.get("/levels").text
    assert "/levels/1/edit" in as_("tess").get("/levels").text
    for who in (dora, sol):
        assert describe(who, door, reorder_point=1).status_code == 403
    assert describe(as_("ada"), door, id=99, reorder_point=1).status_code == 404
    assert (
        as_("ada").get("/levels/99/edit").status_code
        == as_("ada").get(f"{API}99/").status_code
        == 404
    )


def test_what_a_level_says(app, as_):
    with app.app_context(), transaction():
        lines = [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 2)]
        lines += [Line(2, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 1)]
        lines += [Line(2, 1, "PURCHASE", "outside", "available", 1, value_delta_minor=101)]
        ledger.record(TESS, "test", lines)
    level = as_("dora").get(f"{API}?search=cello").json[0]
    assert (level["item_name"], level["location"], level["on_hand"], level["seq"]) == (
        "Cello 3/4",
        "Store",
        6,
        4,
    )
    assert {state: n for state, n in level["by_state"].items() if n} == {
        "available": 3,
        "on_rent": 2,
        "damaged": 1,
    }
    assert (level["value"], level["average_cost"]) == ("1501.01", "250.17")
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


def test_filters_and_pages_in_one_order(app, as_):
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        for n in range(35):
            items.add(
                TESS,
                name="Oboe" if n < 20 else f"Reed {n}",
                category="accessory",
                location="Cupboard",
            )
        for id in range(3, 30):
            ledger.record(
                TESS, "receive", [Line(id, 2, "PURCHASE", "outside", "available", 1)]
            )
    dora, found, path = as_("dora"), [], f"{API}?limit=7"
    while path:
        answer = dora.get(path)
        found += [
            (each["item_name"], each["item"], each["location"]) for each in answer.json
        ]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert found == sorted(found)
    assert len(set(found)) == 2 + 35 + 27
    assert len(dora.get(f"{API}?location=2&limit=200").json) == 27
    assert len(dora.get(f"{API}?location=3&status=out_of_stock&limit=200").json) == 35
    assert (
        dora.get(f"{API}?status=overstocked").json
        == []
        == dora.get(f"{API}?search=oboe%20zzz").json
    )
    assert (
        dora.get(f"{API}?status=empty").status_code
        == dora.get("/levels?status=empty").status_code
        == 422
    )
    assert (
        dora.get(f"{API}?after=nonsense").status_code
        == dora.get("/levels?after=nonsense").status_code
        == 422
    )


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
