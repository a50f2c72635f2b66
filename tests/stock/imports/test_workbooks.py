"""Workbooks: XLSX, XLS and ODS are read cell by cell as what they are, by their content, and within limits."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.uploads import upload
from tests.support.workbooks import HEAD, READ, ROWS, every_kind, of_rows, saved, swapped
from webapp.core.errors import Invalid
from webapp.stock.imports import columns, pieces, spreadsheets
from webapp.stock.imports.files.lines import LIMITS, Sheet
from webapp.stock.imports.pieces import Piece, Unread

FOLDER = Path(__file__).parents[2] / "data" / "workbooks"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_every_kind_of_cell_is_read_as_what_it_is(kind):
    table = spreadsheets.read((FOLDER / f"every-kind.{kind}").read_bytes())
    assert table.header == tuple(HEAD)
    assert [row.cells for row in table.rows] == READ


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_sheets_and_rows_are_read_and_said(kind):
    data = (FOLDER / f"every-kind.{kind}").read_bytes()
    table = spreadsheets.read(data)
    assert table.lines.sheets == (
        Sheet("Instruments", 4),
        Sheet("Old list", 2, is_hidden=True),
        Sheet("Empty", 0),
    )
    assert (table.lines.sheet, table.lines.hidden) == ("Instruments", (3,))
    old = spreadsheets.read(data, sheet="Old list")
    assert [row.cells for row in old.rows] == [("Rebec", "1")]


def test_hidden_rows_beside_each_other_are_told_as_one_span():
    book = Workbook()
    for row in (["Name"], *[[f"Flute {i}"] for i in range(8)]):
        book.active.append(row)
    for line in (2, 4, 5, 6):
        book.active.row_dimensions[line].hidden = True
    assert spreadsheets.read(saved(book)).hidden_lines == "2, 4 to 6"


def test_a_formula_without_its_result_is_a_problem_and_no_blank():
    table = spreadsheets.read(saved(every_kind()))
    first = next(pieces.read(table, columns.guess(table.header)))
    assert isinstance(first, Unread)
    assert first.problems == ("Remark holds a formula, not its result",)


def read(*rows):
    table = spreadsheets.read(of_rows(*rows))
    return list(pieces.read(table, columns.guess(table.header)))


def test_a_number_is_a_number_however_its_column_writes_others():
    one, two, three = read(
        ["Name", "Price", "Qty"],
        ["Reed", 19.125, 2],
        ["Oil", "1.250,00", 1],
        ["Cloth", 2.5, 1.5],
    )
    assert (str(one.value), one.quantity, one.marks) == ("19.125", 2, ())
    assert str(two.value) == "1250.00"
    assert three.problems == ("How many: Enter a whole number",)


def test_a_size_that_became_a_date_is_left_out_and_told():
    (violin,) = read(["Name", "Size"], ["Violin", date(2026, 4, 3)])
    assert isinstance(violin, Piece)
    assert violin.size == ""
    assert "“2026-04-03” is a date" in violin.marks[0]
    assert "something like 3/4" in violin.marks[0]


def test_a_tag_that_became_a_date_is_a_problem():
    (violin,) = read(["Name", "Tag"], ["Violin", date(2026, 4, 3)])
    assert "“2026-04-03” is a date" in violin.problems[0]


def test_digits_beyond_the_fifteenth_are_lost_and_not_taken():
    (violin,) = read(["Name", "Serial", "Tag"], ["Violin", 1234567890123456789, "A1"])
    assert violin.serial is None
    assert "looks like a longer number shortened by the spreadsheet" in violin.marks[0]


@pytest.mark.parametrize("number", ["NaN", "INF", "-inf", "1e400"])
def test_a_number_that_is_none_is_told_and_not_taken(number):
    told = f"<v>{number}</v>".encode()
    data = swapped(
        of_rows(["Name", "Qty"], ["Violin", 350]),
        "xl/worksheets/sheet1.xml",
        b"<v>350</v>",
        told,
    )
    table = spreadsheets.read(data)
    (violin,) = pieces.read(table, columns.guess(table.header))
    assert isinstance(violin, Unread)
    assert "#NUM!" in violin.problems[0]


@pytest.mark.parametrize("number", ["1250.5", "0.15"])  # a price, and a percentage
def test_a_number_that_is_none_is_told_in_an_ods_too(number):
    data = (FOLDER / "every-kind.ods").read_bytes()
    value = 'office:value="{}"'.format
    broken = swapped(data, "content.xml", value(number).encode(), value("NaN").encode())
    assert spreadsheets.read(broken).rows[0].cells.count("#NUM!") == 1


def test_dates_count_from_1904_where_the_workbook_says_so():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Name", "Remark"], ["Violin", date(2019, 4, 3)]):
        book.active.append(row)
    assert spreadsheets.read(saved(book)).rows[0].cells == ("Violin", "2019-04-03")


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_workbook_is_read_whatever_it_is_called(as_, app, tmp_path, name):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, of_rows(HEAD, *ROWS[1:]), name).headers["Location"]
    page = tess.get(path).text.partition("<main")[2]
    assert "Violin" not in page
    assert "Cello" in page


def far(row, column):
    book = Workbook()
    book.active.append(["Name", "Tag"])
    book.active.append(["Flute", 1])
    book.active.cell(row, column, "x")
    return saved(book)


@pytest.mark.parametrize(
    ("data", "limits", "words"),
    [
        (of_rows(["Name"], *[["Flute"]] * 300), {"rows": 150}, "more than 150 rows"),
        (of_rows(["Name"], ["Flute"]), {"unpacked": 1_000}, "too much to read"),
        (of_rows(["Name"], ["Flute"]), {"parts": 3}, "too much to read"),
        (far(1, 16_384), {"cells": 10_000}, "There are 16,384 columns"),
        (far(1_048_576, 1), {"cells": 10_000}, "something in row 1,048,576"),
        (far(1_048_576, 1), {}, "something in row 1,048,576"),
        (far(60_001, 1), {}, "something in row 60,001"),
        (far(3, 16_384), {}, "There are 16,384 columns; the maximum is 100"),
    ],
)
def test_what_is_too_much_is_refused_before_it_takes_memory(data, limits, words):
    with pytest.raises(Invalid, match=words):
        spreadsheets.read(data, limits=LIMITS._replace(**limits))


def test_what_stands_below_blank_rows_is_read_as_far_as_that_is_likely():
    assert [row.line for row in spreadsheets.read(far(60_000, 1)).rows] == [2, 60_000]


def test_a_sheet_that_is_not_there_is_refused_at_its_field():
    with pytest.raises(Invalid) as no:
        spreadsheets.read(saved(every_kind()), sheet="Empty")
    words = "There is nothing in a sheet “Empty”; choose one of Instruments, Old list"
    assert no.value.fields == {"sheet": words}
