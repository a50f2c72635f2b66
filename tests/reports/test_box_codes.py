"""The one box finds by tags, serial numbers, cards and numbers, and takes what a scanner types."""

import re

import pytest

from tests.support.box import API, groups, put_harp
from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.people import people

ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture
def hall(app):
    with app.app_context(), transaction():
        return put_harp()


@pytest.mark.parametrize("typed", ["hrp-7", "HRP-7", "s-778", " HRP - 7 "])
def test_a_code_comes_before_all_else_with_what_the_desk_would_do(as_, hall, typed):
    answer = as_("dora").get(API, query_string={"q": typed}).json
    first = answer["groups"][0]
    assert first["name"] == "exact"
    [hit] = first["hits"]
    assert (hit["kind"], hit["code"], hit["verb"]) == ("unit", "HRP-7", "lend")
    assert as_("dora").get(hit["verb_path"]).status_code == 200


def test_what_is_out_can_be_taken_back(as_, hall):
    pile = {"person": "Sol", "codes": ["HRP-7"]}
    assert as_("dora").post("/api/inventory/hand_overs/", json=pile).status_code == 201
    [hit] = groups(as_("dora"), "HRP-7")["exact"]["hits"]
    assert (hit["verb"], "with Sol" in hit["facts"]) == ("take_back", True)
    desk = as_("dora").get(hit["verb_path"]).text.partition("<main")[2]
    assert re.search(r'action="/checkouts/\d+/return', desk)
    [sol] = groups(as_("dora"), "sol")["people"]["hits"]
    assert "has 1 loan" in sol["facts"]


def test_two_things_with_one_code_are_both_shown(as_, hall, app):
    with app.app_context(), transaction():
        tagged("HRP-8", serial="S-778", item=1)
    exact = groups(as_("dora"), "S-778")["exact"]
    assert (exact["count"], len(exact["hits"])) == (2, 2)
    assert "2 have this code: which one?" in as_("dora").get("/find?q=S-778").text


def carded(dora):
    """The codes of two cards of Sol's; the second took the place of the first."""
    return [
        dora.post("/api/inventory/cards/", json={"person": 2, "code": code}).json["code"]
        for code in ("0012 345 678", "0099 345 678")
    ]


def test_a_card_finds_its_person_and_says_what_it_is_worth(as_):
    dora = as_("dora")
    [old], [new] = (groups(dora, card)["exact"]["hits"] for card in carded(dora))
    assert old["facts"] == "This card was Sol's and is not valid any more"
    assert (old["verb"], new["name"], new["verb"]) == ("", "Sol", "lend")
    assert groups(dora, "0099345") == {}


def test_the_card_of_a_person_who_left_is_told_so(as_, app):
    dora = as_("dora")
    card = carded(dora)[1]
    with app.app_context(), transaction():
        people.find(ADA, 2).is_active = False
    [left] = groups(dora, card)["exact"]["hits"]
    assert (left["name"], left["state"], left["verb"]) == ("Sol", "closed", "")
    assert "Disabled" in dora.get("/find", query_string={"q": card}).text


def test_numbers_find_loans(as_, hall):
    pile = {"person": "Sol", "codes": ["HRP-7"]}
    as_("dora").post("/api/inventory/hand_overs/", json=pile)
    kinds = [hit["kind"] for hit in groups(as_("dora"), "#1")["loans"]["hits"]]
    assert kinds == ["loan", "request", "receipt"]


def test_a_scan_goes_on_to_the_desk(as_, hall):
    dora = as_("dora")
    answer = dora.get("/find?q=HRP-7&us_keys=HRP-7")
    assert (answer.status_code, answer.location) == (303, "/desk?code=HRP-7&us_keys=HRP-7")
    assert dora.get("/find?q=HRP-7").status_code == 200
    assert as_("sol").get("/find?q=HRP-7&us_keys=HRP-7").status_code == 200
    assert dora.get("/find?q=gala&us_keys=gala").status_code == 200


def test_a_scan_typed_on_another_keyboard_is_put_right_and_told_once(as_, hall):
    dora = as_("dora")
    first = dora.get("/find", query_string={"q": "HRPß7", "us_keys": "HRP-7"})
    assert "This scan was typed on another keyboard." in first.text
    assert 'name="q" type="search" value="HRP-7"' in first.text
    assert "HRPß7" in first.text
    again = dora.get("/find", query_string={"q": "HRPß7", "us_keys": "HRP-7"})
    assert again.status_code == 303
    answer = dora.get(API, query_string={"q": "HRPß7", "us_keys": "HRP-7"}).json
    assert answer["meant"] == "HRP-7"
    plain = dora.get(API, query_string={"q": "S-778", "us_keys": "HRP-7"}).json
    assert plain["meant"] == ""
