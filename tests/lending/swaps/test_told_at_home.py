"""Home says of what is to be swapped that it comes back, and not that it can be kept; an empty list fits its reader."""

import pytest

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS
from ..queue_acts import take_out
from ..set_acts import SETS
from .acts import MINE, add, done, swap


def test_the_card_of_the_old_one_says_what_it_is_swapped_for(as_, celli, half):
    assert "To be swapped" not in page_says(as_("sol"), "/")
    id = swap(as_, celli["3/4"], half)["id"]
    asked = page_says(as_("sol"), "/")
    assert "To be swapped: you asked for Cello 3/4 instead" in asked
    assert f"/checkouts/{half}/ask_longer" not in asked
    assert f"/checkouts/{half}/renew" not in asked
    done(as_, "tess", id, "approve")
    assert "bring it along when you fetch Cello 3/4" in page_says(as_("sol"), "/")
    done(as_, "sol", id, "cancel")
    assert "To be swapped" not in page_says(as_("sol"), "/")


def test_it_is_said_too_once_the_new_one_is_handed_out(as_, celli, half):
    id = swap(as_, celli["3/4"], half)["id"]
    done(as_, "tess", id, "approve")
    done(as_, "dora", id, "hand_out")
    home, loan = (page_says(as_("sol"), path) for path in ("/", f"/checkouts/{half}"))
    assert "Instead of Cello 1/2, which comes back." in home
    for page in (home, loan):
        assert "You have Cello 3/4 instead: bring this one back." in page
        assert f"/checkouts/{half}/ask_longer" not in page
        assert f"/checkouts/{half}/renew" not in page


def test_who_lends_to_others_is_led_to_them_where_they_have_nothing(as_):
    mine = page_says(as_("tess"), "/checkouts/mine")
    assert "You have nothing on loan yourself" in mine
    assert "You have not borrowed anything yet" in page_says(as_("sol"), "/checkouts/mine")


@pytest.fixture
def two(as_, celli, half):
    """Sol's loans: of the small cello, which is to be swapped, and of a stand."""
    stand = take_out(as_, add(as_, "Tall Stand"), student=MINE)
    swap(as_, celli["3/4"], half)
    return half, stand


def test_no_door_offers_to_keep_what_is_to_be_swapped(as_, two):
    half, _stand = two
    words = "To be swapped: you asked for Cello 3/4 instead"
    shown = page_says(as_("sol"), f"/checkouts/{half}").partition("<main")[2]
    assert words in shown
    assert "Keep it until Fri" not in shown
    assert f"/checkouts/{half}/ask_longer" not in shown
    assert f"/checkouts/{half}/renew" not in shown
    renewal = as_("sol").get(f"{API}{half}/").json["renewal"]
    assert renewal["reason"] == "swapped"
    assert as_("sol").post(f"{API}{half}/renew/", json={}).status_code == 409


def test_keeping_all_of_it_leaves_out_what_is_to_be_swapped(as_, two):
    half, stand = two
    before = as_("sol").get(f"{API}{half}/").json["due_date"]
    kept = as_("sol").post("/checkouts/renew").text
    assert "To be swapped" in kept
    assert as_("sol").get(f"{API}{half}/").json["due_date"] == before
    assert as_("sol").get(f"{API}{stand}/").json["due_date"] > before


def test_all_of_it_is_not_offered_where_nothing_else_may_be_kept(as_, celli, half):
    take_out(as_, celli["4/4"], student=MINE)
    assert "Keep all of it longer" in page_says(as_("sol"), "/")
    for old in as_("sol").get(API).json:
        swap(as_, add(as_, "Cello 4/4"), old["id"], who="tess", student=MINE)
    assert "Keep all of it longer" not in page_says(as_("sol"), "/")


def test_once_the_other_is_out_the_old_one_is_asked_back(as_, celli, half):
    id = swap(as_, celli["3/4"], half)["id"]
    done(as_, "tess", id, "approve")
    done(as_, "dora", id, "hand_out")
    shown = page_says(as_("sol"), f"/checkouts/{half}")
    assert "You have Cello 3/4 instead: bring this one back." in shown


@pytest.fixture
def set_out(as_, celli, stand):
    """Sol's loans of a set: of the small cello, and of a stand."""
    parts = [{"item": celli["1/2"], "quantity": 1}, {"item": stand, "quantity": 1}]
    made = as_("tess").post(SETS, json={"name": "Cello set", "parts": parts}).json["id"]
    said = {"lines": [{"set": made}], "student": MINE}
    ids = [line["id"] for line in as_("tess").post(REQUESTS, json=said).json["lines"]]
    for id in ids:
        done(as_, "tess", id, "approve")
        done(as_, "dora", id, "hand_out")
    return ids


def test_a_set_with_it_is_kept_part_by_part(as_, celli, set_out):
    cello, stand = set_out
    assert "Keep the set longer" in page_says(as_("sol"), "/")
    swap(as_, celli["3/4"], cello)
    shown = page_says(as_("sol"), "/")
    assert "Keep the set longer" not in shown
    assert "To be swapped: you asked for Cello 3/4 instead" in shown
    assert f"/checkouts/{cello}/renew" not in shown
    assert f"/checkouts/{stand}/renew" in shown


def test_whoever_answers_reads_in_the_email_what_comes_back(as_, celli, half, letter):
    swap(as_, celli["3/4"], half)
    assert "It is in place of Cello 1/2, which they bring back." in letter("requested")
