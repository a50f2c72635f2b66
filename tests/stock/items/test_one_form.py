"""A code is one, however it is written: at every door, on both sides of every comparison, and in the database."""

import re
import unicodedata
from pathlib import Path

import flask_migrate
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

import webapp
from tests.support.loans import TESS, tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.text import code
from webapp.stock.imports import columns, imports, spreadsheets
from webapp.stock.ledger import rebuild, verify
from webapp.stock.models import Item, StocktakeLine, Unit
from webapp.stock.stocktakes import counting, stocktakes
from webapp.stock.units import scans
from webapp.stock.units.scans import Scan

API = "/api/inventory"
DORA = Actor(4, "Dora", "desk", 0)
TAG, SERIAL, SKU = "QÉ 12", "Nr. ß-7", "INS-00001"
WAYS = {
    "as it is": lambda written: written,
    "no spaces": lambda written: written.replace(" ", ""),
    "other case": lambda written: written.swapcase(),
    "no-break space": lambda written: written.replace(" ", "\u00a0"),
    "ideographic space": lambda written: written.replace(" ", "\u3000"),
    "zero-width space": lambda written: "\u200b".join(written),
    "soft hyphens": lambda written: "\u00ad".join(written),
    "byte order mark": lambda written: f"\ufeff{written}",
    "decomposed": lambda written: unicodedata.normalize("NFD", written),
    "full width": lambda written: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in written
    ),
}


def ways(written):
    return [write(written) for write in WAYS.values()]


@pytest.fixture
def violin(app):
    with app.app_context(), transaction():
        return tagged(TAG, SERIAL)


def desk(_app, browser, written):
    return "On the shelf" in browser.get("/desk", query_string={"code": written}).text


def by_tag(_app, browser, written):
    return browser.get(f"{API}/units/by-tag/{written}/").json.get("id") == 1


def by_serial(_app, browser, written):
    return [
        unit["id"]
        for unit in browser.get(f"{API}/units/", query_string={"serial": written}).json
    ] == [1]


def operation(_app, browser, written):
    body = {
        "kind": "adjust",
        "reason": "missing",
        "notes": "gone",
        "lines": [{"code": written}],
    }
    done = browser.post(
        f"{API}/operations/batch/", query_string={"dry_run": "true"}, json=body
    )
    return done.status_code == 200 and done.json["movements"][0]["unit"] == 1


def count(app, _browser, written):
    with app.app_context(), transaction():
        stocktake = stocktakes.begin(DORA, location=1).id
        counted = counting.count(DORA, stocktake, code=written, counted=1)
        stocktakes.cancel(DORA, stocktake)
        return counted.line.unit_id == 1


FINDERS = [
    (TAG, (desk, by_tag, operation, count)),
    (SERIAL, (desk, by_serial, operation, count)),
]


def test_every_door_finds_a_tag_and_a_serial_number(app, as_, violin):
    dora = as_("dora")
    for written, finders in FINDERS:
        for finder in finders:
            assert [way for way in ways(written) if not finder(app, dora, way)] == [], (
                finder
            )


def test_every_door_finds_a_sku(app, as_, violin):
    dora = as_("dora")
    for way in ways(SKU):
        with app.app_context():
            assert scans.find(DORA, Scan(way)).id == 1
        assert dora.get(f"{API}/units/by-sku/{way}/").json[0]["item"] == 1
        assert (
            dora.get(f"{API}/skus/validate/", query_string={"sku": way}).json["item"] == 1
        )


TAKEN = list(zip(ways(TAG), ways(SERIAL), ways(SKU), strict=True))


def taken_at_every_door(browser, tag, serial, sku):
    """What each door answers, and the field where it must say so."""
    new = {"item": 1, "location": "Store"}
    for said in ({"tag": tag}, {"serial_number": serial}):
        yield browser.post(f"{API}/units/", json=new | said), next(iter(said))
    for said in ({"tags": [tag]}, {"serials": [serial]}):
        come = {"kind": "receive", "lines": [{"item": 1} | said]}
        yield browser.post(f"{API}/operations/", json=come), f"lines.0.{next(iter(said))}"
    item = {"name": "Viola", "category": "instrument", "location": "Store", "sku": sku}
    yield browser.post(f"{API}/items/", json=item), "sku"


def test_no_door_takes_a_code_twice(as_, violin):
    """Refused at the field, by whatever door it comes."""
    tess = as_("tess")
    for tag, serial, sku in TAKEN:
        for answer, field in taken_at_every_door(tess, tag, serial, sku):
            assert list(answer.json["fields"]) == [field]


