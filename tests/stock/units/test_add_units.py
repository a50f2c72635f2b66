"""Units that come in or get a tag on the shelf: all or none, once, at the right value."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.models import Operation
from webapp.stock.operations import undo

API = "/api/inventory/units/"

BULK = f"{API}bulk/"

DORA = Actor(4, "Dora", "desk", 0)


def test_one_that_came_in(as_, level):
    dora = as_("dora")
    said = {
        "item": 1,
        "tag": "VLN-7",
        "serial_number": "S 7",
        "purchase_price": "250.00",
        "purchased_on": "2026-01-02",
    }
    made = dora.post(API, json=said)
    assert made.status_code == 201
    assert made.json["state"] == "available"
    assert made.json["purchase_price"] == "250.00"
    assert level() == (3, 85000, 1)
    history = dora.get(f"{API}{made.json['id']}/history/").json
    assert [(each["kind"], each["from_state"], each["actor"]) for each in history] == [
        ("receive", "outside", 4)
    ]


def test_without_a_price_it_is_worth_what_its_item_is(as_, level):
    as_("dora").post(API, json={"item": 1})
    assert level() == (3, 90000, 1)


@pytest.mark.parametrize("item", [1, 2])
def test_what_is_on_the_shelf_gets_a_tag_and_keeps_its_value(app, as_, level, item):
    pieces, value, _ = level(item)
    said = {"item": item, "already_here": True, "units": [{} for _ in range(pieces)]}
    assert as_("dora").post(BULK, json=said).status_code == 201
    assert level(item) == (pieces, value, pieces)
    with app.app_context():
        newest = select(Operation.kind).order_by(Operation.id.desc())
        assert db.session.scalars(newest).first() == "tag"
    no = as_("dora").post(API, json={"item": item, "already_here": True})
    assert no.status_code == 409
    assert no.json["facts"] == {"untagged": 0, "asked": 1}


def test_tagging_can_be_undone(app, as_, level):
    as_("dora").post(BULK, json={"item": 1, "already_here": True, "units": [{}, {}]})
    with app.app_context(), transaction():
        id = db.session.scalar(select(Operation.id).where(Operation.kind == "tag"))
        undo.undo(DORA, id)
    assert level() == (2, 60000, 2)
    assert as_("dora").get(f"{API}1/").json["state"] == "outside"


def test_tags_count_on(app, as_):
    dora = as_("dora")
    with app.app_context(), transaction():
        tagged("vln-010", item=2)
    first = dora.post(
        BULK, json={"item": 1, "units": [{}, {"tag": "V"}, {}], "first_tag": "VLN-009"}
    ).json
    assert [unit["tag"] for unit in first["units"]] == ["VLN-009", "V", "VLN-011"]
    assert dora.post(API, json={"item": 1}).json["tag"] == "VLN-012"
    cello = dora.post(API, json={"item": 2, "first_tag": "Big one"}).json
    assert cello["tag"] == "Big one-1"


def test_the_first_tag_comes_from_the_sku(as_):
    assert as_("dora").post(API, json={"item": 1}).json["tag"] == "INS-00001-001"


def test_a_batch_is_one_unit_of_many(as_, level):
    dora = as_("dora")
    made = dora.post(
        API, json={"item": 1, "batch_number": "B-7", "quantity": 12, "tag": "REED"}
    ).json
    assert (made["quantity"], made["batch_number"], level()) == (
        12,
        "B-7",
        (14, 14 * 30000, 1),
    )
    assert dora.post(API, json={"item": 1, "quantity": 2}).json["fields"].keys() == {
        "quantity"
    }
    both = {"item": 1, "batch_number": "B", "serial_number": "S"}
    assert dora.post(API, json=both).json["fields"].keys() == {"batch_number"}


def test_trouble_is_told_by_line_and_nothing_is_written(app, as_, level):
    with app.app_context(), transaction():
        tagged("VLN-1", "S 1")
    before = level()
    units = [
        {"tag": "vln-1"},
        {"serial_number": "s1"},
        {"serial_number": "S 2"},
        {"serial_number": "s2"},
        {"tag": "N"},
    ]
    no = as_("dora").post(BULK, json={"item": 1, "units": units})
    assert no.status_code == 422
    assert level() == before
    assert {name: words[0] for name, words in no.json["fields"].items()} == {
        "units.0.tag": "There is already a unit with this tag",
        "units.1.serial_number": "VLN-1 has this serial number",
        "units.3.serial_number": "The same as of number 3 in this list",
    }
    one = as_("dora").post(API, json={"item": 1, "tag": "VLN-1"})
    assert one.status_code == 422
    assert list(one.json["fields"]) == ["tag"]


BAD = [
    ({"units": []}, "units"),
    ({"units": [{}] * 1001}, "units"),
    ({"units": [{"tag": ""}]}, "units.0.tag"),
    ({"units": [{}], "condition": "damaged"}, "condition"),
    ({"units": [{}], "purchased_on": "2999-01-01"}, "purchased_on"),
    (
        {"units": [{}], "purchased_on": "2026-01-02", "warranty_until": "2026-01-01"},
        "warranty_until",
    ),
    ({"units": [{}], "supplier": "Nobody"}, "supplier"),
    ({"units": [{}] * 900, "purchase_price": 9_999_999}, "purchase_price"),
    ({"units": [{}], "first_tag": "x" * 41}, "first_tag"),
    ({"units": [{}], "first_tag": "x" * 40}, "first_tag"),
]


@pytest.mark.parametrize(("said", "field"), BAD)
def test_bad_input_writes_nothing(as_, level, said, field):
    no = as_("dora").post(BULK, json={"item": 1} | said)
    assert no.status_code == 422
    assert list(no.json["fields"]) == [field]
    assert level() == (2, 60000, 0)


def test_a_thousand_at_once(as_, level):
    made = as_("ada").post(
        BULK, json={"item": 1, "units": [{"serial_number": f"S{n}"} for n in range(1000)]}
    )
    assert made.status_code == 201
    assert level() == (1002, 1002 * 30000, 1000)


def test_who_may_and_for_what(as_):
    dora, sol = as_("dora"), as_("sol")
    for path in (API, BULK):
        said = {"item": 1} | ({"units": [{}]} if path == BULK else {})
        assert sol.post(path, json=said).status_code == 403
        assert dora.post(path, json=said | {"item": 99}).status_code == 404
    assert (
        sol.get("/units/new?item=1").status_code
        == sol.post("/units/new?item=1").status_code
        == 403
    )
    assert (
        dora.get("/units/new?item=99").status_code
        == dora.get("/units/new").status_code
        == 404
    )


def test_the_same_twice_is_one(as_, level):
    dora, once = as_("dora"), {"Idempotency-Key": "k"}
    assert [
        dora.post(API, json={"item": 1}, headers=once).status_code for _ in range(2)
    ] == [201, 201]
    assert level() == (3, 90000, 1)


def test_two_at_once_tag_no_piece_twice(as_, level):
    browsers = [as_("dora"), as_("tess")]
    said = {"item": 1, "already_here": True, "units": [{}, {}]}
    with ThreadPoolExecutor() as pool:
        codes = [
            *pool.map(lambda browser: browser.post(BULK, json=said).status_code, browsers)
        ]
    assert sorted(codes) == [201, 409]
    assert level() == (2, 60000, 2)


def test_two_at_once_get_different_tags(as_, level):
    browsers = [as_("dora"), as_("tess"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        tags = [
            *pool.map(
                lambda browser: browser.post(API, json={"item": 1}).json["tag"], browsers
            )
        ]
    assert sorted(tags) == ["INS-00001-001", "INS-00001-002", "INS-00001-003"]
