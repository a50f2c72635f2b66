"""A location is named or numbered wherever one is asked for; a typo makes none."""

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.stock.models import Location

API = "/api/inventory/locations/"

ITEMS = "/api/inventory/items/"


def places(app):
    with app.app_context():
        return sorted(db.session.scalars(select(Location.name)))


OBOE = {"name": "Oboe", "category": "instrument"}


def add_at(browser, place, **said):
    return browser.post(ITEMS, json=OBOE | {"location": place} | said)


def test_a_typo_makes_no_location_and_is_offered_what_was_meant(app, as_):
    tess = as_("tess")
    no = add_at(tess, "Stroe")
    assert no.status_code == 422
    assert "perhaps Store?" in no.json["fields"]["location"][0]
    meant, new = (offer["change"] for offer in no.json["offers"])
    assert (meant, new) == ({"location": "Store"}, {"new_location": True})
    assert places(app) == ["Store"]
    for change, place in ((meant, "Store"), (new, "Stroe")):
        made = tess.post(ITEMS, json=OBOE | {"location": "Stroe"} | change)
        assert (made.status_code, made.json["location"]) == (201, place)
    assert add_at(tess, "store").json["location"] == "Store"


def test_students_are_offered_no_location(as_):
    assert add_at(as_("sol"), "Stroe").status_code == 403


def test_a_new_name_that_is_no_typo_makes_a_location(as_):
    tess = as_("tess")
    for place in ("Music room", "Room A", "Room B", "Shelf 1", "Shelf 2"):
        assert add_at(tess, place).json["location"] == place


def test_editing_an_item_makes_no_location_by_itself(app, as_):
    tess = as_("tess")
    for place in ("String room", "Stor"):
        no = tess.patch(f"{ITEMS}1/", json={"location": place})
        assert no.status_code == 422
        assert no.json["offers"][-1]["change"] == {"new_location": True}
    assert "perhaps Store?" in no.json["fields"]["location"][0]
    assert places(app) == ["Store"]


def test_editing_an_items_home_moves_nothing(as_):
    tess = as_("tess")
    done = tess.patch(f"{ITEMS}1/", json={"location": "String room", "new_location": True})
    assert (done.status_code, done.json["location"]) == (200, "String room")
    levels = tess.get("/api/inventory/levels/?item=1").json
    (level,) = [each for each in levels if each["on_hand"]]
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


@pytest.fixture
def annexe(as_):
    """A location called Annexe, one called 12, and a supplier."""
    tess = as_("tess")
    for place in ("Annexe", "12"):
        tess.post(API, json={"name": place})
    tess.post("/api/inventory/suppliers/", json={"name": "Müller & Co"})


@pytest.mark.parametrize("where", ["annexe", 2, "2"])
def test_a_location_is_named_or_numbered_everywhere(as_, annexe, where):
    """Answers name it; a request may send the name, however it is written, or the id."""
    dora = as_("dora")
    line = {"item": 2, "location": where}
    come = {"kind": "receive", "supplier": "muller & co", "lines": [line]}
    done = dora.post("/api/inventory/operations/", json=come)
    assert done.status_code == 201, done.json
    assert done.json["movements"][0]["location"] == "Annexe"
    for path in ("/api/inventory/levels/", "/api/inventory/movements/"):
        listed = dora.get(path, query_string={"location": where, "limit": 1}).json
        assert [each["location"] for each in listed] == ["Annexe"]


def test_a_number_that_a_location_is_called_is_its_name(as_, annexe):
    dora = as_("dora")
    assert dora.get("/api/inventory/levels/?location=12").json == []
    no = dora.get("/api/inventory/levels/?location=Anexe")
    assert no.status_code == 422
    assert "perhaps Annexe?" in no.json["fields"]["location"][0]


@pytest.mark.parametrize("supplier", [1, "Müller & Co"])
def test_a_supplier_is_named_or_numbered(as_, annexe, supplier):
    unit = {"item": 2, "supplier": supplier, "location": "Annexe"}
    made = as_("dora").post("/api/inventory/units/", json=unit)
    assert made.json["supplier"] == "Müller & Co"


def test_a_stocktake_and_a_transfer_name_their_locations(as_, annexe):
    dora = as_("dora")
    sent = {"from_location": "Annexe", "to_location": 1, "lines": [{"item": 2}]}
    line = {"item": 2, "location": "Annexe"}
    come = {"kind": "receive", "supplier": 1, "lines": [line]}
    assert dora.post("/api/inventory/operations/", json=come).status_code == 201
    begun = dora.post("/api/inventory/stocktakes/", json={"location": "ANNEXE"})
    assert (begun.status_code, begun.json["location"]) == (201, "Annexe")
    journey = dora.post("/api/inventory/transfers/", json=sent).json
    assert (journey["from_location"], journey["to_location"]) == ("Annexe", "Store")
