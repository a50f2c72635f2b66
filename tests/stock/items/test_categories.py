"""A category of the school's own works everywhere; one given up takes nothing new."""

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Invalid
from webapp.stock.imports import columns, imports, spreadsheets
from webapp.stock.items import categories
from webapp.stock.models import Item

API, ITEMS = "/api/inventory/categories/", "/api/inventory/items/"
TESS = Actor(1, "Tess", "teacher", 0)
DRUM = {"name": "Snare drum", "category": "percussion", "location": "Store"}


@pytest.fixture
def percussion(app):
    with app.app_context(), transaction():
        categories.add(TESS, name="Percussion")


CODES = ["accessory", "equipment", "instrument", "percussion", "sheet_music"]
PERCUSSION = {
    "id": 5,
    "code": "percussion",
    "name": "Percussion",
    "prefix": "PER",
    "is_active": True,
    "items": 0,
    "version": 1,
}
TYPED = {"quantity": "1", "value": "10", "max_checkout_days": "7", "is_borrowable": "y"}


def test_one_of_the_schools_own(as_, percussion):
    listed = as_("tess").get(API).json
    assert [category["code"] for category in listed] == CODES
    assert listed[3] == PERCUSSION


def test_items_are_added_to_it_and_found_in_it(as_, percussion):
    tess, sol = as_("tess"), as_("sol")
    assert tess.post(ITEMS, json=DRUM).json["sku"] == "PER-00001"
    typed = DRUM | TYPED | {"name": "Cajon"}
    assert tess.post("/items/new", data=typed).status_code == 303
    found = sol.get(f"{ITEMS}?category=percussion").json
    assert [item["sku"] for item in found] == ["PER-00002", "PER-00001"]
    assert "Cajon" in sol.get("/items?category=percussion").text
    assert '<option value="percussion"' in tess.get("/items").text
    assert '"percussion"' in tess.get("/items/new").text
    counts = tess.get(f"{ITEMS}stats/").json["by_category"]
    assert counts == dict.fromkeys(CODES, 0) | {"instrument": 2, "percussion": 2}


def test_an_item_is_moved_to_it(as_, percussion):
    moved = as_("tess").patch(f"{ITEMS}1/", json={"category": "percussion"})
    assert moved.json["category"] == "percussion"


def test_the_importer_takes_it(app, percussion, tmp_path):
    file = tmp_path / "drums.csv"
    file.write_text("name,make\nSurdo,Contemporanea\n")
    told = app.test_cli_runner().invoke(
        args=[
            "items",
            "import",
            str(file),
            "--location",
            "Store",
            "--category",
            "percussion",
        ]
    )
    assert told.exit_code == 0, told.output
    with app.app_context():
        surdo = db.session.get(Item, 3)
        assert (surdo.category, surdo.sku, surdo.make) == (
            "percussion",
            "PER-00001",
            "Contemporanea",
        )


@pytest.mark.parametrize(
    "said", ["tuba", "Instrument", "in strument", "", "x" * 21, None, 5]
)
def test_an_unknown_one_is_refused_at_its_field(as_, said):
    tess = as_("tess")
    for no in (
        tess.post(ITEMS, json=DRUM | {"category": said}),
        tess.patch(f"{ITEMS}1/", json={"category": said}),
    ):
        assert no.status_code == 422
        assert no.json["fields"]["category"]
    page = tess.post(
        "/items/new",
        data=DRUM | {"category": str(said), "name": "My drum", "quantity": "0"},
    )
    assert page.status_code == 422
    assert 'value="My drum"' in page.text
    if said == "tuba":
        assert tess.get(f"{ITEMS}?category=tuba").json["fields"]["category"]


@pytest.fixture
def given_up(as_, percussion):
    tess = as_("tess")
    tess.post(ITEMS, json=DRUM)
    assert tess.patch(f"{API}5/", json={"is_active": False}).status_code == 200


def test_given_up_it_keeps_its_items(as_, given_up):
    tess = as_("tess")
    assert "No longer used" in tess.get("/categories").text
    same = {"category": "percussion", "name": "Drum"}
    assert tess.patch(f"{ITEMS}3/", json=same).status_code == 200
    assert "percussion" in tess.get("/items/3/edit").text


def test_given_up_it_takes_no_more(app, as_, given_up):
    tess, refusal = as_("tess"), "Percussion is no longer used"
    no = tess.post(ITEMS, json=DRUM)
    assert no.status_code == 422
    assert no.json["fields"]["category"] == [refusal]
    assert "percussion" not in tess.get("/items/new").text
    assert tess.patch(f"{ITEMS}1/", json={"category": "percussion"}).status_code == 422
    table = spreadsheets.read(b"name\nDrum\n")
    given = {"location": "Store", "category": "percussion"}
    with app.app_context(), pytest.raises(Invalid) as refused:
        imports.preview(TESS, table, columns.guess(table.header), **given)
    assert refused.value.fields == {"category": refusal}


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Percussion"},
        {"code": "1st"},
        {"code": "instrument"},
        {"code": "a b"},
        {"name": "打楽器"},
    ]
    + [
        {"prefix": "P"},
        {"prefix": "per"},
        {"prefix": "PERCU"},
        {"prefix": "P1"},
        {"name": "INSTRUMENT"},
    ],
)
def test_codes_and_prefixes_are_plain(as_, wrong):
    no = as_("tess").post(API, json={"name": "Percussion"} | wrong)
    assert no.status_code == 422
    assert no.json["fields"].keys() <= {"code", "prefix", "name"}


def test_the_code_stays_and_a_new_prefix_is_for_new_skus(as_, percussion):
    tess = as_("tess")
    assert tess.patch(f"{API}5/", json={"code": "drums"}).status_code == 422
    tess.post(ITEMS, json=DRUM)
    assert tess.patch(f"{API}5/", json={"prefix": "DRM"}).json["prefix"] == "DRM"
    assert tess.get(f"{ITEMS}3/").json["sku"] == "PER-00001"
    assert tess.post(ITEMS, json=DRUM).json["sku"] == "DRM-00002"
