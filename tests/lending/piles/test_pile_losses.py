"""What a pile says of losses: one e-mail, of what came back and of what did not, each as what it is."""

import pytest

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

from ..conftest import TAKE_BACKS

LOST = {"code": "VLA-2", "outcome": "lost"}


@pytest.fixture
def theirs(app):
    """Subject and text of each e-mail of a pile that was not called back, oldest first."""

    def read():
        with app.app_context():
            kept = db.session.query(Letter).filter(
                Letter.cancelled_at.is_(None), Letter.kind.in_(("taken_back", "lost"))
            )
            return [(each.subject, each.text) for each in kept.order_by(Letter.id)]

    return read


def test_nothing_but_a_loss_is_one_email_that_says_so(take, brought, theirs):
    take([LOST])
    ((subject, text),) = theirs()
    assert subject == "Receipt 1: recorded as lost"
    assert "this was lost while it was on loan to you:\n\nViola (VLA-2)" in text
    assert "came back" not in text
    assert "Thank you" not in text
    assert "If it turns up, bring it to the desk" in text


def test_of_both_what_came_back_is_told_apart(take, brought, stand_sku, theirs):
    used_up = {"code": stand_sku, "outcome": "used_up", "quantity": 2}
    take([LOST, stand_sku, used_up])
    ((subject, text),) = theirs()
    assert subject == "Receipt 1: back from you, thank you"
    back, lost, used = (text.index(words) for words in ("came back", "was lost", "used up"))
    assert back < text.index("Music Stand\n") < lost < text.index("VLA-2") < used
    assert used < text.index("Music Stand × 2")


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ([{"outcome": "used_up"}], "Receipt 1: recorded as used up"),
        ([{"outcome": "used_up"}, {"outcome": "lost"}], "recorded as lost or used up"),
    ],
)
def test_the_subject_fits(take, brought, stand_sku, theirs, lines, subject):
    take([{"code": stand_sku} | line for line in lines])
    ((told, text),) = theirs()
    assert told.endswith(subject)
    assert "came back" not in text


def test_undone_before_it_left_nobody_hears_of_it(as_, take, brought, theirs, letters):
    pile = take([LOST]).json["id"]
    as_("dora").post(f"{TAKE_BACKS}{pile}/undo/")
    assert theirs() == []
    assert ("found", "sol") not in letters()


def test_undone_after_it_left_they_hear_that_it_was_found(app, as_, take, brought, letters):
    pile = take([LOST]).json["id"]
    with app.app_context(), transaction():
        for each in db.session.query(Letter).filter_by(kind="taken_back"):
            each.sent_at = clock.now()
    as_("dora").post(f"{TAKE_BACKS}{pile}/undo/")
    assert letters().count(("found", "sol")) == 1


def test_a_loss_undone_alone_is_not_in_the_email_any_more(
    as_, take, brought, stand_sku, theirs, letters, last
):
    take([LOST, stand_sku])
    as_("dora").post(f"/api/inventory/operations/{last('lost')}/undo/")
    ((_subject, text),) = theirs()
    assert "VLA-2" not in text
    assert ("found", "sol") not in letters()


def test_the_receipt_does_not_say_that_it_is_back(as_, take, brought, stand_sku):
    page = as_("dora").get(f"/receipts/{take([LOST]).json['id']}").text
    assert "Recorded as lost or used up: Sol" in page
    for words in ("is back", "Taken back", "Brought back"):
        assert words not in page
    both = take([stand_sku, {"code": stand_sku, "outcome": "lost"}]).json["id"]
    page = as_("dora").get(f"/receipts/{both}").text
    assert "2 things are recorded as back, lost or used up" in page
