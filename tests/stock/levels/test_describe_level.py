"""When more of an item is wanted at a location: said, never over somebody's change."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level

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
