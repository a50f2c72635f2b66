"""What an answer of the API says may be sent back: nothing of it is refused as long as it is so."""

import re
from decimal import Decimal

import pytest

from tests.support.loans import TESS
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.rooms.rates import rates
from webapp.rooms.rules import rules
from webapp.stock.items import brands, suppliers
from webapp.stock.models import Item
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
        rules.add(ADA, name="Students", role="student", max_minutes=120)
        rates.add(ADA, name="Evening", hourly_rate=Decimal(12), from_time="18:00")


def test_what_get_answers_patch_takes(app, as_, furnished):
    ada, patched = as_("ada"), 0
    transfer = ada.post(
        f"{API}transfers/", json={"from_location": "Store", "to_location": "Annex"}
    )
    assert transfer.status_code == 422
    assert "There is no location called Annex" in transfer.json["fields"]["to_location"][0]
    annex = ada.post(f"{API}locations/", json={"name": "Annex"}).json["id"]
    assert (
        ada.post(
            f"{API}transfers/", json={"from_location": "Store", "to_location": annex}
        ).status_code
        == 201
    )
    assert (
        ada.post(f"{API}repairs/", json={"item": 1, "description": "A crack"}).status_code
        == 201
    )
    for path, calls in app.test_client().get("/api/openapi.json").json["paths"].items():
        if {"get", "patch"} <= calls.keys():
            address = re.sub("{[^}]+}", "1", path)
            before = ada.get(address)
            assert before.status_code == 200, address
            after = ada.patch(address, json=before.json)
            assert after.status_code == 200, (address, after.json)
            bookkeeping = dict.fromkeys(("version", "seq"))
            same = {name: told for name, told in before.json.items() if name in after.json}
            assert after.json | bookkeeping == same | {
                k: v for k, v in bookkeeping.items() if k in after.json
            } | ({k: None for k in bookkeeping if k not in after.json}), address
            patched += 1
    assert patched >= 13


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


def test_the_first_seeds_own_item_is_taken(app, as_):
    tess = as_("tess")
    made = tess.post(ITEMS, json=SEED)
    assert made.status_code == 201, made.json
    assert made.json | SEED | {"value": "300.00"} == made.json
    assert made.json["status"] == "available"
    copy = {name: told for name, told in made.json.items() if name != "sku"}
    again = tess.post(ITEMS, json=copy)
    assert again.status_code == 201
    assert again.json["id"] != made.json["id"]
    no = tess.post(ITEMS, json=SEED | {"name": "Other", "available_quantity": 4})
    assert no.status_code == 422
    assert no.json["fields"]["available_quantity"][0].startswith(
        "This is 5. Pieces come and go"
    )
    with app.app_context():
        assert db.session.query(Item).filter_by(name="Other").count() == 0


def test_an_unknown_field_is_still_refused(as_):
    no = as_("tess").patch(f"{ITEMS}1/", json={"id": 1, "colour": "red"})
    assert no.status_code == 422
    assert [*no.json["fields"]] == ["colour"]
