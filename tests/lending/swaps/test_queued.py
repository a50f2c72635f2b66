"""Who waits for the next size and has as many loans as they may is offered it: a swap adds no loan."""

import pytest

from tests.support.days import ahead
from webapp.core.db import transaction
from webapp.lending.waits import wait_offers

from ..conftest import API
from ..queue_acts import bring_back, join, line, offered_loans, take_out
from .acts import done, swap
from .test_kept_whole import allow


@pytest.fixture
def waits(as_, celli, half):
    """Sol, who has the half one, waits for the larger one, which Nia has; its loan."""
    out = take_out(as_, celli["3/4"], due_date=str(ahead(5)))
    join(as_, "sol", celli["3/4"], days=3)
    return out


def offer_of(as_):
    (loan,) = [row for row in as_("sol").get(API).json if row["status"] == "approved"]
    return loan


def test_with_the_most_loans_they_are_offered_it_for_the_one_they_have(
    app, as_, celli, half, waits
):
    allow(as_, most_loans=1)
    bring_back(as_, waits)
    assert offered_loans(app, celli["3/4"]) == [("Sol", 1)]
    assert offer_of(as_)["swaps"] == half
    assert "Cello 1/2 comes back for it" in as_("sol").get("/").text


def test_below_that_nothing_has_to_come_back(as_, celli, half, waits):
    allow(as_, most_loans=2)
    bring_back(as_, waits)
    assert offer_of(as_)["swaps"] is None


def test_one_loan_comes_back_for_one_thing_only(app, as_, celli, half, waits):
    id = swap(as_, celli["4/4"], half)["id"]
    allow(as_, most_loans=1)
    bring_back(as_, waits)
    assert line(app, celli["3/4"]) == [("Sol", "waiting")]
    done(as_, "sol", id, "cancel")
    with app.app_context(), transaction():
        wait_offers.sweep()
    assert offered_loans(app, celli["3/4"]) == [("Sol", 1)]