def test_the_database_takes_no_code_twice(app, violin):
    for tag, serial, _ in TAKEN:
        for said in ({"tag": tag}, {"tag": "other", "serial_number": serial}):
            with app.app_context(), pytest.raises(IntegrityError), transaction():
                db.session.add(Unit(item_id=1, location_id=1, **said))
                db.session.flush()


def test_no_spreadsheet_brings_a_code_twice(app):
    with app.app_context():
        rows = "".join(f"Viola,{way},Store\n" for way in ways("É 12"))
        table = spreadsheets.read(f"description,number,location\n{rows}".encode())
        plan = imports.preview(TESS, table, columns.guess(table.header))
        assert plan.problems == len(WAYS) - 1, [fate.words for fate in plan.fates]


def test_a_code_nobody_knows_is_counted_once(app):
    with app.app_context(), transaction():
        stocktake = stocktakes.begin(DORA, location=1).id
        counting.count(DORA, stocktake, code="NÖ 1")
        assert all(counting.count(DORA, stocktake, code=way).again for way in ways("NÖ 1"))
        assert db.session.scalar(select(StocktakeLine.code)) == "NÖ 1"


def test_a_new_serial_number_is_found_and_the_old_one_is_free(app, as_, violin):
    dora, tess = as_("dora"), as_("tess")
    assert (
        tess.patch(f"{API}/units/1/", json={"serial_number": "Ü\u00ad 9"}).status_code
        == 200
    )
    found = [
        dora.get(f"{API}/units/", query_string={"serial": s}).json for s in ("ü9", SERIAL)
    ]
    assert [len(each) for each in found] == [1, 0]


@pytest.mark.parametrize("field", ["tag", "serial_number"])
def test_a_code_that_nobody_can_see_is_none(as_, field):
    no = as_("tess").post(
        f"{API}/units/", json={"item": 1, "location": "Store", field: "\u00ad\u200b"}
    )
    assert no.status_code == 422
    assert list(no.json["fields"]) == [field]


@given(st.text(max_size=30))
def test_the_form_of_a_form_is_itself(written):
    assert code(code(written)) == code(written)
    assert " " not in code(written)


KEYS = select(Unit.tag_key, Unit.serial_key).order_by(Unit.id)
CLASHES = [
    "unit 2 has the tag qq\u00a01, which another unit has too: a scan finds that one",
    "unit 2 has the serial number S1, which another unit has too: a scan finds that one",
    "item 2 has the SKU ins-00001, which another item has too: a scan finds that one",
]


def clash_before_the_upgrade():
    """A tag, a serial number and a SKU that are there twice, as was possible before."""
    with transaction():
        tagged("QQ 1", "S 1")
        tagged("VLN-2", "S2")
        tagged("VLN-3", "S1", item=2)
    flask_migrate.downgrade(revision="0018")
    with transaction():
        tag = "UPDATE units SET tag = 'qq\u00a01', serial_number = 'S1' WHERE id = 2"
        db.session.execute(text(tag))
        db.session.execute(text("UPDATE items SET sku = 'ins-00001' WHERE id = 2"))


def test_codes_that_clash_after_the_upgrade_are_told_apart_and_listed(app):
    with app.app_context():
        clash_before_the_upgrade()
        flask_migrate.upgrade()
        keys = db.session.execute(KEYS).all()
        assert keys == [("qq1", "s1"), ("qq1#2", "s1#2"), ("vln-3", "s1")]
        skus = db.session.scalars(select(Item.sku_key).order_by(Item.id)).all()
        assert skus == ["ins-00001", "ins-00001#2"]
        assert list(verify.problems()) == CLASHES
        db.session.rollback()
        with transaction():
            assert list(rebuild.rebuild()) == []
        assert db.session.execute(KEYS).all() == keys


def test_a_key_that_was_tampered_with_is_listed(app, violin):
    with app.app_context():
        with transaction():
            db.session.execute(text("UPDATE units SET tag_key = 'vln9' WHERE id = 1"))
        (problem,) = verify.problems()
        assert problem == f"unit 1: what its tag {TAG} is found by is not what is written"


def test_nobody_compares_codes_as_they_are_written():
    """Only their one form: `text.code` of what was typed, the key beside it in the database."""
    compared = r"[=!]=|\.(in_|i?like|startswith|endswith|contains)\("
    raw = rf".*(?:Unit\.(?:tag|serial_number|batch_code)|Item\.sku|StocktakeLine\.code)\b ?(?:{compared}).*"
    for path in Path(webapp.__file__).parent.glob("**/*.py"):
        assert not (found := re.findall(raw, path.read_text())), f"{path}: {found}"
