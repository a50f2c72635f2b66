"""SKU sequences: the narrowest counts, numbers are drawn without gap and never twice, whoever draws at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.stock.items import brands, items
from webapp.stock.ledger import verify
from webapp.stock.models import Item, SkuSequence
from webapp.stock.skus import sequences, skus
from webapp.stock.skus.skus import Thing

API, ITEMS = "/api/inventory/skus/", "/api/inventory/items/"
TESS = Actor(1, "Tess", "teacher", 0)
OBOE = {"name": "Oboe d'amore", "category": "instrument", "location": "Store"}
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def add(browser, door="api", **said):
    return (
        browser.post("/skus/new", data=said)
        if door == "page"
        else browser.post(API, json=said)
    )


def describe(browser, door="api", id=1, version=1, **said):
    if door == "page":
        kept = {"template": "{category}-{seq:5}", "is_active": "y", "version": version}
        return browser.post(f"/skus/{id}/edit", data=kept | said)
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})


def test_every_category_counts_by_itself(as_):
    told = as_("dora").get(API).json
    assert [(each["category"], each["example"], each["next_number"]) for each in told] == [
        ("instrument", "INS-00003", 3),
        ("equipment", "EQP-00001", 1),
        ("sheet_music", "SHT-00001", 1),
        ("accessory", "ACC-00001", 1),
    ]
    page = as_("dora").get("/skus").text
    assert "INS-00003" in page
    assert "Sheet music" in page
    assert "/skus/new" not in page


@DOORS
def test_the_narrowest_counts(as_, door):
    tess = as_("tess")
    tess.post("/api/inventory/brands/", json={"name": "Yamaha"})
    for said in ({"template": "ANY{seq:1}"}, {"template": "{brand}{seq:2}", "brand": 1}):
        assert add(tess, door, **said).status_code in (201, 303)
    pair = {
        "template": "{prefix}{item}{seq:3}",
        "prefix": "Y-",
        "brand": 1,
        "category": "instrument",
        "next_number": 7,
    }
    assert add(tess, door, **pair).status_code in (201, 303)

    def sku(**said):
        return tess.post(ITEMS, json=OBOE | said).json["sku"]

    assert sku(make="Yamaha") == "Y-OD007"
    assert sku(make="yamaha ") == "Y-OD008"
    assert sku() == "INS-00003"
    assert sku(make="Yamaha", category="accessory") == "ACC-00001"
    assert describe(tess, id=4, is_active=False).json["is_active"] is False
    assert sku(make="Yamaha", category="accessory") == "YAM01"
    assert sku(category="accessory") == "ANY1"
    assert sku(sku="MINE") == "MINE"
    assert sku() == "INS-00004"


@DOORS
@pytest.mark.parametrize(
    "template",
    ["{brand.__class__}{seq:4}", "{prefix}", "{seq:11}", "{{seq:4}}", "", "a" * 121],
)
def test_a_wrong_template_is_refused_with_its_reason(app, as_, door, template):
    no = add(as_("tess"), door, template=template)
    assert no.status_code == 422
    if door == "api":
        assert no.json["fields"]["template"]
        assert (
            as_("tess").post(f"{API}preview/", json={"template": template}).status_code
            == 422
        )
    else:
        assert 'id="template-error"' in no.text
    with app.app_context():
        assert len(db.session.scalars(select(SkuSequence)).all()) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "tuba"}, "category"),
        ({"brand": 9}, "brand"),
        ({"category": "instrument"}, "category"),
    ]
    + [
        ({"prefix": "a b"}, "prefix"),
        ({"suffix": "{seq}"}, "suffix"),
        ({"next_number": 0}, "next_number"),
    ]
    + [({"next_number": 10**9}, "next_number"), ({"prefix": "x" * 13}, "prefix")],
)
def test_what_else_cannot_be(as_, wrong, field):
    no = add(as_("tess"), **({"template": "{seq:4}"} | wrong))
    assert no.status_code == 422
    assert no.json["fields"][field]


def test_a_preview_uses_nothing_up_and_leaves_out_what_is_taken(as_):
    tess, dora = as_("tess"), as_("dora")
    tess.post(ITEMS, json=OBOE | {"sku": "INS-00004"})
    for _ in range(2):
        assert dora.get(f"{API}1/preview/").json == {
            "skus": ["INS-00003", "INS-00005", "INS-00006"]
        }
    said = {"template": "{prefix}{category}{seq:2}", "category": "equipment", "prefix": "X"}
    assert dora.post(f"{API}preview/", json=said).json["skus"] == [
        "XEQP01",
        "XEQP02",
        "XEQP03",
    ]


def test_the_page_previews_with_and_without_a_script(as_):
    tess, partly = as_("tess"), as_("tess", htmx=True)
    said = {"template": "{prefix}{seq:3}", "prefix": "Q", "category": "equipment"}
    part = partly.get("/skus/preview", query_string=said).text
    assert part.lstrip().startswith('<p id="next"')
    assert "Q003" in part
    assert "<html" not in part
    assert "is not known" in partly.get("/skus/preview?template={x}{seq:1}").text
    assert partly.get("/skus/preview?template=").status_code == 200
    sent = tess.post("/skus/preview", data=said | {"_external": "1", "endpoint": "x"})
    shown = tess.get(sent.location).text
    assert sent.status_code == 303
    assert 'value="Q"' in shown
    assert "Q003" in shown
    sent = tess.post(
        "/skus/preview", data={"id": "1", "template": "V{seq:2}", "version": "1"}
    )
    shown = tess.get(sent.location).text
    assert "V03" in shown
    assert 'value="V{seq:2}"' in shown
    assert "checked" not in shown
    assert (
        tess.get("/skus/preview?template=A{seq:1}&_external=1&endpoint=x").status_code
        == 303
    )
    assert as_("sol").get("/skus/preview?template=A{seq:1}").status_code == 403


@DOORS
def test_a_stale_change_shows_both(as_, door):
    tess, ada = as_("tess"), as_("ada")
    assert describe(ada, template="V{seq:3}").status_code == 200
    no = describe(tess, door, template="W{seq:3}")
    assert no.status_code == 412
    assert (
        "<b>Now:</b> V{seq:3}" in no.text
        if door == "page"
        else no.json["facts"]["template"] == "V{seq:3}"
    )
    assert describe(tess, door, version=2, template="W{seq:3}").status_code in (200, 303)
    assert tess.post(f"{API}generate/", json={"category": "instrument"}).json == {
        "sku": "W003"
    }


def test_the_next_number_only_grows(app, as_):
    tess = as_("tess")
    assert describe(tess, next_number=40).json["example"] == "INS-00040"
    no = describe(tess, version=2, next_number=39)
    assert no.status_code == 422
    assert "only counts up" in no.json["fields"]["next_number"][0]
    made = [tess.post(ITEMS, json=OBOE).json for _ in range(2)]
    for each in made:
        tess.delete(f"{ITEMS}{each['id']}/")
    assert tess.post(ITEMS, json=OBOE).json["sku"] == "INS-00042"
    for forbidden in (
        "UPDATE sku_sequences SET next_number = 1",
        "DELETE FROM sku_sequences",
    ):
        with (
            app.app_context(),
            pytest.raises(DBAPIError, match="never used twice"),
            transaction(),
        ):
            db.session.execute(text(forbidden))


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
    assert (
        said("INS-00001")
        == {"sku": "INS-00001", "is_free": False, "item": 1, "number": 1} | usual
    )
    assert (
        said("INS-00777")
        == {"sku": "INS-00777", "is_free": True, "item": None, "number": 777} | usual
    )
    assert said("ins-00001")["item"] == 1
    assert said("ins-00001")["sequence"] is None
    assert said("whatever")["is_free"] is True
    assert dora.get(f"{API}validate/").status_code == 422


def test_who_may_do_what(as_):
    dora, sol, tess = as_("dora"), as_("sol"), as_("tess")
    for path in ("/skus", API, f"{API}1/", f"{API}1/preview/", f"{API}validate/?sku=x"):
        assert dora.get(path).status_code == 200
        assert sol.get(path).status_code == 403
    wish = {"category": "instrument"}
    for who in (dora, sol):
        assert (
            who.get("/skus/new").status_code == who.get("/skus/1/edit").status_code == 403
        )
        for door in ("page", "api"):
            assert add(who, door, template="{seq:4}").status_code == 403
            assert describe(who, door, template="{seq:4}").status_code == 403
        assert who.post(f"{API}generate/", json=wish).status_code == 403
        assert (
            who.post(f"{API}generate-bulk/", json=wish | {"quantity": 1}).status_code == 403
        )
    assert sol.post(f"{API}preview/", json={"template": "{seq:4}"}).status_code == 403
    assert describe(tess, id=9).status_code == tess.get("/skus/9/edit").status_code == 404
    assert (
        tess.get(f"{API}9/").status_code == tess.get(f"{API}9/preview/").status_code == 404
    )


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


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/skus")
    with app.app_context(), transaction():
        for n in range(30):
            brand = brands.add(TESS, name=f"Maker {n}")
            sequences.add(TESS, template="{brand}{seq:3}", brand=brand.id)
    with counted(app) as many:
        assert 'rel="next"' in dora.get("/skus").text
    assert len(few) == len(many)
    found, path = [], f"{API}?limit=10"
    while path:
        answer = dora.get(path)
        found += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert found == sorted(found)
    assert len(found) == 34
