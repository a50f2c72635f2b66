"""Input that makes no sense, at page and program: refused in words with what would do, and nothing of it is done."""

from html import unescape

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, tagged
from webapp.core.db import transaction
from webapp.stock import locations

from .ahead_acts import ask, promise
from .conftest import API, BASKET, HAND_OVERS, TAKE_BACKS
from .desk_acts import act, undo
from .piles.test_tray import Desk

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def answers(as_):
    """What the tray and the program answer to these codes, without doing anything."""

    def told(door, *codes, path=HAND_OVERS, person="Sol"):
        if door == "api":
            whose = {"person": person} if person else {}
            said = {"codes": list(codes)} | whose
            answer = as_("dora").post(f"{path}?dry_run=1", json=said)
            assert answer.status_code == 200, answer.json
            return " ".join(each["words"] for each in answer.json["lines"])
        desk = Desk(as_("dora"))
        for code in [*([person] if person else []), *codes]:
            desk.scan(code)
        return " ".join(unescape(desk.page.text).split())

    return told


@DOORS
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (5, 3, "Choose a day from"),
        (-2, 3, "Choose a day in the future"),
        (1, 4000, "Choose a day within ten years"),
    ],
)
def test_days_that_cross_are_over_or_too_far(as_, stand, door, first, last, words):
    sol = as_("sol")
    days = {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
    no = (
        sol.post(f"/items/{stand}", data={"quantity": "2", "notes": "Gala"} | days)
        if door == "page"
        else ask(sol, stand, first, last)
    )
    assert no.status_code == 422
    assert words in no.text
    assert door == "api" or "Gala" in no.text
    assert sol.get(API).json == []


@DOORS
def test_a_basket_with_something_archived_is_not_sent(as_, put, harp, stand, door):
    put("sol", harp)
    put("sol", stand)
    assert as_("tess").delete(f"/api/inventory/items/{harp}/").status_code == 204
    sol = as_("sol")
    no = (
        sol.post("/basket/send", data={"purpose": "Gala"})
        if door == "page"
        else sol.post(f"{BASKET}send/", json={"purpose": "Gala"})
    )
    assert no.status_code == 409
    assert "Harp is archived" in no.text
    assert sol.get(API).json == []
    assert len(sol.get(BASKET).json["lines"]) == 2


@DOORS
def test_a_set_has_an_item_once(as_, duo, stand, door):
    tess = as_("tess")
    no = (
        tess.post(f"/sets/{duo}/parts", data={"code": "Music Stand", "quantity": "1"})
        if door == "page"
        else tess.patch(
            f"/api/inventory/sets/{duo}/",
            json={"parts": [{"item": stand}, {"item": stand, "quantity": 2}]},
        )
    )
    assert no.status_code == 422
    assert "Music Stand is in the set already" in no.text


@DOORS
def test_no_more_is_granted_than_was_asked_for(as_, stand, door):
    id, tess = ask(as_("sol"), stand, 0, 4, quantity=2).json["id"], as_("tess")
    no = (
        tess.post(f"/checkouts/{id}/change", data={"granted": "3"})
        if door == "page"
        else act(tess, id, "approve", granted=3)
    )
    assert no.status_code == 422
    assert "Only 2 were asked for" in no.text
    assert tess.get(f"{API}{id}/").json["status"] == "pending"


@DOORS
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Ada", "Somebody else. This pile is for Sol"),
        ("https://x.example/door/3", "It is on the door of a room"),
        ("VLA-77", "Nothing has this code. Nearest: VLA-"),
    ],
)
def test_a_code_that_is_no_thing(answers, violas, door, code, words):
    assert words in " ".join(answers(door, code).replace("</b>", "").split())


@DOORS
def test_the_same_code_twice_counts_once(answers, violas, door):
    assert "Scanned twice." in answers(door, "VLA-1", "VLA-1")


@pytest.fixture
def elsewhere(app, as_, violas):
    """VLA-8 is in the annex."""
    with app.app_context(), transaction():
        there = locations.home(TESS, "Annex", is_new=True).id
        unit = tagged("VLA-8", item=violas)
    transfer = {"from_location": 1, "to_location": there, "lines": [{"unit": unit}]}
    sent = as_("dora").post("/api/inventory/transfers/", json=transfer).json["id"]
    for verb in ("send", "receive"):
        as_("dora").post(f"/api/inventory/transfers/{sent}/{verb}/", json={})


@DOORS
def test_units_of_two_places_leave_each_its_own(as_, elsewhere, rows, door):
    if door == "api":
        said = {"codes": ["VLA-8", "VLA-1"], "person": "Sol"}
        assert as_("dora").post(HAND_OVERS, json=said).status_code == 201
    else:
        desk = Desk(as_("dora"))
        for code in ("Sol", "VLA-8", "VLA-1"):
            desk.scan(code)
        assert desk.press().status_code == 303
    assert rows(1) == [("VLA-8", 1, "out"), ("VLA-1", 1, "out")]


@DOORS
def test_what_is_not_out_is_not_returned(as_, harp, answers, violas, door):
    told = answers(door, "VLA-1", path=TAKE_BACKS, person="")
    assert ("Already on the shelf." in told) == (door == "api")  # a tray would hand it out
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "hand_out")
    act(dora, id, "return_item")
    no = end(dora, door, id)
    assert no.status_code == 409


@DOORS
def test_what_is_lost_is_not_lost_again(as_, harp, door):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "hand_out")
    assert end(dora, door, id, outcome="lost").status_code in (200, 303)
    no = end(dora, door, id, outcome="lost")
    assert no.status_code == 409
    assert "choose Found on its page" in no.text


@DOORS
def test_what_was_not_lost_is_not_found(as_, harp, door):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "hand_out")
    no = dora.post(f"/checkouts/{id}/found") if door == "page" else act(dora, id, "found")
    assert no.status_code == 409
    assert "check in what is here" in no.text


@DOORS
def test_what_moved_on_is_not_undone(as_, give, take, violas, status, door):
    given = give(["VLA-1", "VLA-2"]).json["id"]
    take(["VLA-1"])
    dora = as_("dora")
    no = (
        dora.post(f"/receipts/{given}/undo")
        if door == "page"
        else dora.post(f"{HAND_OVERS}{given}/undo/")
    )
    assert no.status_code == 409
    assert "Nothing was undone." in no.text
    assert "Viola" in no.text
    assert status(1) == "out"


@DOORS
def test_nor_is_a_single_return_of_what_left_again(as_, harp, last, status, door):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "hand_out")
    act(dora, id, "return_item")
    returned = last("return")
    other = promise(as_, harp, 0, 4, who="nia")
    act(dora, other, "hand_out")
    no = (
        dora.post(f"/operations/{returned}/undo")
        if door == "page"
        else undo(dora, returned)
    )
    assert no.status_code == 409
    assert (status(id), status(other)) == ("returned", "out")


def end(browser, door, id, **said):
    if door == "api":
        return act(browser, id, "return_item", **said)
    return browser.post(f"/checkouts/{id}/return", data=said)
