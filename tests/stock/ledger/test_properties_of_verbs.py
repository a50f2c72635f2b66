"""Whatever people ask of stock, by its verbs and in whatever order: done or refused, and the ledger can prove it."""

import os
from collections import Counter

from hypothesis.stateful import (
    invariant,
)
from sqlalchemy import func, select

from tests.stock.ledger.lending_tries import LendingTries
from tests.stock.ledger.stock_tries import StockTries
from tests.support import chance
from tests.support.histories import TESS
from webapp.core.db import db, transaction
from webapp.stock import locations
from webapp.stock.models import (
    Level,
    Movement,
    Unit,
)
from webapp.stock.models.states import STATES

STEPS = int(
    os.environ.get("BACKLINE_TEST_STEPS", "1500")
)  # on each engine; `make test-long` takes 100,000
DEPTH = 75
OFTEN = {  # that all were refused would prove nothing
    "receive", "return_to_supplier", "sell", "adjust", "asking.ask_for", "decisions.approve", "walk_ins.lend",
    "handovers.return_item", "finding.find", "opening.open", "opening.start_maintenance", "mending.assess",
    "transit.send", "turning_back.cancel", "stocktakes.apply", "units.block", "undo.undo",
}  # fmt: skip


class People(StockTries, LendingTries):
    """All of it, in whatever order."""

    @invariant()
    def pieces_and_worth_are_what_moved(self):
        if not hasattr(self, "school"):
            return
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
            assert sum(getattr(unit, state) for state in STATES) == unit.on_hand <= 1
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
            locations.home(
                TESS, "Annex", is_new=True
            )  # its id must not come from a sequence that goes on
        chance.play(People, stories=STEPS // DEPTH, steps=DEPTH)
    assert sum(People.done.values()) > STEPS // 3
    assert OFTEN - People.done.keys() == set()
