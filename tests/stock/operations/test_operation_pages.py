"""The pages of operations: scan, say how many, done; and many lines at once with a preview."""

import io
import re

import pytest
from sqlalchemy import func, select

from tests.stock.operations.test_operations import level, operations, unit
from webapp.core.db import db, transaction
from webapp.stock.ledger import verify
from webapp.stock.models import Location, Supplier, Unit

FORMS = ("receive", "adjust", "return", "sell", "write-off")


@pytest.fixture(autouse=True)
def all_is_well_afterwards(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


def typed(page, name):
    """What a form has in a field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page.text)
    return found and found[1]


def shown(browser, path, **said):
    answer = browser.post(path, data=said)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"])


@pytest.mark.parametrize("name", FORMS)
def test_a_scan_leads_to_the_form(app, as_, name):
    id, dora = unit(app, "VLN-1", serial="S 1"), as_("dora")
    assert 'id="scan"' in dora.get(f"/operations/{name}").text
    for query in ("code=vln-1", "code=s1", f"unit={id}"):
        page = dora.get(f"/operations/{name}?{query}")
        assert (typed(page, "code"), typed(page, "location")) == ("VLN-1", "Store")
        assert 'id="scan"' not in page.text
    assert typed(dora.get(f"/operations/{name}?item=2"), "code") == "INS-00002"
    assert (
        'href="/operations/' + name + '?item=2"'
        in dora.get(f"/operations/{name}?code=cello").text
    )
    assert "Nothing found for “zzz”" in dora.get(f"/operations/{name}?code=zzz").text
    assert dora.get(f"/operations/{name}?item=99").status_code == 404
    assert as_("sol").get(f"/operations/{name}").status_code == 403
    assert as_("sol").post(
        f"/operations/{name}", data={"code": "INS-00001"}
    ).status_code in (403, 422)


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
    no = dora.post("/operations/sell", data={"code": "nobody", "quantity": "-1"})
    assert no.status_code == 422
    assert "At least 1" in no.text
    no = dora.post("/operations/sell", data={"code": "nobody", "quantity": "1"})
    assert no.status_code == 422
    assert "Nothing found for nobody" in no.text
    assert 'href="#code"' in no.text
    part = as_("dora", htmx=True).post(
        "/operations/sell", data={"code": "INS-00001", "quantity": "9"}
    )
    assert part.status_code == 409
    assert "Only 2 of the 9" in part.text
    assert part.text.lstrip().startswith('<form id="act"')
    assert operations(app) == before


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


PASTES = {
    "a pile": "INS-00001\nINS-00001\nvln-1\n",
    "columns": "INS-00001,2\nVLN-1\n",
    "tabs": "INS-00001\t2\tStore\nVLN-1\t1\tstore\n",
    "named": "Quantity;Tag;Location\n2;INS-00001;Store\n;VLN-1;\n",
    "excel": "\ufeffSKU,Qty\r\nINS-00001,2\r\nVLN-1,1\r\n",
}


@pytest.mark.parametrize("paste", PASTES)
def test_many_lines_are_previewed_and_then_carried_out(app, as_, paste):
    unit(app, "VLN-1")
    dora, before = as_("dora"), operations(app)
    said = {"kind": "sell", "lines": PASTES[paste], "notes": "Bazaar"}
    preview = dora.post("/operations/bulk/preview", data=said)
    assert preview.status_code == 200
    assert "1 → 0</b> on the shelf" in preview.text
    assert "VLN-1" in preview.text
    assert "Sell: 3 pieces" in preview.text
    assert operations(app) == before
    assert "3 → 0" in shown(dora, "/operations/bulk", **said).text
    assert operations(app) == before + 1
    assert level(app).available == 0


def test_a_file_is_read_and_carried_out_from_the_preview(app, as_):
    with app.app_context(), transaction():
        db.session.add(Location(name="Größe Bühne"))
    dora = as_("dora")
    file = io.BytesIO("item;location;serial\nINS-00002;Größe Bühne;C 1\n".encode("cp1252"))
    preview = dora.post(
        "/operations/bulk/preview", data={"kind": "receive", "file": (file, "list.csv")}
    )
    assert "Größe Bühne" in preview.text
    assert "0 → 1" in preview.text
    lines = re.search(r'name="lines" value="([^"]*)"', preview.text)[1]
    assert shown(dora, "/operations/bulk", kind="receive", lines=lines).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(Unit.serial_number)).all() == ["C 1"]
    no = dora.post(
        "/operations/bulk/preview",
        data={"kind": "receive", "file": (io.BytesIO(b"PK\x03\x04.."), "x.xlsx")},
    )
    assert no.status_code == 422
    assert "Save it as CSV" in no.text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("INS-00002\n=1+1", "Line 2: “=1+1” begins like a formula."),
        ("INS-00002\n@cmd", "Line 2: “@cmd” begins like a formula."),
        ("INS-00002\nINS-00001,1,-Store", "Line 2: “-Store” begins like a formula."),
        ("sku,serial\nINS-00002,a\nINS-00001,+49", "Line 3: “+49” begins like a formula."),
        ("INS-00002\nINS-00001,-1", "Line 2, quantity: At least 1."),
        ("INS-00002\nINS-00001,9999999", "Line 2, quantity: At most 100000."),
        ("INS-00002\nINS-00001,two", "Line 2, quantity: Enter a whole number."),
        (
            "INS-00002\nINS-00001,9",
            "Line 2: Only 2 of the 9 asked for are available without a tag at Store",
        ),
        ("INS-00002\nnobody", "Line 2: Nothing found for nobody"),
        ("vln-1\nINS-00002\nVLN-1", "Line 3: VLN-1 is on line 1 already"),
        ("INS-00002\nVLN-1,1,Annexe", "Line 2: VLN-1 is kept at Store, not at Annexe"),
        ("INS-00002\n,3", "Line 2: no item or unit given."),
        (
            "INS-00002\nINS-00001,1,Store,1,more",
            "Line 2: there are more cells than columns.",
        ),
        ("sku,colour\nINS-00001,red", "Column “colour” is not recognised"),
        ("INS-00002\n" * 1_001, "the maximum is 1,000"),
        ("", "Fill this in"),
        ("  \n\t", "Enter at least one line"),
        ("a\0b", "Remove the hidden control characters"),
    ],
)
def test_a_bad_line_is_told_and_nothing_is_written(app, as_, lines, words):
    unit(app, "VLN-1")
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
    dora, before = as_("dora"), operations(app)
    for path in ("/operations/bulk/preview", "/operations/bulk"):
        no = dora.post(path, data={"kind": "sell", "lines": lines, "notes": "typed before"})
        assert no.status_code in (409, 422)
        assert words in no.text
        assert "typed before" in no.text
    assert operations(app) == before


def test_many_adjustments_say_why_and_may_wait(app, as_):
    dora = as_("dora")
    said = {"kind": "adjust", "lines": "INS-00001\nINS-00002,2"}
    assert "Choose a reason" in dora.post("/operations/bulk/preview", data=said).text
    said |= {"reason": "missing", "notes": "After the move"}
    assert (
        "it will wait until another teacher or an admin approves"
        in dora.post("/operations/bulk/preview", data=said).text
    )
    assert "Nothing is changed yet" in shown(dora, "/operations/bulk", **said).text
    assert as_("ada").post("/operations/pending/1/approve").status_code == 303
    assert (level(app).available, level(app, item=2).available) == (1, 3)


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
