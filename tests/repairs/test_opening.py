"""What can be reported damaged, where it is then, and what is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line

from .conftest import API


@pytest.mark.parametrize("door", ["page", "api"])
def test_loose_pieces_leave_the_shelf(as_, states, door):
    dora = as_("dora")
    said = {
        "quantity": 2,
        "location": 1,
        "description": "Wet",
        "damage_type": "water",
        "severity": "minor",
    }
    if door == "page":
        assert dora.post("/repairs/new?item=2", data=said).status_code == 303
    else:
        assert dora.post(API, json=said | {"item": 2}).status_code == 201
    assert states(2) == {"available": 3, "damaged": 2}
    assert dora.get(f"{API}1/").json["severity"] == "minor"
    assert "To approve" in dora.get("/repairs/1").text


def test_pieces_set_apart_before_are_taken_once(app, as_, states):
    with app.app_context(), transaction():
        ledger.record(
            TESS, "damage", [Line(2, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 2)]
        )
    dora, said = as_("dora"), {"item": 2, "quantity": 2, "state": "damaged"}
    assert dora.post(API, json=said).status_code == 201
    assert states(2) == {"available": 3, "damaged": 2}
    no = dora.post(API, json=said | {"quantity": 1})
    assert no.status_code == 409
    assert no.json["facts"] == {"state": "damaged", "have": 0, "asked": 1, "item": 2}


def test_a_tagged_piece_is_not_taken_for_a_loose_one(as_, states):
    no = as_("dora").post(API, json={"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert no.json["facts"]["have"] == 2
    assert states() == {"available": 3}


def test_a_unit_is_reported_once_and_only_where_it_is(app, as_, states):
    dora = as_("dora")
    with app.app_context(), transaction():
        tagged("VLN-2"), lend(2, item=1, unit=2)
    no = dora.post(API, json={"unit": 2})
    assert no.status_code == 409
    assert "VLN-2 is on loan" in no.json["detail"]
    assert dora.post(API, json={"unit": 1}).status_code == 201
    no = dora.post("/repairs/new?unit=1", data={"description": "Again"})
    assert no.status_code == 409
    assert "VLN-1 was already reported" in no.text
    assert "Again" in no.text
    assert (
        dora.post(API, json={"unit": 99}).status_code
        == dora.post(API, json={"item": 99}).status_code
        == 404
    )


@pytest.mark.parametrize(
    "said", [{}, {"unit": 1, "item": 1}, {"unit": 1, "severity": "minor"}, {"unit": True}]
)
def test_what_is_missing_is_said(app, as_, states, said):
    assert as_("dora").post(API, json=said).status_code == 422
    with app.app_context():
        assert db.session.query(Repair).count() == 0


def test_two_at_once_report_it_once(app, as_, states):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(lambda desk: desk.post(API, json={"unit": 1}).status_code, desks)
        )
    assert sorted(codes) == [201, 409, 409, 409]
    assert states() == {"available": 2, "damaged": 1}


def test_what_is_scanned_is_found(as_):
    dora = as_("dora")
    assert dora.get("/repairs/new?code=vln-1").headers["Location"] == "/repairs/new?unit=1"
    sku = as_("tess").get("/api/inventory/items/2/").json["sku"]
    assert dora.get(f"/repairs/new?code={sku}").headers["Location"] == "/repairs/new?item=2"
    assert "Nothing found for" in dora.get("/repairs/new?code=zzz").text
    assert "Store: 5 on the shelf, 0 damaged" in dora.get("/repairs/new?item=2").text
    assert "/repairs/new?unit=1" in dora.get("/units/1").text
