"""What people wrote stays what it is in a spreadsheet, and nothing of it is calculated."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.stock.exports.tables import FORMATS, table
from webapp.core import spreadsheet
from webapp.core.db import db, transaction
from webapp.stock.models import (
    Unit,
)

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
