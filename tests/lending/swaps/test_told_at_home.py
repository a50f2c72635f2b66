"""Home says of what is to be swapped that it comes back, and not that it can be kept; an empty list fits its reader."""

from ..ahead_acts import page_says
from .acts import done, swap


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


def test_who_lends_to_others_is_led_to_them_where_they_have_nothing(as_):
    mine = page_says(as_("tess"), "/checkouts/mine")
    assert "You have nothing on loan yourself" in mine
    assert "You have not borrowed anything yet" in page_says(as_("sol"), "/checkouts/mine")
