"""The card after the things: what was out to another is not taken back by it, but where the desk sees it as that."""

import pytest

from tests.support.loans import lend
from webapp.core.db import transaction

from ..ahead_acts import promise
from .test_cards_scanned import NIA, SOL, give_card
from .test_tray import Desk

CARD = "CARD-0042"


@pytest.fixture
def card(as_):
    """Sol's."""
    return give_card(as_, SOL, CARD)


@pytest.fixture
def desk(as_, card):
    return Desk(as_("dora"))


@pytest.fixture
def stands(app, stand):
    """Nia has one of the music stands; the loan's id."""
    with app.app_context(), transaction():
        return lend(NIA, item=stand)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["last", "first"])
def test_of_what_is_counted_one_from_the_shelf_goes(
    desk, stands, stand_sku, loan, status, order
):
    codes = (stand_sku, CARD)
    for place in order:
        desk.scan(codes[place])
    assert desk.told[0] == "Not asked for."
    assert desk.scan().status_code == 303
    assert (status(stands), loan(stands + 1).student_id) == ("out", SOL)


def test_before_the_card_it_is_seen_as_back_and_enter_does_that(
    desk, stands, stand_sku, status
):
    desk.scan(stand_sku)
    assert desk.told[0] == "Back"
    assert desk.scan().status_code == 303
    assert status(stands) == "returned"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["last", "first"])
def test_what_they_are_promised_is_still_out_to_another(as_, desk, brought, loan, order):
    nias = brought[0]
    mine = promise(as_, loan(nias).item_id, 0, 4)
    codes = ("VLA-1", CARD)
    for place in order:
        desk.scan(codes[place])
    assert desk.told[0] == "Still out to Nia,"
    assert "disabled" in desk.page.text.partition('class="bar"')[2]
    assert (loan(nias).status, loan(mine).status) == ("out", "approved")


def test_who_brings_what_is_anothers_reads_whose_loan_ends(desk, brought, loan):
    for code in ("VLA-1", CARD):
        desk.scan(code)
    assert desk.told[0] == "Somebody else&#39;s:"
    assert "That loan ends now" in desk.page.text
    assert desk.scan().status_code == 303
    assert loan(brought[0]).status == "returned"


def test_what_was_chosen_stays_so(desk, stands, stand_sku, status):
    desk.scan(stand_sku)
    desk.scan(kind="take_back")
    desk.scan(CARD)
    assert desk.told[0] == "Somebody else&#39;s:"
    assert desk.scan().status_code == 303
    assert status(stands) == "returned"
