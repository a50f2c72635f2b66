"""Locations: added, renamed and given up, never under somebody's things and never over somebody's change."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import func, select

from tests.support.lists import all_of
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.models import Item, Level, Location

API, ITEMS = "/api/inventory/locations/", "/api/inventory/items/"

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def add(browser, door, name):
    return (
        browser.post("/locations/new", data={"name": name})
        if door == "page"
        else browser.post(API, json={"name": name})
    )


def describe(browser, door, id=1, version=1, name="Store", is_active=True):
    if door == "page":
        typed = {"version": version, "name": name} | (
            {"is_active": "y"} if is_active else {}
        )
        return browser.post(f"/locations/{id}/edit", data=typed)
    said = {"name": name, "is_active": is_active}
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})


@DOORS
def test_a_new_location(as_, door):
    tess = as_("tess")
    assert add(tess, door, "Annexe").status_code in (201, 303)
    assert [place["name"] for place in as_("dora").get(API).json] == ["Annexe", "Store"]
    assert "Annexe" in (page := as_("dora").get("/locations").text)
    assert "7 pieces" in page


@DOORS
@pytest.mark.parametrize("name", ["Store", "STORE", "", "x" * 81, "a\nb"])
def test_a_name_is_one_line_and_belongs_to_one(app, as_, door, name):
    no = add(as_("ada"), door, name)
    assert no.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Location)) == 1


@DOORS
def test_its_items_are_found_under_its_new_name(as_, door):
    tess = as_("tess")
    before = tess.get("/api/inventory/items/1/").headers["ETag"]
    assert describe(tess, door, name="Größe Bühne").status_code in (200, 303)
    items = tess.get("/api/inventory/items/?search=grösse+buhne").json
    assert [item["location"] for item in items] == ["Größe Bühne"] * 2
    assert tess.get("/api/inventory/items/?search=store").json == []
    assert (
        tess.get("/api/inventory/items/1/", headers={"If-None-Match": before}).status_code
        == 200
    )


@DOORS
def test_it_is_not_given_up_while_things_are_kept_there(app, as_, door):
    no = describe(as_("tess"), door, is_active=False)
    assert no.status_code == 409
    assert "7 pieces are still kept at Store" in no.text
    with app.app_context():
        assert db.session.get(Location, 1).is_active


@DOORS
def test_an_empty_one_is_given_up_and_takes_nothing_more(as_, door):
    tess = as_("tess")
    add(tess, "api", "Annexe")
    assert describe(tess, door, id=2, name="Annexe", is_active=False).status_code in (
        200,
        303,
    )
    assert "No longer used" in tess.get("/locations").text
    no = tess.post(
        "/api/inventory/items/",
        json={"name": "Oboe", "category": "instrument", "location": "Annexe"},
    )
    assert no.status_code == 422
    assert no.json["fields"]["location"] == ["Annexe is no longer used"]
    assert describe(tess, door, id=2, version=2, name="Annexe").status_code in (200, 303)


@DOORS
def test_a_stale_change_shows_both_and_is_then_a_choice(app, as_, door):
    tess, ada = as_("tess"), as_("ada")
    describe(ada, "api", name="Cellar")
    no = describe(tess, door, name="Attic")
    assert no.status_code == 412
    if door == "page":
        assert 'value="Attic"' in no.text
        assert "<b>Now:</b> Cellar" in no.text
        assert 'value="2"' in no.text
    else:
        assert no.json["facts"] == {"version": 2, "name": "Cellar", "is_active": True}
    assert describe(tess, door, version=2, name="Attic").status_code in (200, 303)
    with app.app_context():
        assert db.session.get(Location, 1).name == "Attic"


def test_who_may_do_what(as_):
    dora, sol = as_("dora"), as_("sol")
    assert dora.get("/locations").status_code == dora.get(API).status_code == 200
    assert sol.get("/locations").status_code == sol.get(API).status_code == 403
    for who in (dora, sol):
        assert (
            who.get("/locations/new").status_code
            == who.get("/locations/1/edit").status_code
            == 403
        )
        for door in ("page", "api"):
            assert (
                add(who, door, "Annexe").status_code
                == describe(who, door, name="x").status_code
                == 403
            )


@DOORS
def test_there_is_no_such_location(as_, door):
    ada = as_("ada")
    assert describe(ada, door, id=9).status_code == 404
    assert (
        ada.get("/locations/9/edit").status_code
        == ada.get(f"/locations/{9**20}/edit").status_code
        == 404
    )


def test_the_same_twice_is_one(app, as_):
    tess, once = as_("tess"), {"Idempotency-Key": "k"}
    for _ in range(2):
        assert tess.post(API, json={"name": "Annexe"}, headers=once).status_code == 201
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Location)) == 2


def test_two_at_once_make_one(app, as_):
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        answers = [
            *pool.map(lambda browser: add(browser, "api", "Annexe").status_code, browsers)
        ]
    assert sorted(answers) == [201, 422]


def kept_where_given_up(app):
    """Levels with pieces at locations that are no longer used."""
    with app.app_context():
        query = select(func.count()).select_from(Level).join(Location)
        given_up = Location.is_active.is_(False)
        return db.session.scalar(query.where(given_up, Level.on_hand > 0))


def oboes_and_annexes(app):
    """How many oboes there are, and how many annexes in use."""
    with app.app_context():
        oboes = select(func.count()).select_from(Item).where(Item.name == "Oboe")
        annexes = select(Location.is_active).where(Location.id > 1)
        return db.session.scalar(oboes), sum(db.session.scalars(annexes))


def at_once(*acts):
    with ThreadPoolExecutor() as pool:
        return [answer.status_code for answer in pool.map(lambda act: act(), acts)]


def test_nothing_arrives_where_somebody_is_just_giving_up(app, as_):
    """Either the location is kept and holds the oboe, or it is given up and there is no oboe."""
    tess, ada = as_("tess"), as_("ada")
    oboe = {"name": "Oboe", "category": "instrument", "quantity": 1}
    for n in range(2, 12):
        name = f"Annexe {n}"
        add(tess, "api", name)
        close = partial(describe, ada, "api", id=n, name=name, is_active=False)
        arrive = partial(tess.post, ITEMS, json=oboe | {"location": name})
        assert at_once(close, arrive) in ([200, 422], [409, 201])
    assert kept_where_given_up(app) == 0
    oboes, annexes = oboes_and_annexes(app)
    assert oboes == annexes


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/locations")
    with app.app_context(), transaction():
        db.session.add_all(Location(name=f"Shelf {n:02}") for n in range(60))
    with counted(app) as many:
        page = dora.get("/locations").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    names = [place["name"] for place in all_of(dora, f"{API}?limit=25")]
    assert names == sorted(names)
    assert len(names) == 61
