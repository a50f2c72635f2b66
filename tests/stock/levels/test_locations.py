"""Locations: added, renamed and given up, never under somebody's things and never over somebody's change."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.models import Item, Level, Location

API = "/api/inventory/locations/"
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


def test_nothing_arrives_where_somebody_is_just_giving_up(app, as_):
    """Either the location is kept and holds the oboe, or it is given up and there is no oboe."""
    tess, ada = as_("tess"), as_("ada")
    oboe = {"name": "Oboe", "category": "instrument", "quantity": 1}
    for n in range(2, 12):
        add(tess, "api", f"Annexe {n}")
        acts = (
            lambda n=n: describe(ada, "api", id=n, name=f"Annexe {n}", is_active=False),
            lambda n=n: tess.post(
                "/api/inventory/items/", json=oboe | {"location": f"Annexe {n}"}
            ),
        )
        with ThreadPoolExecutor() as pool:
            codes = [answer.status_code for answer in pool.map(lambda act: act(), acts)]
        assert codes in ([200, 422], [409, 201])
    with app.app_context():
        closed = (
            select(Level)
            .join(Location)
            .where(Location.is_active.is_(False), Level.on_hand > 0)
        )
        assert db.session.scalars(closed).all() == []
        assert db.session.scalar(
            select(func.count()).select_from(Item).where(Item.name == "Oboe")
        ) == sum(db.session.scalars(select(Location.is_active).where(Location.id > 1)))


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
    names, path = [], f"{API}?limit=25"
    while path:
        answer = dora.get(path)
        names += [place["name"] for place in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert names == sorted(names)
    assert len(names) == 61


ITEMS = "/api/inventory/items/"


def places(app):
    with app.app_context():
        return sorted(db.session.scalars(select(Location.name)))


def test_a_typo_makes_no_location_and_is_offered_what_was_meant(app, as_):
    tess = as_("tess")
    said = {"name": "Oboe", "category": "instrument"}
    no = tess.post(ITEMS, json=said | {"location": "Stroe"})
    assert no.status_code == 422
    assert "perhaps Store?" in no.json["fields"]["location"][0]
    assert [offer["change"] for offer in no.json["offers"]] == [
        {"location": "Store"},
        {"new_location": True},
    ]
    assert places(app) == ["Store"]
    for offer, place in zip(no.json["offers"], ("Store", "Stroe"), strict=True):
        made = tess.post(ITEMS, json=said | {"location": "Stroe"} | offer["change"])
        assert (made.status_code, made.json["location"]) == (201, place)
    assert tess.post(ITEMS, json=said | {"location": "store"}).json["location"] == "Store"
    for place in (
        "Music room",
        "Room A",
        "Room B",
        "Shelf 1",
        "Shelf 2",
    ):  # none looks like a typo of another
        assert tess.post(ITEMS, json=said | {"location": place}).json["location"] == place
    assert as_("sol").post(ITEMS, json=said | {"location": "Stroe"}).status_code == 403


def test_editing_an_item_moves_nothing_and_makes_no_location_by_itself(app, as_):
    tess = as_("tess")
    for place in ("String room", "Stor"):
        no = tess.patch(f"{ITEMS}1/", json={"location": place})
        assert no.status_code == 422
        assert no.json["offers"][-1]["change"] == {"new_location": True}
    assert "perhaps Store?" in no.json["fields"]["location"][0]
    assert places(app) == ["Store"]
    done = tess.patch(f"{ITEMS}1/", json={"location": "String room", "new_location": True})
    assert (done.status_code, done.json["location"]) == (200, "String room")
    (level,) = [
        each for each in tess.get("/api/inventory/levels/?item=1").json if each["on_hand"]
    ]
    assert (level["location"], level["on_hand"]) == ("Store", 2)
    page = tess.get("/items/1").text
    assert "Home shelf" in page
    assert "2 at Store" in page
    assert "Bring back from" in page
    assert "Bring back from" not in tess.get("/items/2").text
    assert "Bring back from" not in as_("sol").get("/items/1").text


def test_the_form_keeps_what_was_typed_and_offers_the_same(app, as_):
    tess = as_("tess")
    typed = {
        "name": "Oboe",
        "category": "instrument",
        "location": "Stroe",
        "value": "10",
        "max_checkout_days": "7",
    }
    no = tess.post("/items/new", data=typed)
    assert no.status_code == 422
    assert "perhaps Store?" in no.text
    assert 'value="Stroe"' in no.text
    assert "Use Store" in no.text
    assert "Add Stroe as a location" in no.text
    assert places(app) == ["Store"]
    assert (
        tess.post("/items/new", data=typed | {"instead": "new_location=True"}).status_code
        == 303
    )
    assert places(app) == ["Store", "Stroe"]


def test_a_location_and_a_supplier_are_named_or_numbered_everywhere(app, as_):
    """Answers name them; a request may send the name, however it is written, or the id."""
    dora, tess = as_("dora"), as_("tess")
    for place in ("Annexe", "12"):
        tess.post(API, json={"name": place})
    tess.post("/api/inventory/suppliers/", json={"name": "Müller & Co"})
    for where in ("annexe", 2, "2"):
        come = {
            "kind": "receive",
            "supplier": "muller & co",
            "lines": [{"item": 2, "location": where}],
        }
        done = dora.post("/api/inventory/operations/", json=come)
        assert (done.status_code, done.json["movements"][0]["location"]) == (
            201,
            "Annexe",
        ), done.json
        query = {"location": where}
        assert [
            each["location"]
            for each in dora.get("/api/inventory/levels/", query_string=query).json
        ] == ["Annexe"]
        moved = dora.get(
            "/api/inventory/movements/", query_string=query | {"limit": 1}
        ).json
        assert [each["location"] for each in moved] == ["Annexe"]
    assert dora.get("/api/inventory/levels/?location=12").json == []
    no = dora.get("/api/inventory/levels/?location=Anexe")
    assert no.status_code == 422
    assert "perhaps Annexe?" in no.json["fields"]["location"][0]
    for supplier in (1, "Müller & Co"):
        unit = {"item": 2, "supplier": supplier, "location": "Annexe"}
        assert (
            dora.post("/api/inventory/units/", json=unit).json["supplier"] == "Müller & Co"
        )
    begun = dora.post("/api/inventory/stocktakes/", json={"location": "ANNEXE"})
    assert (begun.status_code, begun.json["location"]) == (201, "Annexe")
    sent = {"from_location": "Annexe", "to_location": 1, "lines": [{"item": 2}]}
    journey = dora.post("/api/inventory/transfers/", json=sent).json
    assert (journey["from_location"], journey["to_location"]) == ("Annexe", "Store")
