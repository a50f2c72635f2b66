"""How a thing was as it left and as it came back, side by side on its loan; and what is wrong with it."""

import re

import pytest

from tests.pictures.doors import API, DOORS, add
from tests.support.photographs import jpeg

REPAIR = {"item": 1, "description": "The bridge is cracked"}


@pytest.fixture
def lent(as_, wish):
    """Sol has a violin."""
    dora = as_("dora")
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})
    assert dora.post("/api/inventory/checkouts/1/hand_out/", json={}).status_code == 200
    return 1


def sides(page):
    """The headings of the two, and how many photos stand below each."""
    section = page.partition('aria-labelledby="h-looked"')[2].partition("told")[0]
    parts = re.split(r"<h3>", section)[1:]
    return {part.partition("</h3>")[0]: part.count('class="photo"') for part in parts}


def test_the_desk_adds_some_as_it_leaves(as_, pictures, lent):
    dora = as_("dora")
    assert sides(dora.get("/checkouts/1").text) == {"Handed out": 0}
    assert add(dora, "page", jpeg(), kind="hand_out").status_code == 303
    assert sides(dora.get("/checkouts/1").text) == {"Handed out": 1}
    assert pictures("hand_out") == [(1, 1)]


def test_what_came_back_is_shown_beside_what_left(as_, pictures, lent):
    dora = as_("dora")
    add(dora, "page", jpeg(), kind="hand_out")
    dora.post("/api/inventory/checkouts/1/return_item/", json={})
    assert sides(dora.get("/checkouts/1").text) == {"Handed out": 1, "Came back": 0}
    assert add(dora, "page", jpeg("navy"), kind="return").status_code == 303
    both = {"Handed out": 1, "Came back": 1}
    assert sides(dora.get("/checkouts/1").text) == both
    assert sides(as_("sol").get("/checkouts/1").text) == both
    assert pictures("return") == [(2, 1)]


def test_only_who_sees_the_loan_sees_them(as_, lent):
    (photo,) = add(as_("dora"), "api", jpeg(), kind="hand_out").json
    face = photo["sizes"]["face"]
    assert as_("sol").get(face).status_code == 200
    assert as_("nia").get(face).status_code == 404
    assert as_("nia").get(f"{API}?of=hand_out&id=1").status_code == 404
    assert add(as_("sol"), "api", jpeg(), kind="return").status_code == 403
    assert add(as_("nia"), "api", jpeg(), kind="return").status_code == 404


def test_without_any_students_see_no_heading(as_, lent):
    assert "How it looked" not in as_("sol").get("/checkouts/1").text


def test_before_it_leaves_there_is_nothing_to_look_at(as_, wish):
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    assert "How it looked" not in as_("dora").get("/checkouts/1").text


@DOORS
def test_what_has_not_happened_has_no_photos(as_, pictures, wish, door):
    dora = as_("dora")
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    for kind in ("hand_out", "return"):
        assert add(dora, door, jpeg(), kind=kind).status_code == 409
        assert "nothing to photograph yet" in dora.get(f"/pictures/{kind}/1").text
        assert add(as_("sol"), door, jpeg(), kind=kind).status_code == 403
        assert add(as_("nia"), door, jpeg(), kind=kind).status_code == 404
        assert pictures(kind) == []


@DOORS
def test_what_is_out_has_none_of_its_return(as_, pictures, lent, door):
    dora = as_("dora")
    assert add(dora, door, jpeg(), kind="return").status_code == 409
    assert 'enctype="multipart/form-data"' not in dora.get("/pictures/return/1").text
    dora.post("/api/inventory/checkouts/1/return_item/", json={})
    assert 'enctype="multipart/form-data"' in dora.get("/pictures/return/1").text
    assert add(dora, door, jpeg(), kind="return").status_code in (201, 303)


@DOORS
@pytest.mark.parametrize("outcome", ["lost", "used_up"])
def test_what_is_gone_has_none_of_its_return(as_, pictures, lent, door, outcome):
    dora = as_("dora")
    said = {"outcome": outcome}
    dora.post("/api/inventory/checkouts/1/return_item/", json=said)
    assert add(dora, door, jpeg(), kind="return").status_code == 409
    assert "did not come back" in dora.get("/pictures/return/1").text
    assert sides(dora.get("/checkouts/1").text) == {"Handed out": 0}
    assert pictures("return") == []


def test_a_repair_has_photos_for_staff(as_, pictures):
    dora = as_("dora")
    assert dora.post("/api/inventory/repairs/", json=REPAIR).status_code == 201
    (photo,) = add(dora, "api", jpeg(), kind="repair").json
    assert photo["sizes"]["page"] in dora.get("/repairs/1").text
    assert as_("sol").get(photo["sizes"]["face"]).status_code == 404
    assert add(as_("sol"), "api", jpeg(), kind="repair").status_code == 404
    assert "Photos of Student Violin" in dora.get("/pictures/repair/1").text


@pytest.fixture
def broken(as_, lent):
    """What Sol says is broken of it."""
    said = {"words": "A peg slips"}
    return as_("sol").post("/api/inventory/checkouts/1/faults/", json=said).json["id"]


def test_who_says_that_something_is_broken_shows_it(as_, pictures, broken):
    sol = as_("sol")
    assert add(sol, "page", jpeg(), kind="fault").status_code == 303
    assert pictures("fault") == [(1, broken)]
    assert f"/pictures/fault/{broken}" in as_("dora").get("/faults").text
    assert ", broken" in as_("dora").get(f"/pictures/fault/{broken}").text
    assert sol.get(f"/faults/{broken}").location == "/checkouts/1"
    assert add(as_("nia"), "api", jpeg("navy"), kind="fault").status_code == 404
    assert add(as_("dora"), "api", jpeg("navy"), kind="fault").status_code == 201


def test_the_word_after_a_report_leads_to_its_photos(as_, lent):
    sol = as_("sol")
    sol.post("/checkouts/1/fault", data={"words": "A peg slips"})
    assert "/pictures/fault/1" in sol.get("/checkouts/1").text.partition('class="said"')[2]
