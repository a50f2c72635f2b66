"""Drawing SKUs: the narrowest sequence counts, without gap and never twice, whoever draws at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.support.queries import counted
from tests.support.skus import API, ITEMS, OBOE, TESS, add, describe
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Item
from webapp.stock.skus import skus
from webapp.stock.skus.skus import Thing

PAIR = {
    "template": "{prefix}{item}{seq:3}",
    "prefix": "Y-",
    "brand": 1,
    "category": "instrument",
    "next_number": 7,
}


@pytest.fixture(params=["page", "api"])
def narrow(as_, request):
    """Sequences for anything, for a brand, and for the brand's instruments; a SKU of an item."""
    tess = as_("tess")
    tess.post("/api/inventory/brands/", json={"name": "Yamaha"})
    for said in ({"template": "ANY{seq:1}"}, {"template": "{brand}{seq:2}", "brand": 1}):
        assert add(tess, request.param, **said).status_code in (201, 303)
    assert add(tess, request.param, **PAIR).status_code in (201, 303)
    return lambda **said: tess.post(ITEMS, json=OBOE | said).json["sku"]


def test_the_narrowest_counts(narrow):
    assert narrow(make="Yamaha") == "Y-OD007"
    assert narrow(make="yamaha ") == "Y-OD008"
    assert narrow() == "INS-00003"
    assert narrow(make="Yamaha", category="accessory") == "ACC-00001"
    assert narrow(sku="MINE") == "MINE"
    assert narrow() == "INS-00004"


def test_where_a_narrower_one_is_out_of_use_the_next_counts(as_, narrow):
    assert describe(as_("tess"), id=4, is_active=False).json["is_active"] is False
    assert narrow(make="Yamaha", category="accessory") == "YAM01"
    assert narrow(category="accessory") == "ANY1"


def test_many_at_once_skip_what_is_taken(app, as_):
    tess = as_("tess")
    with app.app_context(), transaction():
        for n in (5, 6, 9):
            items.add(
                TESS,
                name="Taken",
                category="instrument",
                location="Store",
                sku=f"INS-{n:05}",
            )
    told = tess.post(
        f"{API}generate-bulk/", json={"category": "instrument", "quantity": 6}
    ).json["skus"]
    assert sorted(told) == [f"INS-{n:05}" for n in (3, 4, 7, 8, 10, 11)]
    assert tess.get(f"{API}1/").json["next_number"] == 12


def test_a_long_run_of_taken_ones_is_leapt_over(app):
    with app.app_context(), transaction():
        row = {
            "name": "x",
            "category": "equipment",
            "home_location_id": 1,
            "created_by": 1,
            "folded": "",
        }
        db.session.add_all(Item(sku=f"EQP-{n:05}", **row) for n in range(1, 2001))
    with counted(app) as seen, app.app_context(), transaction():
        assert skus.draw([Thing("equipment")]) == ["EQP-02001"]
    assert len(seen) < 25
    with app.app_context(), transaction():
        assert skus.draw([Thing("equipment")]) == ["EQP-02002"]


def test_a_refused_act_uses_no_number_up(app, as_):
    tess = as_("tess")
    assert tess.post(ITEMS, json=OBOE | {"rental_rate": 5}).status_code == 422
    with app.app_context(), pytest.raises(RuntimeError), transaction():
        skus.draw([Thing("instrument")] * 5)
        raise RuntimeError
    assert tess.post(ITEMS, json=OBOE).json["sku"] == "INS-00003"


def test_the_same_twice_draws_once(as_):
    tess, once = as_("tess"), {"Idempotency-Key": "k"}
    made = [
        tess.post(f"{API}generate/", json={"category": "accessory"}, headers=once).json
        for _ in range(2)
    ]
    assert made == [{"sku": "ACC-00001"}] * 2


@pytest.mark.parametrize("quantity", [0, -1, 1001, 2.0, "3", None, True])
def test_how_many_is_a_number_up_to_a_thousand(as_, quantity):
    no = as_("tess").post(
        f"{API}generate-bulk/", json={"category": "instrument", "quantity": quantity}
    )
    assert no.status_code == 422
    assert no.json["fields"]["quantity"]


def test_where_nothing_counts_somebody_says_so(as_):
    tess = as_("tess")
    assert tess.post(f"{API}generate/", json={}).status_code == 422
    describe(tess, is_active=False)
    no = tess.post(ITEMS, json=OBOE)
    assert no.status_code == 422
    assert "There is no SKU sequence for" in no.json["fields"]["sku"][0]
    assert tess.post(ITEMS, json=OBOE | {"sku": "O1"}).status_code == 201


def test_a_sequence_ends(app):
    with app.app_context(), transaction():
        db.session.execute(
            text("UPDATE sku_sequences SET next_number = 2000000000 WHERE id = 1")
        )
        with pytest.raises(Conflict, match="run out of numbers"):
            skus.draw([Thing("instrument")])


def test_whether_a_sku_is_free(as_):
    dora = as_("dora")

    def said(sku):
        return dora.get(f"{API}validate/", query_string={"sku": sku}).json

    usual = {"sequence": 1, "template": "{category}-{seq:5}"}
    violin = {"item": 1, "item_name": "Student Violin 4/4", "number": 1}
    assert said("INS-00001") == {"sku": "INS-00001", "is_free": False} | violin | usual
    nothing = {"item": None, "item_name": None, "number": 777}
    assert said("INS-00777") == {"sku": "INS-00777", "is_free": True} | nothing | usual
    assert said("ins-00001")["item"] == 1
    assert said("ins-00001")["sequence"] is None
    assert said("whatever")["is_free"] is True
    assert dora.get(f"{API}validate/").status_code == 422


def test_sixteen_draw_a_thousand(app):
    """Eight, one or seven at a time, items or bare numbers: all are there once, and nothing between is left out."""

    def some(_):
        made = []
        with app.app_context():
            for size in (8, 1, 7) * 4:
                with transaction():
                    made += skus.draw([Thing("equipment")] * size)
            return made

    with ThreadPoolExecutor(16) as pool:
        drawn = Counter(sku for made in pool.map(some, range(16)) for sku in made)
    assert max(drawn.values()) == 1
    assert sorted(drawn) == [f"EQP-{n:05}" for n in range(1, 16 * 64 + 1)]


def test_items_added_at_once_get_their_own(app, as_):
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(
                lambda n: browsers[n % 2].post(ITEMS, json=OBOE).json["sku"], range(24)
            )
        )
    assert sorted(made) == [f"INS-{n:05}" for n in range(3, 27)]
    with app.app_context():
        assert list(verify.problems()) == []
