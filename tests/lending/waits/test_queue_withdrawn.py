"""What the queue gave goes back with what it came from: an undone return, or the undone setting aside of an offer."""

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.desk import setting_aside
from webapp.lending.loans import pieces
from webapp.lending.models import Checkout
from webapp.lending.waits import wait_offers
from webapp.people import system_user

from ..ahead_acts import page_says
from ..queue_acts import (
    CHECKOUTS,
    act,
    bring_back,
    line,
    offered_loans,
    offered_to,
)

OPERATIONS = "/api/inventory/operations/"


def undo(as_, operation, code=201):
    answer = as_("tess").post(f"{OPERATIONS}{operation}/undo/", json={})
    assert answer.status_code == code, answer.json


def without_pieces(app, offer):
    """As an older Backline left it: an offer of which nothing lies ready."""
    with app.app_context(), transaction():
        loan = db.session.get_one(Checkout, offer)
        back = setting_aside.back(loan, setting_aside.all_aside(loan))
        pieces.move(system_user.ACTOR, loan, "release", back)


def test_undoing_what_set_it_aside_withdraws_the_offer(
    app, as_, harp, place, offered, last, shelf
):
    seen = as_("tess").get(f"/operations/{last('set aside')}/undo")
    assert "The offer to Sol, who waits for it, is withdrawn." in seen.text
    undo(as_, last("set aside"))
    assert as_("tess").get(f"{CHECKOUTS}{offered}/").json["status"] == "cancelled"
    assert "Their place in the queue is kept, but paused." in seen.text
    assert line(app, harp) == [("Sol", "waiting")]  # not offered again at once
    assert offered_loans(app, harp) == []
    shelf()
    act(as_, "sol", place, "resume")
    assert offered_loans(app, harp) == [("Sol", 1)]
    assert act(as_, "sol", place, "accept")["status"] == "pending"
    shelf()


def test_an_offer_is_not_rearranged(as_, offered, place, shelf):
    other = {"due_date": str(ahead(3))}
    no = as_("tess").post(f"{CHECKOUTS}{offered}/rearrange/", json=other)
    assert (no.status_code, no.json["facts"]["wait"]) == (409, place["id"])
    shelf()


def test_what_does_not_lie_ready_is_taken_from_the_shelf(app, as_, place, offered, shelf):
    without_pieces(app, offered)
    assert act(as_, "sol", place, "accept")["status"] == "pending"
    shelf()


def test_an_undone_return_withdraws_an_offer_of_which_nothing_lies_ready(
    app, as_, harp, place, offered, last, shelf
):
    without_pieces(app, offered)
    undo(as_, last("return"))
    assert line(app, harp) == [("Sol", "waiting")]
    act(as_, "sol", place, "accept", code=409)
    shelf()


def test_an_undone_return_gives_back_the_place_of_who_took_it_and_waits_for_an_answer(
    app, as_, harp, out, place, offered, last, letters, shelf
):
    act(as_, "sol", place, "accept")
    undo(as_, last("return"))
    assert line(app, harp) == [("Sol", "waiting")]
    assert letters()[-1] == ("wait_withdrawn", "sol")
    no = as_("tess").post(f"{CHECKOUTS}{offered}/approve/", json={})
    assert no.status_code == 409
    shelf()
    bring_back(as_, out)
    assert line(app, harp) == [("Sol", "offered")]


def test_who_stands_in_line_again_has_one_place(
    app, as_, harp, place, offered, last, shelf
):
    act(as_, "sol", place, "accept")
    again = as_("sol").post(f"/api/inventory/items/{harp}/waitlist/", json={"days": 3})
    undo(as_, last("return"))
    assert again.status_code in (201, 409)
    assert line(app, harp) == [("Sol", "waiting")]
    with app.app_context(), transaction():
        wait_offers.sweep()
    shelf()


def test_what_an_undo_withdraws_says_so_and_leaves_the_place_as_it_was(
    as_, harp, place, offered, last, all_sent, letter
):
    all_sent()
    undo(as_, last("return"))
    assert "Offered from the queue, and withdrawn" in page_says(
        as_("sol"), f"/checkouts/{offered}"
    )
    page = page_says(as_("sol"), f"/items/{harp}/waitlist/{place['id']}")
    assert "Paused" not in page
    assert "took the offer back" not in page
    text = letter("wait_withdrawn")
    assert "not put by for you any more" in text
    assert "Your place in the queue is as it was" in text
    by_link = "/o/" + text.split("/o/")[1].split()[0]
    assert "Leave the queue" in page_says(as_(), by_link)


def test_who_of_the_staff_cancels_what_was_offered_again_takes_that_back(
    app, as_, harp, place, offered, last, shelf
):
    undo(as_, last("set aside"))
    act(as_, "sol", place, "resume")
    newest = offered_to(app, place)
    assert newest != offered
    said = as_("tess").post(f"{CHECKOUTS}{newest}/cancel/", json={"reason": "Untuned"})
    assert said.status_code == 200
    assert line(app, harp) == [("Sol", "waiting")]
    assert offered_loans(app, harp) == []
    queue = page_says(as_("tess"), f"/items/{harp}/waitlist")
    assert "“Untuned”" in queue
    shelf()
