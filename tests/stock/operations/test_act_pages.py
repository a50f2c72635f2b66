"""Stock's forms: scan a thing, say how many, done; what was typed is never lost."""

import re

import pytest
from sqlalchemy import func, select

from tests.stock.operations.acts import level, operations, unit
from tests.stock.operations.forms import shown, typed
from webapp.core.db import db, transaction
from webapp.stock.models import Supplier, Unit

FORMS = ("receive", "adjust", "return", "sell", "write-off")


@pytest.mark.parametrize("name", FORMS)
def test_a_scan_leads_to_the_form(app, as_, name):
    id, dora = unit(app, "VLN-1", serial="S 1"), as_("dora")
    assert 'id="scan"' in dora.get(f"/operations/{name}").text
    for query in ("code=vln-1", "code=s1", f"unit={id}"):
        page = dora.get(f"/operations/{name}?{query}")
        assert (typed(page, "code"), typed(page, "location")) == ("VLN-1", "Store")
        assert 'id="scan"' not in page.text
    _check_ways_to_an_item(name, dora)
    assert as_("sol").get(f"/operations/{name}").status_code == 403
    assert as_("sol").post(
        f"/operations/{name}", data={"code": "INS-00001"}
    ).status_code in (403, 422)


def _check_ways_to_an_item(name, dora):
    """An item has no scan: its id opens the form, a word finds it, and what nobody knows is said."""
    assert typed(dora.get(f"/operations/{name}?item=2"), "code") == "INS-00002"
    assert (
        'href="/operations/' + name + '?item=2"'
        in dora.get(f"/operations/{name}?code=cello").text
    )
    assert "Nothing found for “zzz”" in dora.get(f"/operations/{name}?code=zzz").text
    assert dora.get(f"/operations/{name}?item=99").status_code == 404


def test_a_delivery_is_received_and_shown_with_its_labels(app, as_):
    with app.app_context(), transaction():
        db.session.add(Supplier(name="Geigenbau Kern"))
    page = shown(
        as_("dora"),
        "/operations/receive",
        code="ins-00001",
        serials="A 1\r\nA 2\r\n\r\n",
        unit_cost="199.50",
        supplier="1",
        reference="LS 9",
    )
    assert "2 → 4" in page.text
    assert "INS-00001-002" in page.text
    assert re.search(r'href="/units/labels\?operation=\d+"', page.text)
    with app.app_context():
        assert db.session.scalars(select(Unit.serial_number).order_by(Unit.id)).all() == [
            "A 1",
            "A 2",
        ]


def test_bad_input_keeps_what_was_typed_and_writes_nothing(app, as_):
    unit(app, "VLN-1", serial="S1")
    dora, before = as_("dora"), operations(app)
    no = dora.post(
        "/operations/receive",
        data={"code": "INS-00001", "serials": "new\r\ns 1", "reference": "LS <9>"},
    )
    assert no.status_code == 422
    assert "Line 2: s 1 is that of VLN-1 already" in no.text
    assert "new\n" in no.text.replace("\r", "")
    assert 'value="LS &lt;9&gt;"' in no.text
    assert 'aria-invalid="true"' in no.text
    _check_bad_sales(dora)
    part = as_("dora", htmx=True).post(
        "/operations/sell", data={"code": "INS-00001", "quantity": "9"}
    )
    assert part.status_code == 409
    assert "Only 2 of the 9" in part.text
    assert part.text.lstrip().startswith('<form id="act"')
    assert operations(app) == before


def _check_bad_sales(dora):
    """What cannot be sold is said at its field."""
    no = dora.post("/operations/sell", data={"code": "nobody", "quantity": "-1"})
    assert no.status_code == 422
    assert "At least 1" in no.text
    no = dora.post("/operations/sell", data={"code": "nobody", "quantity": "1"})
    assert no.status_code == 422
    assert "Nothing found for nobody" in no.text
    assert 'href="#code"' in no.text


def test_sold_and_given_back(app, as_):
    dora = as_("dora")
    assert "2 → 1" in shown(dora, "/operations/sell", code="INS-00001", quantity="1").text
    back = {"kind": "sale_return", "code": "INS-00001", "quantity": "1", "state": "damaged"}
    assert "1 → 2" in shown(dora, "/operations/return", **back).text
    assert level(app).damaged == 1
    assert (
        "2 → 1"
        in shown(dora, "/operations/return", **back | {"kind": "return_to_supplier"}).text
    )


def test_adjusted_for_a_reason_or_left_waiting(app, as_):
    dora = as_("dora")
    assert (
        dora.post(
            "/operations/adjust", data={"code": "INS-00001", "quantity": "1"}
        ).status_code
        == 422
    )
    assert (
        "2 → 3"
        in shown(
            dora, "/operations/adjust", code="INS-00001", quantity="1", reason="found"
        ).text
    )
    page = shown(
        dora, "/operations/adjust", code="INS-00001", quantity="1", reason="disposed"
    )
    assert "Nothing is changed yet" in page.text
    assert level(app).available == 3
    waiting = dora.get("/operations/pending").text
    assert "Withdraw" in waiting
    assert "Approve" not in waiting
    assert "Approve" in as_("tess").get("/operations/pending").text
    as_("tess").post("/operations/pending/1/approve")
    assert "Nothing is waiting" in dora.get("/operations/pending").text
    assert "Approved" in dora.get("/operations/pending?decided=1").text
    assert level(app).available == 2


def test_a_write_off_waits(app, as_):
    unit(app, "VLN-1", "damaged")
    assert (
        "Nothing is changed yet"
        in shown(as_("tess"), "/operations/write-off", code="VLN-1", quantity="1").text
    )
    assert level(app).damaged == 1


def test_the_same_click_twice_is_one(app, as_):
    dora, before = as_("dora"), operations(app)
    said = {"code": "INS-00001", "quantity": "1", "idempotency_key": "k"}
    places = {
        dora.post("/operations/sell", data=said).headers["Location"] for _ in range(2)
    }
    assert len(places) == 1
    assert operations(app) == before + 1
    assert level(app).available == 1


def test_students_see_none_of_it(as_):
    sol = as_("sol")
    assert {
        sol.get(f"/operations/{name}").status_code for name in (*FORMS, "bulk", "pending")
    } == {403}
    said = {"kind": "sell", "lines": "INS-00001"}
    assert sol.post("/operations/bulk", data=said).status_code == 403
    assert sol.post("/operations/bulk/preview", data=said).status_code == 403


def test_it_is_found_from_the_items(app, as_):
    assert 'href="/stock"' in as_("dora").get("/items").text
    assert 'href="/operations/receive"' in as_("dora").get("/stock").text
    assert 'href="/operations/receive"' not in as_("sol").get("/items").text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 0
