"""The import in a browser's hands: the columns, every row, the import."""

import re
import sqlite3

import pytest
from sqlalchemy import func, select

from tests.support.uploads import COLUMNS, FILE, SAID, place
from webapp.core.db import db
from webapp.stock.ledger import verify
from webapp.stock.models import Movement, Unit


@pytest.fixture(autouse=True)
def folder(app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    return tmp_path / "imports"


def count(app, kind):
    with app.app_context():
        assert list(verify.problems()) == []
        return db.session.scalar(select(func.count()).select_from(kind))


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def test_four_steps_and_the_schools_file_is_in(app, as_):
    tess = as_("tess")
    assert 'href="/items/import"' in tess.get("/items").text
    assert "Import a spreadsheet" in tess.get("/items/import").text
    path = place(tess)
    columns = tess.get(path).text
    assert re.findall(r'<option value="(\w*)" selected>', columns)[:11] == COLUMNS
    preview = tess.get(f"{path}/preview", query_string=SAID)
    assert count(app, Movement) == 2
    done = tess.post(path, data=SAID | {"seen": seen(preview), "idempotency_key": "k"})
    assert done.status_code == 303
    assert count(app, Unit) == 316
    shown = tess.get(done.headers["Location"]).text
    assert "316 pieces" in shown
    assert "149 kinds" in shown
    assert "46 blocked" in shown


def test_what_came_in_leads_to_its_undo(as_):
    tess = as_("tess")
    path = place(tess)
    preview = tess.get(f"{path}/preview", query_string=SAID)
    done = tess.post(path, data=SAID | {"seen": seen(preview), "idempotency_key": "k"})
    shown = tess.get(done.headers["Location"]).text
    [undo] = re.findall(r'href="(/operations/\d+/undo)"', shown)
    assert tess.get(undo).status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # which has one writer
def test_a_file_is_taken_in_while_somebody_else_writes(app, as_):
    tess = as_("tess")
    with app.app_context():
        other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert place(tess).startswith("/items/import/")
    other.close()


def test_every_row_is_on_some_page_of_the_preview(app, as_):
    tess = as_("tess")
    path = place(tess)
    known = tess.get(f"{path}/preview", query_string=SAID | {"create_locations": ""}).text
    assert "256 cannot be imported" in known
    assert "Create these 8 locations" in known
    preview = tess.get(f"{path}/preview", query_string=SAID)
    assert "Import 316 rows" in preview.text
    assert "46 blocked" in preview.text
    lines = set()
    for page in range(1, 5):
        shown = tess.get(f"{path}/preview", query_string=SAID | {"page": page}).text
        lines |= set(re.findall(r'data-label="Line">(\d+)', shown))
    assert lines == {str(line) for line in range(2, 318)}
    assert count(app, Movement) == 2


def test_the_same_twice_is_imported_once(app, as_):
    tess = as_("tess")
    path = place(tess)
    preview = tess.get(f"{path}/preview", query_string=SAID)
    said = SAID | {"seen": seen(preview)}
    done, again = (tess.post(path, data=said | {"idempotency_key": "k"}) for _ in range(2))
    assert again.headers["Location"] == done.headers["Location"]
    assert count(app, Unit) == 316
    assert tess.post(path, data=said).status_code == 409
    assert "already imported" in tess.get(f"{path}/preview", query_string=SAID).text


HORNS = "name;no\nHörner;1\nFlöte;2\n".encode("mac_roman")
TWO = {"column": ["description", "number"], "location": "Store"}


def preview_of(browser, path, **said):
    return browser.get(f"{path}/preview", query_string=TWO | said)


def test_the_encoding_is_told_and_another_can_be_chosen(as_):
    tess = as_("tess")
    path = place(tess, HORNS)
    columns = tess.get(path).text
    selected = r'<option value="mac_roman" selected>Macintosh: Hörner · Flöte<'
    assert re.search(selected, columns)
    assert "Hšrner" in tess.get(path, query_string=TWO | {"encoding": "cp1252"}).text
    preview = preview_of(tess, path).text
    assert "Characters are read as Macintosh" in preview
    assert "Hörner" in preview
    other = preview_of(tess, path, encoding="cp1252").text
    assert "Characters are read as Windows, Western Europe" in other
    assert "Hšrner" in other
    assert '<input type="hidden" name="encoding" value="cp1252">' in other


def test_it_is_imported_in_the_encoding_that_was_chosen(app, as_):
    tess = as_("tess")
    path = place(tess, HORNS)
    chosen = {"encoding": "mac_roman"}
    said = TWO | chosen | {"seen": seen(preview_of(tess, path, **chosen))}
    assert tess.post(path, data=said).status_code == 303
    assert count(app, Unit) == 2


def test_an_encoding_it_cannot_be_read_in_is_refused_at_its_field(as_):
    tess = as_("tess")
    path = place(tess, HORNS)
    wrong = preview_of(tess, path, encoding="utf-8")
    assert wrong.status_code == 422
    assert re.search(r'id="encoding-error">The file cannot be read as Unicode', wrong.text)
    assert preview_of(tess, path, encoding="klingon").status_code == 422


def test_where_the_file_says_its_encoding_there_is_no_choice(as_):
    tess = as_("tess")
    certain = tess.get(f"{place(tess, FILE.read_bytes())}/preview", query_string=SAID).text
    assert "Characters are read as Unicode (UTF-8)." in certain
    assert 'name="encoding"' not in certain


def test_only_good_rows_if_the_reader_says_so(app, as_):
    tess = as_("tess")
    path = place(tess, b"name,number\nTuba,1\nTuba,1\nHorn,2\n")
    said = {"column": ["description", "number"], "location": "Store"}
    preview = tess.get(f"{path}/preview", query_string=said)
    assert "Import 2 rows, leave out 1" in preview.text
    assert tess.post(path, data=said | {"seen": seen(preview)}).status_code == 422
    assert count(app, Unit) == 0
    assert (
        tess.post(path, data=said | {"seen": seen(preview), "leave_out": "1"}).status_code
        == 303
    )
    assert count(app, Unit) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"column": ["make"] * 11},
        {"column": ["description"]},
        {"column": ["x" * 30] * 11},
        {"location": "a\x01b"},
        {"location": "x" * 81},
        {"category": "spoon"},
        {"create_locations": "maybe"},
    ],
)
def test_a_wrong_answer_brings_the_columns_back(as_, wrong):
    tess = as_("tess")
    path = place(tess)
    page = tess.get(f"{path}/preview", query_string=SAID | wrong)
    assert page.status_code == 422
    assert "What the columns mean" in page.text
    assert 'role="alert"' in page.text
    assert tess.post(path, data=SAID | wrong).status_code == 422


@pytest.mark.parametrize(
    "odd",
    ["page=-1", "page=99999", "page=x", "endpoint=1&_external=1&token=x", "column=%FF"],
)
def test_odd_addresses_do_no_harm(as_, odd):
    tess = as_("tess")
    path = place(tess)
    asked = "&".join(f"column={each}" for each in COLUMNS) + f"&location=Store&{odd}"
    assert tess.get(f"{path}/preview?{asked}").status_code in (200, 422)


def test_markup_in_a_file_stays_text(as_):
    tess = as_("tess")
    path = place(tess, b"<b>name</b>,number\n<script>alert(1)</script>,1\n")
    said = {"column": ["description", "number"], "location": "Store"}
    for page in (tess.get(path).text, tess.get(f"{path}/preview", query_string=said).text):
        assert "<script>alert" not in page
        assert "<b>name" not in page
