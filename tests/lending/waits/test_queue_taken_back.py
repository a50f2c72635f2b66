"""Staff take back what a queue offers: the place is kept, and paused; and who left takes that back."""

import pytest
from sqlalchemy import select, update

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

from ..ahead_acts import page_says
from ..queue_acts import (
    CHECKOUTS,
    act,
    bring_back,
    join,
    line,
    offered_loans,
    offered_to,
    waitlist,
)


def cancel(as_, who, loan, **said):
    answer = as_(who).post(f"{CHECKOUTS}{loan}/cancel/", json=said)
    assert answer.status_code == 200, answer.json


def test_what_staff_take_back_keeps_the_place_and_is_not_offered_again(
    app, as_, harp, place, offered, shelf
):
    cancel(as_, "dora", offered)
    assert line(app, harp) == [("Sol", "waiting")]
    assert offered_loans(app, harp) == []
    page = page_says(as_("sol"), f"/items/{harp}/waitlist/{place['id']}")
    assert "Dora took the offer back" in page
    assert "Paused" in page
    queue = page_says(as_("dora"), f"/items/{harp}/waitlist")
    assert "The offer to Sol was withdrawn</b> by Dora on" in queue
    shown = page_says(as_("dora"), f"/checkouts/{offered}")
    assert "Offered from the queue, and withdrawn" in shown
    assert "undo_cancel" not in shown
    shelf()
    act(as_, "sol", place, "resume")
    assert offered_loans(app, harp) == [("Sol", 1)]


def test_what_staff_take_back_goes_to_the_next(app, as_, harp, place, out):
    join(as_, "tess", harp, days=3)
    bring_back(as_, out)
    cancel(as_, "dora", offered_to(app, place))
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "offered")]


def test_who_knows_of_the_offer_is_told_who_took_it_back(
    as_, place, offered, all_sent, letters, letter
):
    all_sent()
    cancel(as_, "dora", offered, reason="It is out of tune")
    assert letters()[-1] == ("wait_withdrawn", "sol")
    assert "Dora took back" in letter("wait_withdrawn")
    assert "out of tune" in letter("wait_withdrawn")


def test_who_knows_nothing_of_the_offer_is_told_nothing(as_, place, offered, letters):
    cancel(as_, "dora", offered)
    assert not [each for each in letters() if each[1] == "sol" and "wait" in each[0]]


def test_a_borrower_who_cancels_the_loan_says_no(app, as_, harp, place, offered):
    cancel(as_, "sol", offered)
    assert line(app, harp) == []
    assert "Sol said no</b> on" in page_says(as_("dora"), f"/items/{harp}/waitlist")
    assert "not taken" in page_says(as_("sol"), f"/checkouts/{offered}")
    assert "Offer not taken" in page_says(as_("sol"), "/checkouts/mine")


def test_staff_who_say_no_for_them_decline(app, as_, harp, place, offered):
    act(as_, "dora", place, "leave")
    assert line(app, harp) == []
    assert "not taken" in page_says(as_("dora"), f"/checkouts/{offered}")


def test_a_no_is_taken_back_and_it_is_offered_again(app, as_, harp, place, offered, shelf):
    act(as_, "sol", place, "leave")
    again = act(as_, "sol", place, "undo_leave")
    assert again["status"] in ("waiting", "offered")
    assert line(app, harp) == [("Sol", "offered")]
    assert offered_loans(app, harp) == [("Sol", 1)]
    act(as_, "sol", place, "undo_leave", code=409)
    shelf()


def test_who_left_stands_where_they_stood(app, as_, harp, place):
    join(as_, "tess", harp)
    act(as_, "sol", place, "leave")
    assert act(as_, "sol", place, "undo_leave")["place"] == 1
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "waiting")]


def test_a_no_that_cannot_be_undone_is_asked_for_twice(as_, harp, place, offered):
    """Where somebody waits behind; else the undo is there."""
    assert "Let the next one have it" not in as_("sol").get("/").text
    join(as_, "tess", harp, days=3)
    page = page_says(as_("sol"), "/")
    assert "<summary>No, thanks</summary>" in page
    assert "Let the next one have it" in page


