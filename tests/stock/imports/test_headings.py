"""Headings: which line names the columns, and which lines are no rows."""

import re

import pytest
from openpyxl import Workbook

from tests.support.uploads import upload
from tests.support.workbooks import of_rows, saved
from webapp.stock.imports import columns, pieces, spreadsheets

TITLES = [["School of Music"], ["As of 11/2026"]]
HEAD = ["Name", "Tag", "Price", "Room"]
DATA = [
    ["Violin", "V1", 350, "Attic"],
    ["Cello", "C1", 900, "Attic"],
    ["Oboe", "O1", 40, "Hall"],
]
TOTAL = ["Total", None, 1290, None]
GROUPED = [["Instrument", None, "Loan", None], ["Name", "Tag", "Lent to", "Since"]]
SAID = {"column": ["description", "tag", "value", "location"], "location": "Store"}
WITH_DETAILS = [["Name", "Make", "Serial", None], [None, None, "Number", "Batch"]]


def read(*rows, **read_as):
    return spreadsheets.read(of_rows(*rows), **read_as)


def test_titles_above_and_a_total_below_are_no_rows():
    table = read(*TITLES, HEAD, *DATA, TOTAL)
    assert table.header == tuple(HEAD)
    assert [row.line for row in table.rows] == [4, 5, 6]
    assert table.headings.line == 3
    assert [row.cells[0] for row in table.headings.titles] == [
        "School of Music",
        "As of 11/2026",
    ]
    assert table.headings.total.line == 7


def test_a_csv_has_titles_too():
    table = spreadsheets.read(b"Our list;;\n\nName;Tag;Room\nFlute;F1;Hall\nOboe;O1;Hall\n")
    assert table.header == ("Name", "Tag", "Room")
    assert [row.line for row in table.rows] == [4, 5]


@pytest.mark.parametrize(
    "last", ["Total;;2;30", "Summe:;;2;1.030,50 €", "Total;;0;0", ";Totals;2;30"]
)
def test_a_total_of_all_columns_but_few_is_a_total(last):
    text = f"Item;Tag;Qty;Value\nViolin;V1;1;10\nCello;C1;1;20\n{last}\n"
    table = spreadsheets.read(text.encode())
    assert [row.cells[0] for row in table.rows] == ["Violin", "Cello"]


def test_a_total_may_be_a_row():
    assert [row.line for row in read(HEAD, *DATA, TOTAL, total="row").rows] == [2, 3, 4, 5]


@pytest.mark.parametrize("name", ["Totally Yours", "Sum 41", "Cello"])
def test_a_last_thing_that_is_whole_is_no_total(name):
    assert read(HEAD, *DATA, [name, "T1", 10, "Hall"]).headings.total is None
    assert read(HEAD, *DATA, [name, "T1", 10, None]).headings.total is None


def test_another_line_may_name_the_columns():
    table = read(*TITLES, HEAD, *DATA, heading=2)
    assert table.header[0] == "As of 11/2026"
    assert [row.cells[0] for row in table.rows] == ["Name", "Violin", "Cello", "Oboe"]


def test_headings_over_several_columns_are_joined_with_those_below():
    table = read(*GROUPED, ["Oboe", "O1", "Ada", 2019], ["Flute", "F1", "Ben", 2020])
    assert table.header == (
        "Instrument · Name",
        "Instrument · Tag",
        "Loan · Lent to",
        "Loan · Since",
    )
    assert columns.guess(table.header) == ("description", "tag", "holder", "notes")
    assert (table.headings.line, table.headings.second) == (2, 1)


def test_headings_that_go_on_in_the_line_below_are_joined():
    table = read(
        *WITH_DETAILS, ["Oboe", "Loree", "S1", "B1"], ["Flute", "Haynes", "S2", "B2"]
    )
    assert table.header == ("Name", "Make", "Serial · Number", "Serial · Batch")
    assert columns.guess(table.header) == ("description", "make", "serial", "batch")
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["Ding", "Wo"], ["Case", "Store"], ["Score", "Room"]],
        [["name"], ["flute"], ["oboe"]],
        [["Weight", "Colour", "X"], ["1", "red", ""], ["2", "blue", ""]],
        [["Name", "Notes"], ["Flute", ""], ["Name", "Tag"]],
    ],
)
def test_the_first_line_stays_where_nothing_speaks_for_another(rows):
    table = read(*rows)
    assert table.headings.line == 1
    assert len(table.rows) == len(rows) - 1


