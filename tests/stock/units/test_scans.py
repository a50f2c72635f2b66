"""A code on a thing leads staff to all that is known of it."""

import pytest

from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Accessory, Supplier, Unit
from webapp.stock.units import codes

API = "/api/inventory/units/"


@pytest.fixture(autouse=True)
def violins(app):
    with app.app_context(), transaction():
        db.session.add(Supplier(name="Thonhaus"))
        tagged("VLN-1", "12/ä 7")
        tagged("VLN-2")


def buttons(page):
    return {
        words
        for words in (
            "Check in: condition",
            "Lend…",
            "Report damage…",
            "Move…",
            "Block from lending…",
        )
        if words in page
    }


def test_a_printed_code_leads_staff_to_the_unit(as_):
    path = f"/t/{codes.printed(2)}"
    assert as_("dora").get(path).location == "/units/2"
    assert as_("dora").get(f"{path.upper()}/?x=1").location == "/units/2"


@pytest.mark.parametrize("code", ["ZZ", "21", "U", "9S", "a" * 50])
def test_a_misread_code_is_kindly_nobodys(as_, code):
    no = as_("dora").get(f"/t/{code}")
    assert no.status_code == 404
    assert "No unit has this code" in no.text


@pytest.mark.parametrize(
    "code",
    ["vln-1", "12/Ä7", "http://127.0.0.1:8000/t/{}", "t/{}", "https://x.example/t/{}/"],
)
def test_the_desk_understands_all_that_is_on_it(as_, code):
    page = (
        as_("dora").get("/desk", query_string={"code": code.format(codes.printed(1))}).text
    )
    assert "On the shelf" in page
    assert "VLN-1" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [("ins-00002", "Cello 3/4"), ("http://x/t/21", "No unit has the code")],
)
def test_the_desk_knows_skus_and_doubts_misread_codes(as_, code, words):
    assert words in as_("dora").get("/desk", query_string={"code": code}).text


def test_programs_look_units_up(as_):
    dora = as_("dora")
    assert dora.get(f"{API}by-tag/vln-2/").json["id"] == 2
    assert [unit["id"] for unit in dora.get(f"{API}by-serial/12/Ä7/").json] == [1]
    first = dora.get(f"{API}by-sku/ins-00001/?limit=1")
    assert [unit["id"] for unit in first.json] == [1]
    assert 'rel="next"' in first.headers["Link"]
    assert dora.get(f"{API}by-sku/ins-00002/").json == []
    for path in ("by-serial/x", "by-tag/x", "by-sku/x"):
        assert dora.get(f"{API}{path}/").status_code == 404


def test_students_look_no_unit_up(as_):
    for path in ("by-tag/vln-2", "by-serial/x", "by-sku/INS-00001", "1/history"):
        assert as_("sol").get(f"{API}{path}/").status_code == 403


def test_its_code_is_told(as_):
    assert codes.read(as_("dora").get(f"{API}2/").json["code"]) == 2


def test_the_page_says_what_may_be_done_next(app, as_):
    dora = as_("dora")
    shelf = {"Lend…", "Report damage…", "Move…", "Block from lending…"}
    assert buttons(dora.get("/units/1").text) == shelf
    dora.post("/units/1/block", data={"reason": "The peg slips"})
    page = dora.get("/units/1").text
    assert buttons(page) == {"Report damage…", "Move…"}
    assert "Allow lending again" in page
    assert "Not for loan: The peg slips (Dora, " in page
    dora.post("/units/1/unblock")
    with app.app_context(), transaction():
        lend(3, item=1, unit=1)
    page = dora.get("/units/1").text
    assert buttons(page) == {"Check in: condition", "Block from lending…"}
    assert "3 days late" in page
    assert "Out to Nia</a>" in page
    assert 'href="/checkouts/1/return"' in page
    assert 'href="/operations/' in page


def test_a_block_says_who_and_when(app, as_):
    blocked = as_("dora").post(f"{API}1/block/", json={"reason": "The peg slips"}).json
    assert blocked["blocked_by"] == 4
    assert blocked["blocked_at"][10] == "T"
    free = as_("ada").post(f"{API}1/unblock/").json
    assert free["blocked_by"] is free["blocked_at"] is None


def test_the_history_is_read_by_programs(app, as_):
    with app.app_context(), transaction():
        for _ in range(2):
            ledger.record(
                TESS, "lend", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1, 2)]
            )
            ledger.record(
                TESS, "bring", [Line(1, 1, "RENTAL_RETURN", "on_rent", "available", 1, 2)]
            )
    dora, told, path = as_("dora"), [], f"{API}2/history/?limit=2"
    while path:
        answer = dora.get(path)
        told += [each["kind"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert told == ["bring", "lend", "bring", "lend", "receive"]
    assert dora.get(f"{API}99/history/").status_code == 404


def test_more_of_everything_asks_no_more(app, as_):
    dora = as_("dora")
    dora.get("/units/1")
    with counted(app) as few:
        dora.get("/units/2")
    with app.app_context(), transaction():
        for n in range(20):
            ledger.record(
                TESS, "lend", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1, 2)]
            )
            ledger.record(
                TESS, "bring", [Line(1, 1, "RENTAL_RETURN", "on_rent", "available", 1, 2)]
            )
            db.session.add(Accessory(unit_id=2, name=f"Part {n}"))
    with counted(app) as many:
        page = dora.get("/units/2").text
    assert len(few) == len(many)
    assert page.count('<li id="accessory-') == 20


def test_the_list_is_of_one_item_if_asked(app, as_):
    with app.app_context(), transaction():
        tagged("CEL-1", item=2)
    dora = as_("dora")
    page = dora.get("/units?item=2").text
    assert "CEL-1" in page
    assert "VLN-1" not in page
    assert "/units/new?item=2" in page
    with app.app_context(), transaction():
        db.session.add_all(Unit(item_id=2, location_id=1, tag=f"C{n}") for n in range(60))
    page = dora.get("/units?item=2&q=").text
    assert "item=2" in page[page.index('rel="next"') :][:200]
    assert dora.get("/units?item=99").status_code == 404
