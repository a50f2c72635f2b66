"""The import in a browser's hands: four pages, a file that is nobody else's, and limits."""

import io
import os
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from webapp.core.db import db
from webapp.stock.imports import uploads
from webapp.stock.ledger import verify
from webapp.stock.models import Movement, Unit

FILE = Path(__file__).parents[2] / "data" / "school-instruments.csv"
COLUMNS = [
    "number",
    "notes",
    "code",
    "description",
    "make",
    "model",
    "serial",
    "state",
    "location",
    "issued",
    "notes",
]
SAID = {
    "column": COLUMNS,
    "location": "Music Office",
    "create_locations": "1",
    "is_borrowable": "1",
}


@pytest.fixture(autouse=True)
def folder(app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    return tmp_path / "imports"


def upload(browser, data, name="list.csv", path="/items/import"):
    form = {
        "file": FileStorage(io.BytesIO(data), name)
    }  # encoded here: the client leaves big temporary files open
    boundary, body = encode_multipart(form)
    return browser.post(
        path, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def place(browser, data=None):
    return upload(browser, data or FILE.read_bytes()).headers["Location"]


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
    told = tess.get(path).text
    assert re.findall(r'<option value="(\w*)" selected>', told)[:11] == COLUMNS
    refused = tess.get(f"{path}/preview", query_string=SAID | {"create_locations": ""}).text
    assert "256 cannot be imported" in refused
    assert "Create these 8 locations" in refused
    preview = tess.get(f"{path}/preview", query_string=SAID)
    assert "Import 316 rows" in preview.text
    assert "46 blocked" in preview.text
    assert count(app, Movement) == 2
    lines = set()
    for page in range(1, 5):
        shown = tess.get(f"{path}/preview", query_string=SAID | {"page": page}).text
        lines |= set(re.findall(r'data-label="Line">(\d+)', shown))
    assert lines == {str(line) for line in range(2, 318)}
    done = tess.post(path, data=SAID | {"seen": seen(preview), "idempotency_key": "k"})
    assert done.status_code == 303
    assert count(app, Unit) == 316
    again = tess.post(path, data=SAID | {"seen": seen(preview), "idempotency_key": "k"})
    assert again.headers["Location"] == done.headers["Location"]
    assert count(app, Unit) == 316
    shown = tess.get(done.headers["Location"]).text
    assert "316 pieces" in shown
    assert "149 kinds" in shown
    assert "46 blocked" in shown
    assert tess.post(path, data=SAID | {"seen": seen(preview)}).status_code == 409
    assert "already imported" in tess.get(f"{path}/preview", query_string=SAID).text


def test_the_encoding_is_told_and_another_can_be_chosen(app, as_):
    tess = as_("tess")
    path = place(tess, "name;no\nHörner;1\nFlöte;2\n".encode("mac_roman"))
    said = {"column": ["description", "number"], "location": "Store"}
    columns = tess.get(path).text
    assert re.search(
        r'<option value="mac_roman" selected>Macintosh: Hörner · Flöte<', columns
    )
    assert "Hšrner" in tess.get(path, query_string=said | {"encoding": "cp1252"}).text
    preview = tess.get(f"{path}/preview", query_string=said)
    assert "Characters are read as Macintosh" in preview.text
    assert "Hörner" in preview.text
    other = tess.get(f"{path}/preview", query_string=said | {"encoding": "cp1252"}).text
    assert "Characters are read as Windows, Western Europe" in other
    assert "Hšrner" in other
    assert '<input type="hidden" name="encoding" value="cp1252">' in other
    wrong = tess.get(f"{path}/preview", query_string=said | {"encoding": "utf-8"})
    assert wrong.status_code == 422
    assert re.search(r'id="encoding-error">The file cannot be read as Unicode', wrong.text)
    assert (
        tess.get(f"{path}/preview", query_string=said | {"encoding": "klingon"}).status_code
        == 422
    )
    asked = said | {"encoding": "mac_roman"}
    seen_ = seen(tess.get(f"{path}/preview", query_string=asked))
    assert tess.post(path, data=asked | {"seen": seen_}).status_code == 303
    assert count(app, Unit) == 2
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
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "Save it as CSV"),
        (b"\0" * 50 + b"a", "not a text file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(as_, folder, data, words):
    answer = upload(as_("tess"), data)
    assert answer.status_code == 422
    assert re.search(f'id="file-error">[^<]*{words}', answer.text)
    assert not folder.exists()


def test_no_file_at_all(as_):
    assert as_("tess").post("/items/import", data={}).status_code == 422


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


def test_nobody_else_sees_the_file_and_it_does_not_stay(as_, folder):
    tess, ada = as_("tess"), as_("ada")
    path = place(tess)
    for token in (path.rsplit("/")[-1], "x", "../../backline.db", "*" * 22):
        assert ada.get(f"/items/import/{token}").status_code == 404
        assert ada.post(f"/items/import/{token}", data=SAID).status_code == 404
    (kept,) = folder.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    os.utime(kept, (0, 0))
    assert tess.get(path).status_code == 404
    place(ada)
    assert not kept.exists()
    for _ in range(uploads.MOST + 3):
        place(ada)
    assert len(list(folder.iterdir())) == uploads.MOST


@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_not(as_, name):
    browser, path = as_(name), place(as_("tess"))
    for answer in (
        browser.get("/items/import"),
        upload(browser, b"name\nTuba\n"),
        browser.get("/items/imports/1"),
    ):
        assert answer.status_code == 403
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=SAID).status_code == 403
    assert 'href="/items/import"' not in browser.get("/items").text


def test_a_name_of_a_file_is_only_a_name(as_, folder):
    upload(as_("tess"), b"name\nTuba\n", "../../../etc/pass\u202ewd\0.csv")
    upload(as_("tess"), b"name\nTuba\n", "x" * 500 + ".csv")
    assert len(list(folder.iterdir())) == 2


def test_only_this_page_takes_more_than_a_megabyte(as_):
    tess, big = (
        as_("tess"),
        b"name,serial\n"
        + b"".join(b"Thing,%d%s\n" % (i, b"x" * 50) for i in range(50_000)),
    )
    assert len(big) > 2_900_000
    assert upload(tess, big).status_code == 303
    assert upload(tess, big, path="/items/new").status_code == 413
    assert (
        tess.post(
            "/api/inventory/items/", data=big, content_type="application/json"
        ).status_code
        == 413
    )
    assert upload(tess, b"x" * (uploads.LARGEST + 1)).status_code == 413


def test_markup_in_a_file_stays_text(as_):
    tess = as_("tess")
    path = place(tess, b"<b>name</b>,number\n<script>alert(1)</script>,1\n")
    said = {"column": ["description", "number"], "location": "Store"}
    for page in (tess.get(path).text, tess.get(f"{path}/preview", query_string=said).text):
        assert "<script>alert" not in page
        assert "<b>name" not in page
