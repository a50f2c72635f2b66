"""What the desk page says is to be handed out: today's apart from later days, a set as one, in one word."""

from ..ahead_acts import promise
from ..conftest import API, REQUESTS
from ..desk_acts import act
from ..set_acts import SETS

NOW, LATER = 'aria-labelledby="h-ready"', "<h3>Later</h3>"


def test_later_days_stand_apart(as_, stand, harp):
    promise(as_, stand, 0, 3)
    promise(as_, harp, 2, 3)
    now, later = as_("dora").get("/desk").text.partition(NOW)[2].split(LATER)
    assert "Music Stand" in now
    assert "Harp" not in now
    assert "Harp" in later.partition('aria-labelledby="h-late"')[0]


def test_a_set_is_one_card_with_one_press(as_, violas, stand):
    parts = [{"item": violas}, {"item": stand, "quantity": 2}]
    id = as_("tess").post(SETS, json={"name": "Viola set", "parts": parts}).json["id"]
    request = as_("sol").post(API, json={"set": id}).json["request"]
    as_("tess").post(f"{REQUESTS}{request}/approve/", json={})
    page = as_("dora").get("/desk").text
    assert page.count("Set: Viola set") == 1
    assert "Hand out the set…" in page


def test_what_was_chosen_is_set_aside_by_the_same_word(as_, approved, violins, loan):
    as_("dora").post(f"/checkouts/{approved}/add_unit?at=desk", data={"unit": 1})
    assert loan(approved).is_all_aside
    assert loan(approved).ready_at is None
    assert "Ready to pick up" not in as_("dora").get("/desk").text


def test_home_says_that_it_is_prepared_until_it_lies_ready(as_, violas):
    id = promise(as_, violas, 0, 3)
    assert "It is being prepared" in as_("sol").get("/").text
    act(as_("dora"), id, "set_aside", units=["VLA-1"])
    assert "It is set aside: fetch it at the desk." in as_("sol").get("/").text


def test_the_pick_list_leads_back_to_the_desk(as_, stand):
    promise(as_, stand, 0, 3)
    page = as_("dora").get("/desk/pick-list").text.partition("<main")[2]
    assert 'href="/desk"' in page.partition("<h1")[0]
