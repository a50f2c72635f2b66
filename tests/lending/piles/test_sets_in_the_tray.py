"""A set at the desk: whoever scans one part of it is told of the others, and takes them along with one press."""

import re
from html import unescape

import pytest

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS, TAGS
from ..set_acts import SETS
from .test_tray import Desk


@pytest.fixture
def desk(as_):
    return Desk(as_("dora"))


@pytest.fixture
def promised(as_, violas, stand):
    """Sol's promise of a set of one viola and two stands; the ids of its lines."""
    parts = [{"item": violas}, {"item": stand, "quantity": 2}]
    id = as_("tess").post(SETS, json={"name": "Viola set", "parts": parts}).json["id"]
    request = as_("sol").post(API, json={"set": id}).json["request"]
    lines = as_("tess").post(f"{REQUESTS}{request}/approve/", json={}).json["lines"]
    return [line["id"] for line in lines]


def test_a_part_handed_out_names_the_rest_and_takes_it_along(
    as_, desk, promised, status, stand_sku
):
    desk.scan(TAGS[0])
    page = desk.scan("Sol").text
    assert "Belongs to the set Viola set: also Music Stand" in page
    page = desk.scan(rest="0").text
    assert "Belongs to the set" not in page
    assert stand_sku in page
    desk.press()
    assert [status(id) for id in promised] == ["out", "out"]


def test_a_part_with_a_tag_still_asks_which_one(desk, promised, stand_sku, status):
    desk.scan("Sol")
    page = desk.scan(stand_sku).text
    assert "Belongs to the set Viola set: also Viola" in page
    desk.scan(rest="0")
    desk.press()
    assert [status(id) for id in promised] == ["approved", "out"]


@pytest.fixture
def out(as_, promised):
    viola, stands = promised
    for id, said in ((viola, {"units": TAGS[:1]}), (stands, {})):
        assert as_("dora").post(f"{API}{id}/hand_out/", json=said).status_code == 200
    return promised


def test_a_part_brought_back_says_what_is_missing_and_takes_it_along(
    desk, out, stand_sku, status
):
    page = desk.scan(stand_sku).text
    assert "Viola set: Viola and Music Stand still out" in page
    page = desk.scan(stand_sku).text
    assert "Viola set: Viola still out" in page
    page = desk.scan(rest="0").text
    assert "Viola set:" not in page
    desk.press()
    assert [status(id) for id in out] == ["returned", "returned"]


def test_at_the_desk_it_is_one_group_that_the_tray_hands_out(as_, promised, stand_sku):
    page = page_says(as_("dora"), "/desk?code=Sol")
    assert page.count("Set: Viola set") == 1  # with the person, and not once more below
    path = tray_of(as_("dora"), "Hand out the set…")
    tray = as_("dora").get(path).text
    assert "Asked for" in tray
    assert "Which" in tray  # the viola has a tag: one of three


def test_partly_back_it_says_which_part_is_missing(as_, out, take, status):
    take(TAGS[:1])
    dora = as_("dora")
    assert "Viola set: Music Stand still out" in page_says(dora, "/desk?code=Sol")
    request = as_("tess").get(f"{API}{out[0]}/").json["request"]
    assert "Viola set: Music Stand still out" in page_says(dora, f"/requests/{request}")
    tray = dora.get(tray_of(dora, "Check in the set…")).text
    assert "Back" in tray


def tray_of(browser, label):
    """Where the button of the one set leads."""
    page = browser.get("/desk?code=Sol").text
    href = re.search(r'<a class="btn[^"]*" href="([^"]+)">(?:<svg.*?</svg>)?' + label, page)
    return unescape(href[1])


def test_a_program_is_told_the_same(take, out):
    told = take(TAGS[:1]).json["lines"][0]["words"]
    assert told.endswith("Viola set: Music Stand still out")


def below(text, name, *things):
    """Whether a set's name stands once, with these things after it."""
    head, found, rest = text.partition(f"Set: {name}")
    return found and f"Set: {name}" not in rest and all(each in rest for each in things)


def test_the_receipt_and_the_email_name_a_set_once_with_its_parts_below(
    as_, promised, give, take, violins, stand_sku, letter
):
    out = give(["VLN-1", {"code": stand_sku, "quantity": 2}, TAGS[0]])
    assert out.status_code == 201, out.json
    assert [each["set_name"] for each in out.json["goods"]] == [
        "Viola set",
        "Viola set",
        "",
    ]
    page = page_says(as_("sol"), f"/receipts/{out.json['id']}")
    assert below(page, "Viola set", "Music Stand", TAGS[0])
    assert page.index("Set: Viola set") < page.index("VLN-1")
    assert below(letter("handed_over"), "Viola set", "Music Stand × 2", TAGS[0])
    take([TAGS[0], "VLN-1"])
    assert below(letter("taken_back"), "Viola set", TAGS[0])
