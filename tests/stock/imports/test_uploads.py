"""A spreadsheet that is uploaded: within limits, nobody else's, and not for long."""

import os
import re

import pytest

from tests.support.uploads import SAID, place, upload
from webapp.stock.imports import uploads


@pytest.fixture(autouse=True)
def folder(app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    return tmp_path / "imports"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "may be damaged"),
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


def test_only_the_newest_of_a_person_stay(as_, folder):
    ada = as_("ada")
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
