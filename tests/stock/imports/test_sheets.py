"""Sheets: which of a workbook's is read where nobody chose one, and what is said of one that is no table."""

import pytest
from openpyxl import Workbook

from tests.support.uploads import upload
from tests.support.workbooks import saved
from webapp.core.errors import Invalid
from webapp.stock.imports import spreadsheets

HEAD = ["Name", "Tag", "Price", "Room"]
DATA = [["Violin", "V1", 350, "Attic"], ["Cello", "C1", 900, "Attic"]]
SAID = {"column": ["description", "tag", "value", "location"], "location": "Store"}


def with_cover(*cover, state="visible"):
    book = Workbook()
    book.active.title, book.active.sheet_state = "Cover", state
    for row in cover:
        book.active.append(row)
    listed = book.create_sheet("List")
    for row in (HEAD, *DATA):
        listed.append(row)
    return saved(book)


COVERS = [
    with_cover(["School of Music"]),
    with_cover(["School of Music"], ["Instruments"], ["As of 11/2026"]),
    with_cover([f"x{i}" for i in range(101)], ["Flute"] * 101),
    with_cover(["Name", "Tag"], ["Rebec", "R1"], state="hidden"),
]


@pytest.mark.parametrize("data", COVERS)
def test_the_likeliest_sheet_is_read_where_none_is_asked_for(data):
    table = spreadsheets.read(data)
    assert table.lines.sheet == "List"
    assert [sheet.name for sheet in table.lines.sheets] == ["Cover", "List"]


def test_a_list_of_names_alone_is_a_list_whatever_comes_after_it():
    book = Workbook()
    for row in (["Name"], ["Flute"]):
        book.active.append(row)
    old = book.create_sheet("Old")
    for row in (["Name", "Tag"], ["Rebec", "R1"]):
        old.append(row)
    assert spreadsheets.read(saved(book)).lines.sheet == "Sheet"


def test_a_workbook_with_covers_alone_is_refused_as_its_first():
    book = Workbook()
    book.active.append(["School of Music"])
    book.create_sheet("Back").append(["The end"])
    with pytest.raises(Invalid, match="a header, but no rows below it") as no:
        spreadsheets.read(saved(book))
    assert set(no.value.fields) == {"file"}


def test_a_chosen_sheet_that_is_no_table_is_told_at_its_field(as_, app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    tess = as_("tess")
    path = upload(tess, COVERS[0]).headers["Location"]
    page = tess.get(path).text.partition("<main")[2]
    assert '<option value="List" selected>' in page
    assert 'id="refusal"' not in page
    cover = tess.get(path, query_string={"sheet": "Cover", "shown_sheet": "List"})
    assert 'id="sheet-error">Cover: The file has a header, but no rows' in cover.text
    assert '<option value="List" selected>' in cover.text
    preview = tess.get(f"{path}/preview", query_string=SAID | {"sheet": "Cover"})
    assert preview.status_code == 422
    assert 'id="sheet-error">' in preview.text
