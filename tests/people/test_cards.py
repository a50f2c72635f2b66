"""Cards: given by the desk or an admin, replaced when lost; the old one opens nobody, and says so."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User

CARDS = "/api/inventory/cards/"
SOL, NIA = 2, 3


def issue(browser, door, person=SOL, code=None):
    said = {"code": code} if code else {}
    if door == "page":
        return browser.post(f"/people/{person}/card", data=said)
    return browser.post(CARDS, json=said | {"person": person})


def press(browser, door, id, verb):
    if door == "page":
        return browser.post(f"/cards/{id}/{verb}")
    return browser.post(f"{CARDS}{id}/{verb}/", json={})


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
@pytest.mark.parametrize("who", ["dora", "ada"])
def test_a_code_is_entered_or_made_up(as_, cards, door, who):
    assert issue(as_(who), door, code="0012 345 678").status_code in (201, 303)
    assert issue(as_(who), door, NIA).status_code in (201, 303)
    (_sol, code, _valid), (_nia, made, is_valid) = cards()
    assert (code, is_valid) == ("0012 345 678", True)
    assert made.isalnum()
    assert made.isupper()
    assert len(made) == 14
    assert made in as_(who).get(f"/people/{NIA}").text


@DOORS
def test_another_card_replaces_the_one_before(as_, cards, door):
    for code in ("OLD-1", "NEW-1"):
        assert issue(as_("dora"), door, code=code).status_code in (201, 303)
    assert cards() == [(SOL, "OLD-1", False), (SOL, "NEW-1", True)]


@DOORS
def test_a_lost_cards_code_is_nobodys_again(as_, cards, door):
    issue(as_("dora"), door, code="KEY-1")
    assert press(as_("dora"), door, 1, "end").status_code in (200, 303)
    assert issue(as_("dora"), door, NIA, code="KEY-1").status_code == 422
    assert press(as_("dora"), door, 1, "end").status_code == 409
    assert cards() == [(SOL, "KEY-1", False)]


@DOORS
def test_what_was_found_is_valid_again_unless_there_is_another_by_now(as_, cards, door):
    dora = as_("dora")
    issue(dora, door, code="KEY-1")
    assert press(dora, door, 1, "restore").status_code == 409
    press(dora, door, 1, "end")
    assert press(dora, door, 1, "restore").status_code in (200, 303)
    issue(dora, door, code="KEY-2")
    assert press(dora, door, 1, "restore").status_code == 409
    assert cards() == [(SOL, "KEY-1", False), (SOL, "KEY-2", True)]


@DOORS
@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("sol", 403)])
def test_others_give_none(as_, cards, door, who, status):
    issue(as_("dora"), door, code="KEY-1")
    assert issue(as_(who), door, code="MINE").status_code == status
    assert press(as_(who), door, 1, "end").status_code in (403, 404)
    assert "KEY-1" not in as_(who).get(f"/people/{SOL}").text
    assert as_(who).get(CARDS).status_code == 403
    assert as_(who).get(f"/people/cards?person={SOL}").status_code == 403
    assert cards() == [(SOL, "KEY-1", True)]


@DOORS
def test_nobody_gives_one_to_nobody(as_, door):
    assert issue(as_("dora"), door, 99).status_code == 404
    assert press(as_("dora"), door, 99, "end").status_code == 404


@DOORS
@pytest.mark.parametrize(
    "code", ["\u00ad", "https://x.example/t/11", "x" * 41, "-", "%", "1", "A-1 b", "____"]
)
def test_what_is_no_card_is_refused_at_its_field(as_, cards, door, code):
    no = issue(as_("dora"), door, code=code)
    assert no.status_code == 422
    if door == "api":
        assert list(no.json["fields"]) == ["code"]
    assert cards() == []


@DOORS
def test_who_may_not_come_in_gets_none(app, as_, cards, door):
    with app.app_context(), transaction():
        db.session.get(User, SOL).is_active = False
    assert issue(as_("dora"), door, code="KEY-1").status_code == 409
    assert cards() == []


def test_two_at_once_leave_one_that_is_valid(as_, cards):
    browsers = [as_("dora"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda each: issue(each, "api").status_code, browsers))
    assert answers == [201, 201]
    assert [is_valid for *_about, is_valid in cards()] == [False, True]


def test_the_api_lists_them_newest_first(as_):
    dora = as_("dora")
    for person, code in ((SOL, "KEY-1"), (NIA, "KEY-2"), (SOL, "KEY-3")):
        issue(dora, "api", person, code)
    assert [card["code"] for card in dora.get(CARDS).json] == ["KEY-3", "KEY-2", "KEY-1"]
    theirs = dora.get(f"{CARDS}?person={SOL}").json
    assert [(card["code"], card["is_valid"]) for card in theirs] == [
        ("KEY-3", True),
        ("KEY-1", False),
    ]
    assert dora.get(f"{CARDS}1/").json == {
        "id": 1,
        "person": SOL,
        "person_name": "Sol",
        "code": "KEY-1",
        "is_valid": False,
    }


def test_a_page_says_who_has_none_and_prints_the_others(as_):
    issue(as_("dora"), "api", code="KEY-1")
    page = as_("dora").get(f"/people/cards?person={SOL}&person={NIA}").text
    assert "No card yet: Nia" in page
    assert "KEY-1" in page
    assert page.count("<svg") > 0
    assert "No cards to print" in as_("dora").get("/people/cards").text
