"""Whatever people ask of stock and of the desk, by its verbs and in whatever order, over sixty days: done or refused,
and the ledger and the loans can prove it.
"""

import os
from collections import Counter

from sqlalchemy import func, select

from tests.lending.stories import world
from tests.lending.stories.agreed import AgreedTries
from tests.lending.stories.asking import AskingTries
from tests.lending.stories.collecting import CollectingTries
from tests.lending.stories.deciding import DecidingTries
from tests.lending.stories.handing import HandingTries
from tests.lending.stories.truths import LendingTruths
from tests.stock.ledger.lending_tries import LendingTries
from tests.stock.ledger.stock_tries import StockTries
from tests.support import chance
from webapp.core.db import db, transaction
from webapp.stock.models import (
    Level,
    Movement,
    Unit,
)
from webapp.stock.models.states import STATES

STEPS = int(
    os.environ.get("BACKLINE_TEST_STEPS", "3600")
)  # on each engine; `make test-long` takes 100,000
DEPTH = 100
BY_CHANCE = 3  # so many acts may never come to anything in so short a story
OFTEN = {  # that all were refused would prove nothing
    "receive", "return_to_supplier", "walk_ins.lend", "handovers.return_item", "finding.find", "opening.open",
    "mending.assess", "stocktakes.apply", "undo.undo", "asking.ask_for", "asking.ask_for_several",
    "basket_lines.put", "sending.send", "again.ask_again", "changing.change", "cancelling.cancel",
    "decisions.approve", "requests.answer", "requests.undo", "rearranging.rearrange", "rearranging.undo",
    "missed_pickups.release", "daily_run.set_aside", "handovers.set_aside", "handovers.hand_out",
    "another_borrower.give", "another_borrower.undo", "looking.look_at", "settling.settle",
    "settling.undo", "asking.as_one", "giving.hand_over", "receiving.take_back", "piles.undo",
}  # fmt: skip


class People(
    StockTries,
    LendingTries,
    AskingTries,
    CollectingTries,
    DecidingTries,
    HandingTries,
    AgreedTries,
    LendingTruths,
):
    """All of it, in whatever order."""

    def check(self):
        super().check()
        for level in db.session.scalars(
            select(Level).execution_options(populate_existing=True)
        ):
            states = [getattr(level, state) for state in STATES]
            assert min(states) >= 0
            assert sum(states) == level.on_hand
            assert level.value_minor >= 0
        for unit in db.session.scalars(
            select(Unit).execution_options(populate_existing=True)
        ):
            pieces = sum(getattr(unit, state) for state in STATES)
            assert pieces == unit.on_hand
            assert pieces <= 1 or unit.batch_code
        _check_worths()


def _check_worths():
    """What an item's levels are worth is what its movements added up to."""
    kept = select(Level.item_id, func.sum(Level.value_minor)).group_by(Level.item_id)
    moved = select(Movement.item_id, func.sum(Movement.value_delta_minor)).group_by(
        Movement.item_id
    )
    assert sorted(map(tuple, db.session.execute(kept))) == sorted(
        map(tuple, db.session.execute(moved))
    )


def test_verbs_leave_a_ledger_that_holds_whatever_people_do(app):
    People.done = Counter()
    with app.app_context():
        with transaction():
            world.furnish()
        chance.play(People, stories=STEPS // DEPTH, steps=DEPTH)
    assert sum(People.done.values()) > STEPS // 3
    never_done = OFTEN - People.done.keys()
    assert len(never_done) <= BY_CHANCE, never_done
