"""Brands, suppliers and categories: added, described, given up, never over somebody's change."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.lists import all_of
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


def check_shows_both(refusal, door):
    """What was typed, and what is there now."""
    if door == "page":
        assert 'value="GEWA music"' in refusal.text
        assert "<b>Now:</b> Gewa GmbH" in refusal.text
    else:
        facts = refusal.json["facts"]
        assert (facts["name"], facts["version"]) == ("Gewa GmbH", 2)


@EVERY
@DOORS
def test_a_stale_change_shows_both_and_is_then_a_choice(as_, names, door):
    tess, ada = as_("tess"), as_("ada")
    id = add(tess, "api", names, name="Gewa").json["id"]
    assert describe(ada, "api", names, id, name="Gewa GmbH").json["version"] == 2
    no = describe(tess, door, names, id, name="GEWA music")
    assert no.status_code == 412
    check_shows_both(no, door)
    assert describe(tess, door, names, id, 2, name="GEWA music").status_code in (200, 303)
    assert tess.get(f"{API}{names}/{id}/").json["name"] == "GEWA music"


@pytest.fixture
def gewa(as_, names):
    return add(as_("tess"), "api", names, name="Gewa").json["id"]


@EVERY
def test_who_may_look(as_, names, gewa):
    dora, sol = as_("dora"), as_("sol")
    paths = (f"/{names}", f"{API}{names}/", f"{API}{names}/{gewa}/")
    for path in paths:
        assert dora.get(path).status_code == 200
        assert sol.get(path).status_code == 403
    assert "/new" not in dora.get(f"/{names}").text
    assert f"/{names}/new" in as_("tess").get(f"/{names}").text


@EVERY
@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_do_what(as_, names, gewa, name):
    who = as_(name)
    for path in (f"/{names}/new", f"/{names}/{gewa}/edit"):
        assert who.get(path).status_code == 403
    for door in ("page", "api"):
        assert add(who, door, names, name="x").status_code == 403
    assert who.patch(f"{API}{names}/{gewa}/", json={"name": "x"}).status_code == 403


@EVERY
def test_there_is_no_such_one(as_, names):
    tess = as_("tess")
    assert tess.patch(f"{API}{names}/99/", json={"name": "x"}).status_code == 404
    assert tess.get(f"/{names}/99/edit").status_code == 404


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


def row(names, n):
    """One more of a list, with the codes it needs."""
    codes = {"brands": {"code": f"C{n}"}, "categories": {"code": f"c{n}", "prefix": "CC"}}
    return LISTS[names](name=f"Name {n:02}", **codes.get(names, {}))


@pytest.fixture
def add_sixty(app, names):
    def add_all():
        with app.app_context(), transaction():
            db.session.add_all(row(names, n) for n in range(60))

    return add_all


@EVERY
def test_the_list_has_pages_and_asks_no_more_for_more(app, as_, names, add_sixty):
    dora = as_("dora")
    with counted(app) as few:
        dora.get(f"/{names}")
    add_sixty()
    with counted(app) as many:
        page = dora.get(f"/{names}").text
    assert len(few) == len(many)
    assert 'rel="next"' in page


@EVERY
def test_the_pages_of_a_list_miss_nothing(as_, names, add_sixty):
    add_sixty()
    found = [entry["name"] for entry in all_of(as_("dora"), f"{API}{names}/?limit=25")]
    assert len(found) == 60 + SEEDED[names]
    ours = [name for name in found if name.startswith("Name")]
    assert ours == [f"Name {n:02}" for n in range(60)]


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
