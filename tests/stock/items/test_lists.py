"""Brands, suppliers and categories: added, described, given up, never over somebody's change."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.ledger import verify
from webapp.stock.models import Brand, Category, Supplier

API = "/api/inventory/"
LISTS = {"brands": Brand, "suppliers": Supplier, "categories": Category}
SEEDED = {"brands": 0, "suppliers": 0, "categories": 4}
EVERY = pytest.mark.parametrize("names", LISTS)
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def add(browser, door, names, **said):
    if door == "page":
        return browser.post(f"/{names}/new", data=said)
    return browser.post(f"{API}{names}/", json=said)


def describe(browser, door, names, id, version=1, **said):
    if door == "page":
        kept = browser.get(f"{API}{names}/{id}/").json
        kept["is_active"] = kept.get("is_active") and "y"
        fields = {
            name: kept[name]
            for name in ("name", "code", "prefix", "contact", "is_active")
            if kept.get(name)
        }
        return browser.post(
            f"/{names}/{id}/edit", data=fields | said | {"version": version}
        )
    return browser.patch(
        f"{API}{names}/{id}/", json=said, headers={"If-Match": f'"v{version}"'}
    )


def rows(app, names):
    with app.app_context():
        return (
            db.session.scalar(select(func.count()).select_from(LISTS[names]))
            - SEEDED[names]
        )


@EVERY
@DOORS
def test_a_new_one(app, as_, names, door):
    assert add(as_("tess"), door, names, name="  Gebr.   König ").status_code in (201, 303)
    told = as_("dora").get(f"{API}{names}/").json
    assert "Gebr. König" in [each["name"] for each in told]
    assert len(told) == 1 + SEEDED[names]
    assert "Gebr. König" in as_("dora").get(f"/{names}").text


@EVERY
@DOORS
@pytest.mark.parametrize("name", ["GEBR.  KONIG", "", "x" * 121, "a\nb", "a\u202eb"])
def test_a_name_is_one_line_and_belongs_to_one(app, as_, names, door, name):
    tess = as_("tess")
    add(tess, "api", names, name="Gebr. König")
    assert add(tess, door, names, name=name).status_code == 422
    assert rows(app, names) == 1


@EVERY
@DOORS
def test_a_stale_change_shows_both_and_is_then_a_choice(as_, names, door):
    tess, ada = as_("tess"), as_("ada")
    id = add(tess, "api", names, name="Gewa").json["id"]
    assert describe(ada, "api", names, id, name="Gewa GmbH").json["version"] == 2
    no = describe(tess, door, names, id, name="GEWA music")
    assert no.status_code == 412
    if door == "page":
        assert 'value="GEWA music"' in no.text
        assert "<b>Now:</b> Gewa GmbH" in no.text
    else:
        assert no.json["facts"]["name"] == "Gewa GmbH"
        assert no.json["facts"]["version"] == 2
    assert describe(tess, door, names, id, 2, name="GEWA music").status_code in (200, 303)
    assert tess.get(f"{API}{names}/{id}/").json["name"] == "GEWA music"


@EVERY
def test_who_may_do_what(as_, names):
    id = add(as_("tess"), "api", names, name="Gewa").json["id"]
    dora, sol = as_("dora"), as_("sol")
    assert (
        dora.get(f"/{names}").status_code
        == dora.get(f"{API}{names}/{id}/").status_code
        == 200
    )
    assert "/new" not in dora.get(f"/{names}").text
    assert f"/{names}/new" in as_("tess").get(f"/{names}").text
    for path in (
        f"/{names}",
        f"{API}{names}/",
        f"{API}{names}/{id}/",
        f"/{names}/{id}/edit",
    ):
        assert sol.get(path).status_code == 403
    for who in (dora, sol):
        assert who.get(f"/{names}/new").status_code == 403
        for door in ("page", "api"):
            assert add(who, door, names, name="x").status_code == 403
        assert who.patch(f"{API}{names}/{id}/", json={"name": "x"}).status_code == 403
    assert as_("tess").patch(f"{API}{names}/99/", json={"name": "x"}).status_code == 404
    assert as_("tess").get(f"/{names}/99/edit").status_code == 404


@EVERY
def test_the_same_twice_is_one_and_two_at_once_make_one(app, as_, names):
    tess, ada, once = as_("tess"), as_("ada"), {"Idempotency-Key": "k"}
    for _ in range(2):
        assert (
            tess.post(f"{API}{names}/", json={"name": "Gewa"}, headers=once).status_code
            == 201
        )
    assert rows(app, names) == 1
    with ThreadPoolExecutor() as pool:
        answers = [
            *pool.map(
                lambda browser: add(browser, "api", names, name="Ibanez").status_code,
                [tess, ada] * 3,
            )
        ]
    assert sorted(answers) == [201] + [422] * 5
    assert rows(app, names) == 2


@EVERY
def test_the_list_has_pages_and_asks_no_more_for_more(app, as_, names):
    dora = as_("dora")
    with counted(app) as few:
        dora.get(f"/{names}")
    with app.app_context(), transaction():
        more = {"brands": "code", "categories": "code"}.get(names)
        for n in range(60):
            said = {more: f"C{n}" if names == "brands" else f"c{n}"} if more else {}
            said |= {"prefix": "CC"} if names == "categories" else {}
            db.session.add(LISTS[names](name=f"Name {n:02}", **said))
    with counted(app) as many:
        page = dora.get(f"/{names}").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    found, path = [], f"{API}{names}/?limit=25"
    while path:
        answer = dora.get(path)
        found += [each["name"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert len(found) == 60 + SEEDED[names]
    assert [name for name in found if name.startswith("Name")] == [
        f"Name {n:02}" for n in range(60)
    ]


@DOORS
def test_a_supplier_is_given_up_and_back(as_, door):
    tess = as_("tess")
    id = add(tess, "api", "suppliers", name="Music Shop", contact="Ms Long, 555 0100").json[
        "id"
    ]
    off = {"is_active": False} if door == "api" else {"is_active": ""}
    assert describe(tess, door, "suppliers", id, **off).status_code in (200, 303)
    assert tess.get(f"{API}suppliers/{id}/").json["is_active"] is False
    page = as_("dora").get("/suppliers").text
    assert "No longer used" in page
    assert "Ms Long, 555 0100" in page


def test_nothing_of_this_touches_the_ledger(app, as_):
    for names in LISTS:
        add(as_("tess"), "api", names, name="Gewa")
    with app.app_context():
        assert list(verify.problems()) == []
