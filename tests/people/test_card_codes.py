"""Codes of cards: no two things, names or cards are known by the same one."""

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.models import Item

from .test_cards import DOORS, NIA, SOL, issue, press


@pytest.mark.parametrize("ended", [False, True])
def test_no_thing_gets_the_code_of_a_card(as_, ended):
    """Else whoever shows the card would be taken for it, and a lost card would open something."""
    assert issue(as_("dora"), "api", code="CARD 77").status_code == 201
    if ended:
        assert press(as_("dora"), "api", 1, "end").status_code == 200
    no = as_("dora").post("/api/inventory/units/", json={"item": 1, "tag": "card77"})
    assert no.status_code == 422
    assert "somebody's card" in no.json["fields"]["tag"][0]


@DOORS
def test_no_item_gets_the_code_of_a_card(as_, door):
    issue(as_("dora"), "api", code="CARD 77")
    new = {"name": "Lute", "category": "instrument", "sku": "card77"}
    tess, said = as_("tess"), {"location": "Store", "new_location": True}
    path = "/items/new" if door == "page" else "/api/inventory/items/"
    no = tess.post(path, **{"data" if door == "page" else "json": new | said})
    assert (no.status_code, "card, perhaps" in no.text) == (422, True)


def test_what_is_on_a_card_is_no_free_sku(as_):
    issue(as_("dora"), "api", code="CARD 77")
    path = "/api/inventory/skus/validate/?sku="
    free = [as_("tess").get(f"{path}{sku}").json["is_free"] for sku in ("card77", "card78")]
    assert free == [False, True]


def test_nor_one_that_is_numbered_anew(as_):
    issue(as_("dora"), "api", code="CARD 77")
    tess, path = as_("tess"), "/api/inventory/items/1/"
    assert tess.patch(path, json={"sku": "CARD77"}).status_code == 422
    assert tess.patch(path, json={"notes": "Old"}).status_code == 200


def test_nor_one_that_a_sequence_numbers(as_):
    tess, path = as_("tess"), "/api/inventory/skus/generate/"
    first = tess.post(path, json={"category": "instrument"}).json["sku"]
    stem, number = first[:-1], int(first[-1])
    issue(as_("dora"), "api", code=f"{stem}{number + 1}")
    following = tess.post(path, json={"category": "instrument"}).json["sku"]
    assert following == f"{stem}{number + 2}"


@DOORS
@pytest.mark.parametrize("code", ["Nia Q", "níaq", "NIA@example.org", "n ia@example.org"])
@pytest.mark.parametrize("is_active", [True, False])
def test_nobodys_name_or_email_is_on_a_card(app, as_, cards, door, code, is_active):
    with app.app_context(), transaction():
        nia = db.session.get(User, NIA)
        nia.name, nia.email, nia.is_active = "Nia Q", "nia@example.org", is_active
    no = issue(as_("dora"), door, code=code)
    assert (no.status_code, "Somebody is called so" in no.text) == (422, True)
    assert cards() == []


@DOORS
@pytest.mark.parametrize("known", ["name", "email", "sku"])
def test_what_is_known_by_a_lost_cards_code_by_now_is_not_restored(
    app, as_, cards, door, known
):
    issue(as_("dora"), door, code="KEY-1")
    press(as_("dora"), door, 1, "end")
    with app.app_context(), transaction():
        if known == "sku":
            db.session.get(Item, 1).sku = "key-1"
        else:
            setattr(db.session.get(User, NIA), known, "key-1")
    assert press(as_("dora"), door, 1, "restore").status_code == 409
    assert cards() == [(SOL, "KEY-1", False)]


@DOORS
def test_nothing_of_the_schools_has_the_same_code(app, as_, cards, door):
    sku = as_("dora").get("/api/inventory/items/1/").json["sku"]
    no = issue(as_("dora"), door, code=sku.lower())
    assert (no.status_code, "Something of the school" in no.text) == (422, True)
    assert cards() == []


@DOORS
@pytest.mark.parametrize("again", ["KEY-1", "key - 1", "ｋｅｙ-1"])
def test_no_code_is_on_two_cards_however_it_is_written(as_, cards, door, again):
    issue(as_("dora"), door, code="Key-1")
    no = issue(as_("dora"), door, NIA, code=again)
    assert (no.status_code, "on a card already" in no.text) == (422, True)
    assert cards() == [(SOL, "Key-1", True)]
