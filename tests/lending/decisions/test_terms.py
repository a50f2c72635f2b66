"""Approving something else than was asked for: fewer, another item, other days; and taking that back."""

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core.db import transaction
from webapp.stock.items import items

from ..ahead_acts import ask
from ..conftest import API


@pytest.fixture
def two_violins(as_):
    """Sol's request for both violins, from today for four days; its id."""
    return ask(as_("sol"), 1, 0, 4, quantity=2).json["id"]


@pytest.fixture
def fiddle(app):
    """Another violin, of which there are three; its id."""
    with app.app_context(), transaction():
        return items.add(
            TESS, name="Violin 3/4", category="instrument", location="Store", quantity=3
        ).id


TERMS = {
    "fewer": {"granted": 1},
    "later": {"checkout_date": str(ahead(2)), "due_date": str(ahead(9))},
}


def sent(door, as_, id, **terms):
    if door == "page":
        return as_("tess").post(f"/checkouts/{id}/change", data=terms)
    return as_("tess").post(f"{API}{id}/approve/", json=terms)


@pytest.mark.parametrize("door", ["page", "api"])
def test_c04_fewer_can_be_approved_than_were_asked_for(as_, two_violins, shelf, door):
    assert sent(door, as_, two_violins, granted=1).status_code in (200, 303)
    loan = as_("sol").get(f"{API}{two_violins}/").json
    assert (loan["quantity"], loan["granted"], loan["status"]) == (2, 1, "approved")
    out = as_("dora").post(f"{API}{two_violins}/hand_out/", json={}).json
    assert (out["out"], out["granted"]) == (1, 1)
    assert shelf() == (1, 0, 1, 0)
    assert ask(as_("nia"), 1, 0, 4).status_code == 201  # the other one is free


@pytest.mark.parametrize("door", ["page", "api"])
def test_c06_another_item_can_be_approved(as_, two_violins, fiddle, door):
    assert sent(door, as_, two_violins, item=fiddle).status_code in (200, 303)
    loan = as_("sol").get(f"{API}{two_violins}/").json
    assert (loan["item"], loan["asked_item"]) == (fiddle, 1)
    assert loan["item_name"] == "Violin 3/4"
    assert ask(as_("nia"), 1, 0, 4, quantity=2).status_code == 201


@pytest.mark.parametrize("door", ["page", "api"])
def test_c05_other_days_can_be_approved(as_, two_violins, door):
    assert sent(door, as_, two_violins, **TERMS["later"]).status_code in (200, 303)
    loan = as_("sol").get(f"{API}{two_violins}/").json
    assert (loan["checkout_date"], loan["due_date"]) == (str(ahead(2)), str(ahead(9)))


def test_what_else_is_free_can_be_chosen_on_the_page(as_, two_violins, fiddle):
    page = as_("tess").get(f"/checkouts/{two_violins}/change").text
    assert f'<option value="{fiddle}">Violin 3/4 (3 free)</option>' in page
    assert "Student Violin 4/4, as asked for" in page


def test_neither_a_case_nor_a_book_can_be_chosen_for_an_instrument(
    app, as_, two_violins, fiddle
):
    with app.app_context(), transaction():
        for name, category in (
            ("Violin Case", "accessory"),
            ("Violin Duets", "sheet_music"),
        ):
            items.add(TESS, name=name, category=category, location="Store", quantity=9)
    page = as_("tess").get(f"/checkouts/{two_violins}/change").text
    offered = page.partition('name="item"')[2].partition("</select>")[0]
    assert "Violin 3/4" in offered
    assert "Violin Case" not in offered
    assert "Violin Duets" not in offered


def test_of_its_own_size_comes_first(app, as_, two_violins, fiddle):
    with app.app_context(), transaction():
        items.add(
            TESS, name="Violin 4/4", category="instrument", location="Store", quantity=1
        )
    page = as_("tess").get(f"/checkouts/{two_violins}/change").text
    assert page.index("Violin 4/4 (1 free)") < page.index("Violin 3/4 (3 free)")


def test_undone_it_is_as_it_was_asked_for(as_, two_violins, fiddle):
    tess = as_("tess")
    before = tess.get(f"{API}{two_violins}/").json
    terms = {"item": fiddle, **TERMS["fewer"], **TERMS["later"]}
    assert tess.post(f"{API}{two_violins}/approve/", json=terms).status_code == 200
    assert tess.post(f"{API}{two_violins}/undo/", json={}).status_code == 200
    after = tess.get(f"{API}{two_violins}/").json
    unlike = {name for name in before if before[name] != after[name]}
    assert unlike == {"version"}


def test_a_hand_out_undone_is_promised_from_the_approved_day_again(as_, two_violins):
    as_("tess").post(f"{API}{two_violins}/approve/", json=TERMS["later"])
    dora = as_("dora")
    assert dora.post(f"{API}{two_violins}/hand_out/", json={}).status_code == 200
    operations = dora.get("/api/inventory/operations/").json
    undo = f"/api/inventory/operations/{operations[0]['id']}/undo/"
    assert dora.post(undo, json={}).status_code in (200, 201)
    loan = dora.get(f"{API}{two_violins}/").json
    assert (loan["status"], loan["checkout_date"]) == ("approved", str(ahead(2)))


WRONG = {
    "granted": ({"granted": 3}, 422),
    "none": ({"granted": 0}, 422),
    "no such item": ({"item": 999}, 404),
    "over": ({"due_date": "2020-01-01"}, 422),
    "past": ({"checkout_date": "2020-01-01"}, 422),
    "crossed": ({"checkout_date": str(ahead(5))}, 422),
}


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize(("terms", "code"), WRONG.values(), ids=WRONG)
def test_terms_that_make_no_sense_are_refused(as_, two_violins, door, terms, code):
    answer = sent(door, as_, two_violins, **terms)
    assert answer.status_code == code if door == "api" else answer.status_code in (404, 422)
    assert as_("sol").get(f"{API}{two_violins}/").json["status"] == "pending"


def test_another_item_must_be_free(as_, two_violins, fiddle):
    as_("nia").post(API, json={"item": fiddle, "quantity": 2, "due_date": str(ahead(4))})
    as_("tess").post(f"{API}{two_violins + 1}/approve/", json={})
    no = sent("api", as_, two_violins, item=fiddle)
    assert no.status_code == 409
    assert no.json["facts"]["free"] == 1


def test_what_was_approved_is_kept_and_told(as_, two_violins, fiddle):
    terms = {"item": fiddle, **TERMS["fewer"], **TERMS["later"]}
    as_("tess").post(f"{API}{two_violins}/approve/", json=terms)
    page = " ".join(as_("sol").get(f"/checkouts/{two_violins}").text.split())
    assert "Violin 3/4 instead; 1 of 2; from" in page


def test_the_letter_says_what_is_not_as_it_was_asked_for(as_, two_violins, fiddle, letter):
    as_("tess").post(f"{API}{two_violins}/approve/", json={"item": fiddle, "granted": 1})
    text = letter("approved")
    assert "Violin 3/4" in text
    assert "another one than you had asked for" in text
    assert "You had asked for 2; the others were declined." in text


def test_only_who_may_approve_does_so(as_, two_violins):
    for who, code in (("sol", 403), ("nia", 404), ("dora", 403)):
        answer = as_(who).post(f"{API}{two_violins}/approve/", json={"granted": 1})
        assert answer.status_code == code, who
