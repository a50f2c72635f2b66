"""Every list as a spreadsheet: whole, in order, harmless, and never whole in memory."""

import csv
import io
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core import spreadsheet
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.repairs import opening
from webapp.stock import exports
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Brand,
    Item,
    Location,
    SkuSequence,
    Stocktake,
    Supplier,
    Transfer,
    Unit,
)

DORA = Actor(4, "Dora", "desk", 0)
LISTS = (
    "movements",
    "operations",
    "levels",
    "units",
    "items",
    "locations",
    "transfers",
    "stocktakes",
    "brands",
)
LISTS += ("suppliers", "categories", "skus", "repairs")
FORMATS = pytest.mark.parametrize("format", ["csv", "xlsx"])


def table(answer):
    """Head and rows, as text."""
    assert answer.status_code == 200
    if "csv" in answer.content_type:
        head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
        return head, rows
    sheet = load_workbook(io.BytesIO(answer.data)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return list(head), [["" if cell is None else str(cell) for cell in row] for row in rows]


def some_of_each(many):
    """Rows in every list of stock."""
    for n in range(many):
        tagged(f"VLN-{n:02}")
        ledger.level(2, 1)
        about = {
            "name": f"Item {n % 5}",
            "sku": f"S{n}",
            "category": "accessory",
            "folded": "",
        }
        db.session.add_all(
            [
                Item(**about, home_location_id=1, created_by=1),
                Location(name=f"Place {n:02}"),
            ]
        )
        db.session.add_all(
            [Brand(name=f"Brand {n:02}", code=f"B{n}"), Supplier(name=f"Shop {n:02}")]
        )
    db.session.flush()
    for n in range(many):
        status = {"status": "cancelled"} if n % 2 else {}
        db.session.add(
            Transfer(from_location_id=1, to_location_id=2, created_by=4, **status)
        )
        db.session.add(Stocktake(location_id=n + 1, opened_by=4))
        db.session.add(
            SkuSequence(scope=f"|{n + 1}", brand_id=n + 1, template="{brand}-{seq:4}")
        )
        opening.open(DORA, unit=n + 1, description=f"Scratch {n}")


@FORMATS
@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_taken_along(app, as_, name, format):
    with app.app_context(), transaction():
        some_of_each(3)
    answer = as_("dora").get(f"/{name}/export.{format}")
    head, rows = table(answer)
    assert answer.headers["Content-Disposition"].startswith(
        f'attachment; filename="{name}-20'
    )
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert as_("sol").get(f"/{name}/export.{format}").status_code == 403
    assert table(as_("dora").get(f"/api/inventory/{name}/export/?format={format}")) == (
        head,
        rows,
    )
    assert as_("sol").get(f"/api/inventory/{name}/export/").status_code == 403
    here = {"repairs": "/repairs?stage=assess"}.get(name, f"/{name}")
    assert f'href="/{name}/export.{format}' in as_("dora").get(here).text


@FORMATS
def test_movements_and_their_filters(app, as_, format):
    with app.app_context(), transaction():
        tagged("VLN-1")
        sold = [Line(1, 1, "SALE", "available", "outside", 1)]
        ledger.record(TESS, "sell", sold, note="To Nia")
    dora = as_("dora")
    head, rows = table(dora.get(f"/movements/export.{format}"))
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Movement"] for row in told] == ["1", "2", "3", "4"]
    assert told[2]["Tag"] == "VLN-1"
    assert told[3]["Note"] == "To Nia"
    assert told[3]["Who"] == "Tess"
    assert (told[3]["available after"], Decimal(told[3]["Value change"])) == (
        "2",
        Decimal(-200),
    )
    datetime.fromisoformat(told[0]["When"])
    api = dora.get(f"/api/inventory/movements/export/?format={format}&type=SALE")
    assert [row[0] for row in table(api)[1]] == ["4"]
    assert dora.get("/api/inventory/movements/export/?format=pdf").status_code == 422
    assert dora.get("/movements/export.pdf").status_code == 404


STARTS = "=+-@＝"
PROSE = st.text(alphabet=st.sampled_from("=+-@＝;|,\t\r\n\"' ab1"), max_size=12)


def as_read(said, separator, quoting=csv.QUOTE_MINIMAL):
    """The cells as a spreadsheet that separates by this sign reads them."""
    read = csv.reader(io.StringIO(said, newline=""), delimiter=separator, quoting=quoting)
    return [cell for row in read for cell in row]


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1', "＝1"]
)
def test_a_text_that_looks_like_a_formula_is_guarded_in_csv_only(evil):
    said = "".join(spreadsheet.lines(["A"], [[evil]]))
    (cell,) = list(csv.reader(io.StringIO(said, newline="")))[1]
    assert cell.startswith("'")
    assert spreadsheet.unguarded(cell) == evil
    book = b"".join(spreadsheet.workbook(["A"], [[evil]]))
    cell = load_workbook(io.BytesIO(book)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("\n", "\r") == evil


@pytest.mark.parametrize(
    "words", ["#N/A", "#REF!", "=1+1", "TRUE", "12", "1.5", "2026-12-01"]
)
def test_text_in_a_workbook_is_of_type_text(words):
    cell = load_workbook(
        io.BytesIO(b"".join(spreadsheet.workbook(["A"], [[words]])))
    ).active["A2"]
    assert (cell.data_type, cell.value) == ("s", words)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
@pytest.mark.parametrize("between", [";", "; ", "\t", "|", "\n", "\r\n", ';"', "; \n"])
def test_a_cell_is_safe_whichever_sign_a_spreadsheet_separates_by(separator, sign, between):
    said = "".join(spreadsheet.lines(["A", "B"], [[7, f"x{between}{sign}1+1"]]))
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        cells = [cell.strip('" \r\n\t') for cell in as_read(said, separator, quoting)]
        assert not [cell for cell in cells if cell.startswith(sign)], said


@settings(max_examples=300, deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=3), st.sampled_from(",;\t|"))
def test_whatever_people_wrote_is_safe_and_comes_back(texts, separator):
    said = "".join(spreadsheet.lines(["A"], [texts]))
    cells = as_read(said.removeprefix(spreadsheet.MARK), separator)
    assert not [cell for cell in cells if cell.strip('" \r\n\t').startswith(tuple(STARTS))]
    row = next(iter(list(csv.reader(io.StringIO(said, newline="")))[1:]))
    assert [spreadsheet.unguarded(cell) for cell in row] == texts


