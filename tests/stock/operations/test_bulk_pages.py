"""Many lines at once: pasted or from a file, previewed, then carried out."""

import io
import re

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from tests.stock.operations.acts import level, operations, unit
from tests.stock.operations.forms import shown
from webapp.core.db import db, transaction
from webapp.stock.models import Location, Unit

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
    preview = shown(dora, "/operations/bulk/preview", **said)
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
    preview = shown(
        dora, "/operations/bulk/preview", kind="receive", file=(file, "list.csv")
    )
    assert "Größe Bühne" in preview.text
    assert "0 → 1" in preview.text
    lines = re.search(r'name="lines" value="([^"]*)"', preview.text)[1]
    assert shown(dora, "/operations/bulk", kind="receive", lines=lines).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(Unit.serial_number)).all() == ["C 1"]
    _check_broken_workbook_is_refused(dora)


def test_a_workbook_is_a_list_of_lines_too(as_):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["sku", "quantity"])
    book.active.append(["INS-00001", 2])
    book.save(file)
    file.seek(0)
    dora = as_("dora")
    preview = shown(
        dora, "/operations/bulk/preview", kind="receive", file=(file, "list.xlsx")
    )
    lines = re.search(r'name="lines" value="([^"]*)"', preview.text)[1]
    assert lines == "sku\tquantity\nINS-00001\t2\n"


def _check_broken_workbook_is_refused(dora):
    no = dora.post(
        "/operations/bulk/preview",
        data={"kind": "receive", "file": (io.BytesIO(b"PK\x03\x04.."), "x.xlsx")},
    )
    assert no.status_code == 422
    assert "it may be damaged" in no.text


BAD_LINES = [
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
    ("  \n\t", "Fill this in"),
    ("sku,serial\n", "The file has a header, but no rows below it"),
    ("a\0b", "Remove the hidden control characters"),
]


@pytest.mark.parametrize(
    ("lines", "words"),
    BAD_LINES,
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
    waits = "it will wait until another teacher or an admin approves"
    assert waits in shown(dora, "/operations/bulk/preview", **said).text
    assert "Nothing is changed yet" in shown(dora, "/operations/bulk", **said).text
    assert as_("ada").post("/operations/pending/1/approve").status_code == 303
    assert (level(app).available, level(app, item=2).available) == (1, 3)


def test_a_preview_is_carried_out_once_however_often_it_is_opened(app, as_):
    dora = as_("dora")
    said = {"kind": "sell", "lines": "INS-00001"}
    address = dora.post("/operations/bulk/preview", data=said).location
    before = operations(app)
    for _time in range(2):
        key = re.search(r'name="idempotency_key" value="([^"]+)"', dora.get(address).text)[
            1
        ]
        sent = dora.post("/operations/bulk", data=said | {"idempotency_key": key})
        assert sent.status_code == 303
    assert operations(app) == before + 1
    assert level(app).available == 1


def test_a_preview_has_an_address_of_its_own(app, as_):
    """Back and reload ask for it again and send nothing; nobody else reads it."""
    said = {"kind": "sell", "lines": "INS-00001"}
    sent = as_("dora").post("/operations/bulk/preview", data=said)
    shown(as_("dora"), "/operations/bulk", **said)
    before = operations(app)
    page = as_("dora").get(sent.location)
    assert "2 → 1</b> on the shelf" in page.text
    assert operations(app) == before
    assert as_("tess").get(sent.location).status_code == 404
    assert as_("sol").get(sent.location).status_code == 403
    no = as_("dora").get("/operations/bulk/preview/AAAAAAAAAAAAAAAAAAAAAA")
    assert no.status_code == 404
    assert "enter the lines again" in no.text
