"""An item's make is a brand: made when it is first named, renamed for all its items, erased only when unused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.items import brands, items
from webapp.stock.models import Brand, Item

API, ITEMS = "/api/inventory/brands/", "/api/inventory/items/"
TESS = Actor(1, "Tess", "teacher", 0)


def add(browser, **said):
    oboe = {"name": "Oboe", "category": "instrument", "location": "Store"}
    return browser.post(ITEMS, json=oboe | said)


def codes(app):
    with app.app_context():
        return dict(
            db.session.execute(select(Brand.name, Brand.code).order_by(Brand.id)).all()
        )


def test_a_make_is_one_brand_however_it_is_written(app, as_):
    tess = as_("tess")
    makes = [
        add(tess, make=make).json["make"]
        for make in ("Gebr. Mönnig", "GEBR.  MÖNNIG", "gebr. monnig ", "", "Yamaha")
    ]
    assert makes == ["Gebr. Mönnig"] * 3 + ["", "Yamaha"]
    assert codes(app) == {"Gebr. Mönnig": "GEB", "Yamaha": "YAM"}
    assert [each["items"] for each in tess.get(API).json] == [3, 1]


def test_it_can_be_changed_and_taken_away(app, as_):
    tess = as_("tess")
    assert tess.patch(f"{ITEMS}1/", json={"make": "Stentor"}).json["make"] == "Stentor"
    assert [each["id"] for each in tess.get(f"{ITEMS}?search=stentor").json] == [1]
    assert "Stentor" in tess.get("/items/1").text
    assert 'value="Stentor"' in tess.get("/items/1/edit").text
    assert tess.patch(f"{ITEMS}1/", json={"make": ""}).json["make"] == ""
    assert tess.get(f"{ITEMS}?search=stentor").json == []
    assert codes(app) == {"Stentor": "STE"}


@pytest.mark.parametrize("code", ["yam", "YAMAHA-XX", "Y AM", "ÄÖ", "A" * 9, ""])
def test_a_code_is_capitals(as_, code):
    no = as_("tess").post(API, json={"name": "Yamaha", "code": code})
    assert no.status_code == 422
    assert no.json["fields"]["code"]


def test_renamed_its_items_are_found_under_the_new_name(app, as_):
    tess = as_("tess")
    add(tess, make="Yamaha")
    before = tess.get(f"{ITEMS}3/").headers["ETag"]
    assert tess.patch(f"{API}1/", json={"name": "Größe & Söhne"}).status_code == 200
    found = (
        tess.get(f"{ITEMS}?search=grosse+sohne").json
        or tess.get(f"{ITEMS}?search=größe+söhne").json
    )
    assert [each["make"] for each in found] == ["Größe & Söhne"]
    assert tess.get(f"{ITEMS}?search=yamaha").json == []
    assert tess.get(f"{ITEMS}3/", headers={"If-None-Match": before}).status_code == 200


DOORS = pytest.mark.parametrize("door", ["page", "api"])


def remove(browser, door, id=1):
    path = f"/brands/{id}/remove"
    return browser.post(path) if door == "page" else browser.delete(f"{API}{id}/")


@DOORS
def test_it_is_not_erased_while_something_names_it(app, as_, door):
    tess = as_("tess")
    add(tess, make="Yamaha")
    no = remove(tess, door)
    assert no.status_code == 409
    assert "1 item still use it" in no.text
    tess.delete(f"{ITEMS}3/")
    tess.post("/api/inventory/skus/", json={"template": "{brand}{seq:3}", "brand": 1})
    assert "1 SKU sequence still" in remove(tess, door).text
    assert list(codes(app)) == ["Yamaha"]


@DOORS
@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_not_erase_it(as_, door, name):
    add(as_("tess"), make="Yamaha")
    assert remove(as_(name), door).status_code == 403


@DOORS
def test_one_that_nothing_names_is_erased(app, as_, door):
    tess = as_("tess")
    tess.post(API, json={"name": "Unused"})
    assert remove(tess, door).status_code in (204, 303)
    assert remove(tess, door).status_code == 404
    assert codes(app) == {}


def test_two_at_once_make_one_brand(app, as_):
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        done = [
            *pool.map(
                lambda n: (
                    add(browsers[n % 2], name=f"Oboe {n}", make="Rigoutat").status_code
                ),
                range(6),
            )
        ]
    assert done == [201] * 6
    assert codes(app) == {"Rigoutat": "RIG"}


def test_a_make_costs_no_query_an_item(app, as_):
    sol = as_("sol")

    def seen():
        with counted(app) as statements:
            assert sol.get("/items?q=student").status_code == 200
        return len(statements)

    few = seen()
    with app.app_context(), transaction():
        for n in range(20):
            items.add(
                TESS,
                name=f"Student Flute {n}",
                category="instrument",
                location="Store",
                make=f"Maker {n}",
            )
    assert seen() == few
    with app.app_context():
        assert len(brands.choices()) == 20
        assert db.session.scalars(select(Item.make).where(Item.id == 3)).one() == "Maker 0"
