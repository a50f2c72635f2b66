"""A17: one search finds things, people, loans, requests, receipts, sets and rooms, as far as one may see them."""

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.stock.items import items
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart

API = "/api/inventory/"


@pytest.fixture
def gala(app, as_):
    """A harp VLN-7 in a set, Sol's loan of it in a pile, and Sol's request for a violin and more."""
    with app.app_context(), transaction():
        harp = items.add(
            TESS,
            name="Gala Harp",
            category="instrument",
            location="Store",
            max_checkout_days=30,
        ).id
        tagged("HRP-7", serial="S-778", item=harp)
        sets.add(TESS, name="Gala set", parts=[NewPart(item=harp)])
    lines = [{"item": 1}, {"item": 2}]
    said = {"lines": lines, "due_date": str(ahead(3))}
    assert as_("sol").post(f"{API}requests/", json=said).status_code == 201
    pile = {"person": "Sol", "codes": ["HRP-7"]}
    assert as_("dora").post(f"{API}hand_overs/", json=pile).status_code == 201
    return harp


def found(browser, words):
    hits = browser.get(f"{API}search/", query_string={"q": words}).json
    return {(hit["kind"], hit["name"]) for hit in hits}


def test_a17_one_search_finds_everything(as_, gala):
    dora = as_("dora")
    assert {
        ("item", "Gala Harp"),
        ("set", "Gala set"),
        ("loan", "Gala Harp"),
    } <= found(dora, "gala")
    assert ("request", "Request 1") in found(dora, "violin")
    assert ("unit", "HRP-7") in found(dora, "hrp-7")
    assert ("unit", "HRP-7") in found(dora, "S-778")
    by_name = found(dora, "Sol")
    assert {kind for kind, _name in by_name} >= {"person", "loan", "request", "receipt"}
    assert {("request", "Request 1"), ("receipt", "Receipt 1")} <= found(dora, "#1")


def test_rooms_are_found_by_name(as_):
    [room, *_others] = as_("ada").get(f"{API}practice-rooms/").json or [None]
    assert room is None or ("room", room["name"]) in found(as_("sol"), room["name"])


def test_a_student_finds_what_is_theirs(as_, gala):
    sol, nia = as_("sol"), as_("nia")
    assert {
        ("item", "Gala Harp"),
        ("loan", "Gala Harp"),
    } <= found(sol, "gala")
    assert ("request", "Request 1") in found(sol, "violin")
    assert found(nia, "gala") == {("item", "Gala Harp"), ("set", "Gala set")}
    for words in ("HRP-7", "S-778", "Sol", "#1", "1"):
        assert not {"unit", "person", "loan", "request", "receipt"} & {
            kind for kind, _name in found(nia, words)
        }


def test_staff_find_a_person_and_what_is_theirs_by_their_card(as_, gala):
    dora = as_("dora")
    cards = [
        dora.post(f"{API}cards/", json={"person": 2, "code": code}).json["code"]
        for code in ("0012 345 678", "0099 345 678")
    ]
    told = [
        next(
            hit["detail"]
            for hit in dora.get(f"{API}search/", query_string={"q": card}).json
            if (hit["kind"], hit["name"]) == ("person", "Sol")
        )
        for card in cards
    ]
    assert told == ["This card was Sol's and is not valid any more", "By their card"]
    assert ("loan", "Gala Harp") in found(dora, cards[1])
    assert found(as_("nia"), cards[1]) == set()


def test_what_was_bookmarked_leads_to_the_one_box(as_):
    assert as_("sol").get("/search?q=gala").location == "/find?q=gala"


def test_it_asks_as_often_whatever_it_finds(app, as_, gala):
    dora = as_("dora")
    dora.get(f"{API}search/?q=gala")
    counts = []
    for words in ("gala", "Sol", "e"):
        with counted(app) as seen:
            assert dora.get(f"{API}search/?q={words}").status_code == 200
        counts.append(len(seen))
    assert max(counts) <= 24, counts


def test_nothing_typed_finds_nothing(as_):
    assert as_("sol").get(f"{API}search/?q=").status_code == 422
    assert as_("sol").get(f"{API}search/?q=%25%5F%5C").json == []
    assert as_(None).get(f"{API}search/?q=a").status_code == 401
