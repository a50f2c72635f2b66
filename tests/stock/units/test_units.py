"""Looking units up: by any number on them, with where they are and what became of them."""

import pytest

from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

API = "/api/inventory/units/"


@pytest.fixture
def violins(app):
    with app.app_context(), transaction():
        return [
            tagged("VLN-1", "ÄB 12-c"),
            tagged("VLN-2"),
            tagged("CEL-1", "ÄB 12-c", item=2),
        ]


@pytest.mark.parametrize("typed", ["ÄB 12-c", "äb12-C", " ä b 1 2 - c "])
def test_a_serial_number_is_found_however_it_is_written(as_, violins, typed):
    dora = as_("dora")
    assert [unit["tag"] for unit in dora.get(API, query_string={"serial": typed}).json] == [
        "VLN-1",
        "CEL-1",
    ]
    assert [
        unit["tag"]
        for unit in dora.get(API, query_string={"serial": typed, "item": 2}).json
    ] == ["CEL-1"]
    assert "VLN-1" in (page := dora.get("/units", query_string={"q": typed}).text)
    assert "VLN-2" not in page


@pytest.mark.parametrize("typed", ["ÄB 12", "%", "_", "\\", "VLN-1"])
def test_a_serial_number_is_meant_whole(as_, violins, typed):
    assert as_("dora").get(API, query_string={"serial": typed}).json == []


def test_a_unit_says_what_and_where_it_is(app, as_, violins):
    dora = as_("dora")
    with app.app_context(), transaction():
        db.session.get(Unit, 1).blocked_reason = "Neck is loose"
    told = {
        "id": 1,
        "item": 1,
        "item_name": "Student Violin 4/4",
        "tag": "VLN-1",
        "serial_number": "ÄB 12-c",
    }
    where = {
        "batch_number": None,
        "location": "Store",
        "state": "available",
        "quantity": 1,
        "condition": "good",
    }
    blocked = {"blocked": True, "blocked_reason": "Neck is loose", "version": 2}
    assert (shown := dora.get(f"{API}1/")).json == dora.get(API).json[0]
    assert shown.headers["ETag"] == '"v2"'
    assert {
        name: shown.json[name] for name in told | where | blocked
    } == told | where | blocked
    assert "Not for loan: Neck is loose" in dora.get("/units/1").text


def test_the_page_knows_who_has_it_and_what_happened(app, as_, violins):
    with app.app_context(), transaction():
        id = lend(3, item=1, unit=1)
    tess = as_("tess")
    assert tess.get(f"{API}1/").json["state"] == "on_rent"
    page = tess.get("/units/1").text.partition("<main")[2]
    assert "Out to <a" in page
    assert ">Nia<" in page
    assert page.index("Out to Nia") < page.index("Came in")
    with app.app_context(), transaction():
        handovers.return_item(TESS, id)
    page = tess.get("/units/1").text.partition("<main")[2]
    assert "Out to <a" not in page
    assert "Came back from Nia" in page


def test_the_history_has_pages(app, as_, violins):
    with app.app_context(), transaction():
        for _ in range(30):
            ledger.record(
                TESS, "lend", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1, 2)]
            )
            ledger.record(
                TESS, "bring", [Line(1, 1, "RENTAL_RETURN", "on_rent", "available", 1, 2)]
            )
    tess = as_("tess")
    first = tess.get("/units/2").text
    older = first[first.rindex('href="', 0, first.index('rel="next"')) + 6 :].split('"')[0]
    second = tess.get(older).text
    assert first.count('<p class="hint"><time') == 50
    assert second.count('<p class="hint"><time') == 11
    assert 'rel="prev"' in second
    assert "Came in" in second


def test_lists_have_pages(as_, violins):
    dora = as_("dora")
    first = dora.get(f"{API}?limit=2")
    assert [unit["id"] for unit in first.json] == [1, 2]
    assert first.headers["Link"].endswith('rel="next"')
    assert [
        unit["id"] for unit in dora.get(first.headers["Link"].split(">")[0][1:]).json
    ] == [3]
    assert (
        dora.get(f"{API}?limit=0").status_code
        == dora.get(f"{API}?after=x").status_code
        == 422
    )


@pytest.mark.parametrize("id", [4, 0, 99999999999])
def test_unknown_ones_are_not_found(as_, violins, id):
    dora = as_("dora")
    assert (
        dora.get(f"/units/{id}").status_code == dora.get(f"{API}{id}/").status_code == 404
    )


def test_units_are_for_staff(app, as_, violins):
    sol = as_("sol")
    for path in ("/units", "/units/1", API, f"{API}1/"):
        assert sol.get(path).status_code == 403
        assert app.test_client().get(path).status_code in (303, 401)