def test_what_was_offered_to_another_meanwhile_is_theirs(app, as_, harp, place, out):
    join(as_, "tess", harp, days=3)
    bring_back(as_, out)
    act(as_, "sol", place, "leave")
    no = act(as_, "sol", place, "undo_leave", code=409)
    assert "offered to somebody else meanwhile" in no["detail"]
    page = page_says(as_("sol"), f"/items/{harp}/waitlist/{place['id']}")
    assert "offered to somebody else meanwhile" in page
    assert "undo_leave" not in page
    assert f'/items/{harp}/waitlist/new">Join the queue again' in page
    assert line(app, harp) == [("Tess", "offered")]


def test_who_joined_again_does_not_stand_there_twice(app, as_, harp, place):
    act(as_, "sol", place, "leave")
    join(as_, "sol", harp)
    act(as_, "sol", place, "undo_leave", code=409)
    assert line(app, harp) == [("Sol", "waiting")]


def test_undoing_is_for_who_left_and_for_staff(as_, harp, place):
    act(as_, "sol", place, "leave")
    path = f"{waitlist(harp)}{place['id']}/undo_leave/"
    assert as_("nia").post(path).status_code == 404
    assert as_("dora").post(path).status_code == 200


def test_the_page_after_leaving_takes_it_back_by_one_press(app, as_, harp, place):
    path = f"/items/{harp}/waitlist/{place['id']}"
    after = as_("sol").post(f"{path}/leave")
    assert f'action="{path}/undo_leave"' in as_("sol").get(after.location).text
    assert as_("sol").post(f"{path}/undo_leave").status_code == 303
    assert line(app, harp) == [("Sol", "waiting")]


@pytest.fixture
def link(offered, letter):
    """Where the button in the e-mail with the offer leads."""
    return "/o/" + letter("wait_offered").split("/o/")[1].split()[0]


def test_the_link_in_the_e_mail_shows_the_offer_and_does_nothing(app, as_, harp, link):
    page = page_says(as_(), link)
    assert "It is your turn" in page
    assert f'action="{link}/accept"' in page
    assert f'action="{link}/leave"' in page
    assert line(app, harp) == [("Sol", "offered")]
    assert as_().get(f"{link}x").status_code == 404


@pytest.mark.parametrize(
    ("verb", "outcome"), [("accept", "The offer is yours"), ("leave", "The answer was no")]
)
def test_the_link_answers_by_a_press_signed_out(app, as_, harp, link, verb, outcome):
    answer = as_().post(f"{link}/{verb}")
    assert answer.status_code == 303
    assert line(app, harp) == []
    assert outcome in page_says(as_(), answer.location)
    twice = as_().post(f"{link}/{verb}")
    assert twice.status_code == 409
    assert outcome in " ".join(twice.text.split())


def test_who_said_yes_by_the_link_reads_that_and_not_that_it_is_gone(as_, link):
    page = page_says(as_(), as_().post(f"{link}/accept").location)
    assert "You said yes" in page
    assert "No longer in the queue" not in page
    assert "See when it is free" not in page


def test_what_is_offered_again_within_the_minute_sends_no_more_e_mails(
    app, as_, harp, place, offered
):
    with app.app_context(), transaction():
        db.session.execute(update(Letter).values(sent_at=clock.now()))
    cancel(as_, "dora", offered)
    assert [letter.kind for letter in waiting(app)] == ["wait_withdrawn"]
    act(as_, "dora", place, "resume")
    assert offered_loans(app, harp) == [("Sol", 1)]
    assert waiting(app) == []


def waiting(app):
    """The e-mails that have not left and will."""
    with app.app_context():
        query = select(Letter).where(
            Letter.sent_at.is_(None), Letter.cancelled_at.is_(None)
        )
        return list(db.session.scalars(query))


def test_who_is_suspended_reads_by_the_link_why_it_is_not_theirs(app, as_, harp, link):
    why = {"person": 2, "why": "Lost two bows"}
    assert as_("dora").post("/api/inventory/suspensions/", json=why).status_code == 201
    no = as_().post(f"{link}/accept")
    assert no.status_code == 409
    assert "You are suspended" in no.text
    assert f'action="{link}/leave"' in no.text
    assert line(app, harp) == [("Sol", "offered")]


def test_who_said_no_and_is_suspended_since_does_not_stand_there_again(
    app, as_, harp, place, offered
):
    act(as_, "sol", place, "leave")
    why = {"person": 2, "why": "Lost two bows"}
    as_("dora").post("/api/inventory/suspensions/", json=why)
    no = act(as_, "sol", place, "undo_leave", code=409)
    assert no["detail"].startswith("You are suspended")
    assert line(app, harp) == []
