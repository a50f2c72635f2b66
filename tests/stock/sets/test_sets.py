"""Sets: made, described and archived, by page and by program."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.lists import all_of
from webapp.core.db import db
from webapp.stock.models import Set

from .made import API, PARTS, add, contents

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def press(browser, id, verb, door):
    path = f"/sets/{id}/{verb}" if door == "page" else f"{API}{id}/{verb}/"
    return browser.post(path).status_code


@DOORS
def test_archiving_and_back(as_, duo, door):
    tess, sol = as_("tess"), as_("sol")
    for verb, listed, archived in (("archive", [], [duo]), ("restore", [duo], [])):
        assert press(tess, duo, verb, door) in (200, 303)
        assert press(tess, duo, verb, door) == 409
        assert [row["id"] for row in sol.get(API).json] == listed
        assert [row["id"] for row in tess.get(f"{API}?archived=1").json] == archived


def test_an_archived_set_is_gone_for_borrowers(as_, duo):
    press(as_("tess"), duo, "archive", "api")
    assert as_("sol").get(f"/sets/{duo}").status_code == 404
    assert as_("dora").get(f"/sets/{duo}").status_code == 200
    assert as_("sol").get(f"{API}?archived=1").json == []


POSTS = {
    "new": {"name": "x"},
    "1/edit": {"version": 1, "name": "x"},
    "1/parts": {"code": "x", "quantity": 1},
    "1/archive": {},
    "1/parts/1/remove": {},
}


@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_change_them(app, as_, duo, name):
    who = as_(name)
    for path in ("/sets/new", f"/sets/{duo}/edit", f"/sets/{duo}/parts"):
        assert who.get(path).status_code == 403, path
    for path, said in POSTS.items():
        assert who.post(f"/sets/{path}", data=said).status_code == 403, path
    assert add(who).status_code == 403
    assert who.patch(f"{API}{duo}/", json={"name": "x"}).status_code == 403
    assert contents(app) == [(1, None, 1), (2, None, 2)]


def test_who_is_offered_to_change_them(as_, duo):
    for name, may in (("tess", True), ("dora", False), ("sol", False)):
        assert ("/sets/new" in as_(name).get("/sets").text) == may
        assert (f"/sets/{duo}/parts" in as_(name).get(f"/sets/{duo}").text) == may


def test_there_is_no_such_set(as_):
    tess = as_("tess")
    for path in ("/sets/9", "/sets/9/edit", "/sets/9/parts", f"{API}9/"):
        assert tess.get(path).status_code == 404, path
    for path in ("/sets/9/archive", "/sets/9/parts/1/remove", f"{API}9/restore/"):
        assert tess.post(path).status_code == 404, path


def test_a_stale_change_is_refused(as_, duo):
    tess = as_("tess")
    seen = {"If-Match": tess.get(f"{API}{duo}/").headers["ETag"]}
    assert tess.patch(f"{API}{duo}/", json={"parts": PARTS[:1]}).status_code == 200
    no = tess.patch(f"{API}{duo}/", json={"name": "Trio"}, headers=seen)
    assert no.status_code == 412
    page = tess.post(f"/sets/{duo}/edit", data={"version": 1, "name": "Trio"})
    assert page.status_code == 412
    assert "<b>Now:</b> Duo" in page.text


def test_it_counts_on_when_something_changes(as_, duo):
    more = PARTS[1] | {"quantity": 3}
    tess, path = as_("tess"), f"{API}{duo}/"
    version = tess.get(path).json["version"]
    for said in ({"notes": "x"}, {"parts": PARTS[:1]}, {"parts": [PARTS[0], more]}):
        after = tess.patch(path, json=said).json
        assert after["version"] == version + 1, said
        version = after["version"]


def test_it_does_not_count_on_when_nothing_changes(as_, duo):
    tess, path = as_("tess"), f"{API}{duo}/"
    now = tess.get(path).json
    for said in ({}, {"name": now["name"], "notes": ""}, {"parts": PARTS[::-1]}):
        same = tess.patch(path, json=said)
        assert (same.status_code, same.json) == (200, now), said


def test_the_same_twice_is_one_and_two_at_once_make_one(app, as_):
    tess, ada, once = as_("tess"), as_("ada"), {"Idempotency-Key": "k"}
    for _ in range(2):
        body = {"name": "Duo", "parts": PARTS}
        assert tess.post(API, json=body, headers=once).status_code == 201
    with ThreadPoolExecutor() as pool:
        answers = [
            *pool.map(
                lambda browser: add(browser, name="Trio").status_code, [tess, ada] * 3
            )
        ]
    assert sorted(answers) == [201] + [422] * 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Set)) == 2


def test_a_long_list_goes_on(as_):
    tess = as_("tess")
    for n in range(5):
        add(tess, name=f"Set {n}")
    names = [row["name"] for row in all_of(as_("sol"), f"{API}?limit=2")]
    assert names == [f"Set {n}" for n in range(5)]
    assert [row["name"] for row in tess.get(f"{API}?search=SET 3").json] == ["Set 3"]


def test_the_catalogue_shows_what_is_lent(as_, duo):
    add(as_("tess"), name="Empty", parts=[])
    text = as_("sol").get("/items").text
    assert "Ready-made sets" in text
    assert f"/sets/{duo}" in text
    assert "Empty" not in text
    assert "Ready-made sets" not in as_("sol").get("/items?q=cello").text
