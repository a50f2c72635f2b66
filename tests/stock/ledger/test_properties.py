"""Whatever people do to stock, in whatever order: nothing appears, nothing vanishes, and the ledger can prove it."""

import os
from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from tests.support import chance, histories
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.stock import locations
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Movement, Operation, Unit
from webapp.stock.models.states import OUTSIDE, RULES, STATES
from webapp.stock.operations import undo

STEPS = int(
    os.environ.get("BACKLINE_TEST_STEPS", "2400")
)  # on each engine; `make test-long` takes 100,000
DEPTH = 50
WITHIN = sorted(
    rule
    for rule in RULES
    if rule[0] not in ("SYSTEM_CORRECTION", "TRANSFER_OUT", "TRANSFER_IN")
)
TAGS = 4
rules, quantities, places = (
    st.sampled_from(WITHIN),
    st.integers(1, 4),
    st.sampled_from([1, 2]),
)
kinds, worths = st.sampled_from([1, 2]), st.integers(0, 99_999)


class Stock(RuleBasedStateMachine):
    """Beside the real ledger a simple one in Python: who is where, and what everything is worth."""

    @initialize()
    def begin(self):
        self.school = transaction()
        self.school.__enter__()
        histories.move_in(TAGS)
        self.units = db.session.scalars(select(Unit.id).order_by(Unit.id)).all()
        self.done = [db.session.scalar(select(func.max(Operation.id)))]
        self.here = {
            (level.item_id, level.location_id): self._states(level)
            for level in db.session.scalars(_all())
        }
        self.value = {item: worth for item, (_, worth) in histories.totals().items()}

    def teardown(self):
        if hasattr(self, "school"):
            assert list(verify.problems()) == []
            db.session.rollback()
            self.school.__exit__(None, None, None)

    @rule(how=rules, item=kinds, place=places, quantity=quantities, worth=worths)
    def move(self, how, item, place, quantity, worth):
        kind, came, went = how
        line = Line(
            item,
            place,
            kind,
            came,
            went,
            quantity,
            None,
            worth if came == OUTSIDE else None,
        )
        self._act([line], enough=came == OUTSIDE or self._at(item, place)[came] >= quantity)

    @rule(how=rules, number=st.integers(0, TAGS - 1))
    def move_unit(self, how, number):
        kind, came, went = how
        unit = db.session.get_one(Unit, self.units[number])
        there = (
            came != OUTSIDE and getattr(unit, came) and self._at(1, unit.location_id)[came]
        )
        if came != OUTSIDE or not unit.on_hand:
            self._act(
                [Line(1, unit.location_id, kind, came, went, 1, unit.id)],
                enough=there or came == OUTSIDE,
            )

    @rule(item=kinds, place=places, quantity=quantities)
    def send(self, item, place, quantity):
        there = 3 - place
        out = Line(item, place, "TRANSFER_OUT", "available", OUTSIDE, quantity)
        into = Line(
            item, there, "TRANSFER_IN", OUTSIDE, "in_transit", quantity, carries=True
        )
        self._act([out, into], enough=self._at(item, place)["available"] >= quantity)

    @rule(item=kinds, place=places, quantity=quantities)
    def receive(self, item, place, quantity):
        line = Line(item, place, "TRANSFER_IN", "in_transit", "available", quantity)
        self._act([line], enough=self._at(item, place)["in_transit"] >= quantity)

    @rule(item=kinds, place=places, quantity=quantities)
    def turn_back(self, item, place, quantity):
        there = 3 - place
        out = Line(item, place, "TRANSFER_OUT", "in_transit", OUTSIDE, quantity)
        into = Line(
            item, there, "TRANSFER_IN", OUTSIDE, "available", quantity, carries=True
        )
        self._act([out, into], enough=self._at(item, place)["in_transit"] >= quantity)

    @rule(item=kinds, place=places, quantity=quantities)
    def bring_in_less_than_left(self, item, place, quantity):
        out = Line(item, place, "TRANSFER_OUT", "available", OUTSIDE, quantity + 1)
        into = Line(
            item, 3 - place, "TRANSFER_IN", OUTSIDE, "in_transit", quantity, carries=True
        )
        self._act([out, into], enough=False)

    @rule(back=st.integers(0, 12))
    def take_back(self, back):
        id = self.done[-1 - min(back, len(self.done) - 1)]
        undone = db.session.scalar(select(func.count()).where(Operation.reverses_id == id))
        is_undo = db.session.get_one(Operation, id).reverses_id is not None
        try:
            with db.session.begin_nested():
                lines = ledger.backwards(id)
                self.done.append(undo.undo(histories.TESS, id).id)
        except Conflict:
            return
        assert not undone
        assert not is_undo
        self._moved(lines)
        for line in lines:
            self.value[line.item_id] += line.value_delta_minor

    def _act(self, lines, *, enough):
        try:
            with db.session.begin_nested():
                self.done.append(ledger.record(histories.DORA, "an act", lines).id)
        except Conflict as no:
            assert not enough or "value" in no.message or "tag" in no.message
            return
        assert enough
        self._moved(lines)
        for item, worth in self._written():
            self.value[item] += worth

    def _written(self):
        asked = select(Movement.item_id, Movement.value_delta_minor).where(
            Movement.operation_id == self.done[-1]
        )
        return db.session.execute(asked).all()

    def _moved(self, lines):
        for line in lines:
            here = self._at(line.item_id, line.location_id)
            here[line.from_state] -= line.quantity
            here[line.to_state] += line.quantity

    def _at(self, item, place):
        return self.here.setdefault((item, place), Counter())

    @staticmethod
    def _states(row):
        return Counter({state: getattr(row, state) for state in STATES})

    @invariant()
    def levels_are_what_was_done(self):
        if not hasattr(self, "school"):
            return
        tagged = Counter()
        for unit in db.session.scalars(
            select(Unit).execution_options(populate_existing=True)
        ):
            states = self._states(unit)
            assert min(states.values()) >= 0
            assert states.total() == unit.on_hand <= 1
            tagged[unit.location_id] += unit.on_hand
        for level in db.session.scalars(_all()):
            self._check_level(level)
            assert level.item_id != 1 or level.on_hand >= tagged[level.location_id]
        assert {
            item: worth for item, (_, worth) in histories.totals().items()
        } == self.value

    def _check_level(self, level):
        states, mine = self._states(level), self._at(level.item_id, level.location_id)
        assert states == Counter({state: mine[state] for state in STATES})
        assert min(states.values()) >= 0
        assert states.total() == level.on_hand
        assert level.value_minor >= 0
        assert level.on_hand or not level.value_minor


def _all():
    return select(Level).execution_options(populate_existing=True)


def test_stock_adds_up_whatever_happens(app):
    with app.app_context():
        with transaction():
            locations.home(
                histories.TESS, "Annex", is_new=True
            )  # its id must not come from a sequence that goes on
        chance.play(Stock, stories=STEPS // DEPTH, steps=DEPTH)


@pytest.mark.parametrize("seed", range(3))
def test_long_stories_end_with_a_ledger_that_holds(app, seed):
    with app.app_context(), transaction():
        histories.move_in()
        histories.tell(seed, acts=100)
        assert list(verify.problems()) == []
