"""What an answer of the API says may be sent back: nothing of it is refused as long as it is so."""

import re
from decimal import Decimal

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from tests.support.photographs import jpeg, sent
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import office_notes
from webapp.rooms.rates import rates
from webapp.rooms.rules import rules
from webapp.school import closed_days, terms
from webapp.stock.items import brands, suppliers
from webapp.stock.models import Item
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart
from webapp.stock.units import accessories, tags

API = "/api/inventory/"
ITEMS = f"{API}items/"
SEED = {  # the first seed's own example
    "name": "Student Violin 1/2",
    "category": "instrument",
    "quantity": 5,
    "available_quantity": 5,
    "condition": "good",
    "location": "Storage Closet",
    "value": 300,
    "is_borrowable": True,
    "max_checkout_days": 30,
    "notes": "Available for student rental",
}
ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture
def furnished(app):
    """One of everything that can be patched."""
    with app.app_context(), transaction():
        brands.add(TESS, name="Yamaha")
        suppliers.add(TESS, name="Huber")
        unit = tags.add_one(
            TESS,
            item=1,
            tag="VLN-77",
            serial_number="A7",
            supplier="huber",
            purchase_price=Decimal(100),
        )
        accessories.add(TESS, unit.id, name="Bow")
        sets.add(TESS, name="Violin set", parts=[NewPart(unit=unit.id), NewPart(item=2)])
        rules.add(ADA, name="Students", role="student", max_minutes=120)
        rates.add(ADA, name="Evening", hourly_rate=Decimal(12), from_time="18:00")
        office_notes.add(ADA, 2, text="Own chin rest")


@pytest.fixture
def opening(app):
    with app.app_context(), transaction():
        closed_days.add(ADA, name="Fair", starts_on=ahead(40), ends_on=ahead(41))
        term = {"starts_on": ahead(1), "ends_on": ahead(99), "return_by": ahead(90)}
        terms.add(ADA, name="Spring", **term)


@pytest.fixture
def more(app, as_, furnished, opening, tmp_path):
    """A transfer, a repair and a photo, which only staff can have."""
    app.config["DATA_DIR"] = str(tmp_path)
    ada = as_("ada")
    annex = ada.post(f"{API}locations/", json={"name": "Annex"}).json["id"]
    transfer = {"from_location": "Store", "to_location": annex}
    repair = {"item": 1, "description": "A crack"}
    assert ada.post(f"{API}transfers/", json=transfer).status_code == 201
    assert ada.post(f"{API}repairs/", json=repair).status_code == 201
    photo = ada.post(f"{API}pictures/?of=item&id=1", **sent(jpeg()))
    assert photo.status_code == 201
    words = {"words": "Hello"}
    assert ada.patch(f"{API}mail-words/lending.approved/", json=words).status_code == 200


def patched(app):
    """The address of one of everything that has a GET and a PATCH."""
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    for path, calls in paths.items():
        if {"get", "patch"} <= calls.keys():
            yield re.sub("{[^}]+}", "1", path.replace("{kind}", "lending.approved"))


def without_bookkeeping(body):
    return {name: value for name, value in body.items() if name not in ("version", "seq")}


def test_what_get_answers_patch_takes(app, as_, more):
    ada, addresses = as_("ada"), list(patched(app))
    assert len(addresses) >= 16
    for address in addresses:
        before = ada.get(address)
        assert before.status_code == 200, address
        after = ada.patch(address, json=before.json)
        assert after.status_code == 200, (address, after.json)
        same = {name: value for name, value in before.json.items() if name in after.json}
        assert without_bookkeeping(after.json) == without_bookkeeping(same), address


def test_an_unknown_place_is_told_at_its_field(as_, furnished):
    ends = {"from_location": "Store", "to_location": "Annex"}
    no = as_("ada").post(f"{API}transfers/", json=ends)
    assert no.status_code == 422
    assert "There is no location called Annex" in no.json["fields"]["to_location"][0]


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ({"quantity": 7}, "This is 2. Pieces come and go through POST operations/"),
        (
            {"available_quantity": 1},
            "This is 2. Pieces come and go through POST operations/",
        ),
        ({"status": "retired"}, 'This is "available". Derived from its pieces'),
        ({"id": 2}, "This is 1. It is read-only"),
        ({"version": 9}, "This is 1. It is read-only"),
        ({"created_by": 5}, "This is 1. It is read-only"),
    ],
)
def test_what_is_not_so_is_refused_with_the_way(as_, said, how):
    tess = as_("tess")
    now = tess.get(f"{ITEMS}1/").json
    no = tess.patch(f"{ITEMS}1/", json={"notes": "new"} | now | said)
    assert no.status_code == 422
    assert no.json["fields"][next(iter(said))][0].startswith(how)
    assert tess.get(f"{ITEMS}1/").json == now
    assert as_("sol").patch(f"{ITEMS}1/", json=now | said).status_code == 403


def test_a_real_change_among_what_is_sent_back_is_made(as_):
    tess = as_("tess")
    now = tess.get(f"{ITEMS}1/").json
    done = tess.patch(f"{ITEMS}1/", json=now | {"notes": "new strings"}).json
    assert done == now | {"notes": "new strings", "version": 2}


def test_the_first_seeds_own_item_is_taken(as_):
    tess = as_("tess")
    made = tess.post(ITEMS, json=SEED)
    assert made.status_code == 201, made.json
    assert made.json | SEED | {"value": "300.00"} == made.json
    assert made.json["status"] == "available"
    copy = {name: value for name, value in made.json.items() if name != "sku"}
    again = tess.post(ITEMS, json=copy)
    assert again.status_code == 201
    assert again.json["id"] != made.json["id"]


def test_what_a_new_item_cannot_have_is_refused_with_the_way(app, as_):
    no = as_("tess").post(ITEMS, json=SEED | {"name": "Other", "available_quantity": 4})
    assert no.status_code == 422
    refusal = no.json["fields"]["available_quantity"][0]
    assert refusal.startswith("This is 5. Pieces come and go")
    with app.app_context():
        assert db.session.query(Item).filter_by(name="Other").count() == 0


def test_an_unknown_field_is_still_refused(as_):
    no = as_("tess").patch(f"{ITEMS}1/", json={"id": 1, "colour": "red"})
    assert no.status_code == 422
    assert [*no.json["fields"]] == ["colour"]


def test_an_unknown_field_in_a_list_is_told_there(as_):
    loan = as_("sol").post("/api/inventory/checkouts/", json={"item": 1}).json
    lines = [{"checkout": loan["id"], "colour": "red"}]
    path = f"/api/inventory/requests/{loan['request']}/approve/"
    no = as_("tess").post(path, json={"lines": lines})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["lines.0.colour"])