@pytest.mark.parametrize(
    ("decimal", "value"), [(None, "1250"), (".", "1.250"), (",", "1250")]
)
def test_the_sign_before_fractions_may_be_said(decimal, value):
    table = spreadsheets.read(b"name;price\nViolin;1.250\n", decimal=decimal)
    (piece,) = pieces.read(table, columns.guess(table.header))
    assert str(piece.value) == value
    assert bool(piece.marks) == (decimal is None)


def test_the_page_shows_how_the_file_was_read_and_takes_another_way(as_, app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, of_rows(*TITLES, HEAD, *DATA, TOTAL)).headers["Location"]
    page = tess.get(path).text.partition("<main")[2]
    assert "2 title lines above are left out, the first of them “School of Music”." in page
    assert "The total in line 7 is left out: “Total 1290”." in page
    assert re.search(r'<option value="3" selected>3: Name, Tag, Price, Room<', page)


def test_what_was_chosen_for_other_columns_is_not_kept(as_, app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, of_rows(*TITLES, HEAD, *DATA)).headers["Location"]
    page = tess.get(path).text
    digest = re.search(r'name="headings" value="(\w+)"', page)[1]
    other = tess.get(path, query_string=SAID | {"heading": 2, "headings": digest})
    assert '<option value="description" selected>' not in other.text


def two_sheets():
    book = Workbook()
    for row in (*TITLES, HEAD, *DATA):
        book.active.append(row)
    other = book.create_sheet("Other")
    for row in (["Name", "Tag"], ["Flute", "F1"], ["Oboe", "O9"]):
        other.append(row)
    return saved(book)


def test_the_line_of_one_sheets_headings_is_not_kept_for_another(as_, app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, two_sheets()).headers["Location"]
    said = {"sheet": "Other", "shown_sheet": "Sheet", "heading": 3}
    assert "2 rows, 2 columns" in tess.get(path, query_string=said).text
    digest = re.search(r'name="headings" value="(\w+)"', tess.get(path).text)[1]
    unseen = tess.get(f"{path}/preview", query_string=SAID | said | {"headings": digest})
    assert "What the columns mean" in unseen.text
    assert "2 rows, 2 columns" in unseen.text


def test_a_total_is_left_out_of_the_preview_or_not(as_, app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, of_rows(*TITLES, HEAD, *DATA, TOTAL)).headers["Location"]
    preview = tess.get(f"{path}/preview", query_string=SAID | {"create_locations": "1"})
    assert "Import 3 rows" in preview.text
    assert "Total" not in preview.text.partition("<main")[2]
    whole = tess.get(f"{path}/preview", query_string=SAID | {"total": "row"}).text
    assert '<input type="hidden" name="total" value="row">' in whole


@pytest.mark.parametrize(
    "wrong",
    [{"heading": "x"}, {"heading": 0}, {"total": "?"}, {"decimal": ";"}, {"sheet": "?"}],
)
def test_a_way_it_cannot_be_read_in_brings_the_columns_back(as_, app, tmp_path, wrong):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, of_rows(HEAD, *DATA)).headers["Location"]
    assert tess.get(f"{path}/preview", query_string=SAID | wrong).status_code == 422
    assert tess.get(path, query_string=wrong).status_code == 200


def test_the_command_says_how_it_was_read_and_takes_another_way(app, tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_bytes(of_rows(*TITLES, HEAD, *DATA, TOTAL))
    command = ["items", "import", str(file), "--dry-run"]
    dry = app.test_cli_runner().invoke(args=command)
    assert "The columns are named in line 3; 2 above are left out." in dry.output
    assert "Line 7 is a total and is left out." in dry.output
    assert "3 rows, 3 kinds (3 new): 3 units" in dry.output
    whole = app.test_cli_runner().invoke(args=[*command, "--total", "row"])
    assert "4 rows" in whole.output