@FORMATS
def test_what_people_wrote_stays_what_it_is(app, as_, format):
    with app.app_context(), transaction():
        db.session.add(
            Unit(
                item_id=1,
                location_id=1,
                tag="VLN-1",
                notes='=HYPERLINK("x")\n"Ümläute", größer',
            )
        )
    head, rows = table(as_("dora").get(f"/units/export.{format}"))
    guard = "'" if format == "csv" else ""
    assert (
        dict(zip(head, rows[0], strict=True))["Notes"]
        == f'{guard}=HYPERLINK("x")\n"Ümläute", größer'
    )


def test_a_workbook_without_rows_and_one_with_too_many(monkeypatch):
    empty = load_workbook(io.BytesIO(b"".join(spreadsheet.workbook(["A"], []))))
    assert [[cell.value for cell in row] for row in empty.active] == [["A"]]
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    book = load_workbook(
        io.BytesIO(b"".join(spreadsheet.workbook(["A"], ([n] for n in range(7)))))
    )
    assert [[row[0].value for row in sheet] for sheet in book] == [
        ["A", 0, 1, 2],
        ["A", 3, 4, 5],
        ["A", 6],
    ]


@pytest.mark.parametrize("name", LISTS)
def test_pages_meet_without_a_gap(app, as_, name, monkeypatch):
    with app.app_context(), transaction():
        some_of_each(23)
    dora = as_("dora")
    whole = table(dora.get(f"/{name}/export.csv"))
    monkeypatch.setattr(spreadsheet, "PAGE", 4)
    assert table(dora.get(f"/{name}/export.csv")) == whole
    monkeypatch.setattr(spreadsheet, "PAGE", 1)
    assert table(dora.get(f"/{name}/export.csv")) == whole


def test_what_is_saved_meanwhile_is_not_in_it(app, as_, monkeypatch):
    """The reader began before: it sees one moment, page after page."""
    monkeypatch.setattr(spreadsheet, "PAGE", 1)
    dora, tess = as_("dora"), as_("tess")
    oboe = {"name": "Oboe", "category": "instrument", "location": "Store"}
    lines = dora.get("/levels/export.csv").iter_encoded()
    first = next(lines) + next(lines)
    with ThreadPoolExecutor(1) as elsewhere:
        saved = elsewhere.submit(
            lambda: tess.post("/api/inventory/items/", json=oboe).status_code
        )
    assert saved.result() == 201
    assert b"Oboe" not in first + b"".join(lines)
    assert b"Oboe" in dora.get("/levels/export.csv").data


def test_a_long_one_needs_no_more_memory_than_a_short_one(app, as_):
    """Six times the rows, nearly the same peak."""

    def peak(many):
        with app.app_context(), transaction():
            lines = [Line(1, 1, "PURCHASE", "outside", "available", 1) for _ in range(many)]
            ledger.record(TESS, "test", lines)
        with app.app_context():
            told = exports.movements(TESS)
            for _ in spreadsheet.lines(told.head, told.rows()):
                pass  # caches are warm
            tracemalloc.start()
            for _ in spreadsheet.lines(told.head, told.rows()):
                pass
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

    few = peak(1_000)
    assert peak(5_000) < few * 1.5


def test_a_page_of_it_is_a_query_and_no_more(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        assert dora.get("/movements/export.csv").data
    with app.app_context(), transaction():
        ledger.record(
            TESS,
            "test",
            [Line(1, 1, "PURCHASE", "outside", "available", 1) for _ in range(400)],
        )
    with counted(app) as many:
        assert dora.get("/movements/export.csv").data
    assert len(few) == len(many)
