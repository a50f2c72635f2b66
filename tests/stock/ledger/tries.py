"""What people try with stock and loans: whoever it is, with what was begun lately, while the days go by."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
)
from sqlalchemy import select

from tests.support.histories import DORA, TESS, move_in
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.lending.models import Checkout
from webapp.repairs.models import Repair
from webapp.stock.ledger import verify
from webapp.stock.models import (
    PendingOperation,
    Stocktake,
    Transfer,
)
from webapp.stock.operations import operations
from webapp.stock.schemas.acts import OperationInput

SOL, NIA = Actor(2, "Sol", "student", 0), Actor(3, "Nia", "student", 0)
ADA = Actor(5, "Ada", "admin", 0)
BEGIN = datetime(2031, 3, 3, 11, tzinfo=UTC)  # four weeks before the clocks change
STEP, LEAP, LEAPS = (
    timedelta(minutes=7),
    timedelta(hours=58),
    4,
)  # sixty days in a hundred steps
KINDS = ("receive", "return_to_supplier", "sell", "sale_return", "write_off", "adjust")
REASONS = ("found", "counted_fewer", "used_up", "disposed", "missing")
GOES_OUT = REASONS[1:]
items, places, few = st.sampled_from([1, 2]), st.sampled_from([1, 2]), st.integers(1, 3)
back = st.integers(0, 3)
staff = st.sampled_from([TESS, DORA, ADA])
WAITS = PendingOperation, PendingOperation.decision.is_(None)
ON_ITS_WAY = Transfer, Transfer.status.in_(("in_transit", "partial"))
ASKED, PROMISED, OUT, MISSED = (
    (Checkout, Checkout.stored_status == status)
    for status in ("pending", "approved", "out", "missed")
)
BROKEN = Repair, Repair.closed_at.is_(None)
MENDED = Repair, Repair.status == "in_progress"
COUNTED = Stocktake, Stocktake.status.in_(("counting", "review"))


def where(model, *those):
    """Only when there is one."""
    return precondition(lambda self: self.is_any(model, those))


class Tries(RuleBasedStateMachine):
    """Each rule is somebody who tries something, mostly with what was begun lately;
    `done` counts what came of it."""

    done: Counter

    @initialize()
    def begin(self):
        self.at, self.steps = BEGIN, 0
        self.known, self.has_changed = {}, True
        self.school, self.clock = transaction(), clock.at(self.at)
        self.school.__enter__()
        self.clock.__enter__()
        self.move_in()

    def move_in(self):
        move_in()
        self._operate(TESS, "receive", {"item": 2, "quantity": 9, "unit_cost": "250"}, "")

    def teardown(self):
        if hasattr(self, "school"):
            db.session.flush()
            self.check_the_end()
            db.session.rollback()
            self.clock.__exit__(None, None, None)
            self.school.__exit__(None, None, None)

    def check_the_end(self):
        problems = list(verify.problems())
        assert not problems, problems

    @invariant()
    def what_was_done_holds(self):
        if hasattr(self, "school"):
            if self.has_changed:
                self.check()
                self.has_changed = False
            self.pass_time()

    def check(self):
        """What must be true after everything that was done."""

    def pass_time(self):
        """A few minutes after most steps, days after some: then the worker has run, or it has not."""
        self.steps += 1
        is_late = self.steps % LEAPS == 0
        self.at += LEAP if is_late else STEP
        self.clock.__exit__(None, None, None)
        self.clock = clock.at(self.at)
        self.clock.__enter__()
        if is_late:
            self.known.clear()
            self.see_to_what_is_due()

    def see_to_what_is_due(self):
        """What nobody has to try: it happens in time."""

    def attempt(self, verb, *said, **more):
        """What it answers; None, with nothing of it kept, if it was refused."""
        try:
            with db.session.begin_nested():
                answer = verb(*said, **more)
        except Refusal:
            return None
        self.known.clear()
        self.has_changed = True
        self.done[f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"] += 1
        return answer

    def late(self, back, model, *those):
        """The id of one that was begun lately, if there is any."""
        ids = db.session.scalars(
            select(model.id).where(*those).order_by(model.id.desc()).limit(back + 1)
        ).all()
        return ids[-1] if ids else 0

    def row(self, model, id):
        """The one with this id, as it is now."""
        return db.session.get_one(model, id)

    def is_any(self, model, those):
        """Asked before each step of each rule, so it is remembered until something was done."""
        key = model, *map(id, those)
        if key not in self.known:
            self.known[key] = self.late(0, model, *those)
        return self.known[key]

    def _operate(self, by, kind, line, reason):
        adjusts = {"reason": reason, "notes": "So it is"} if kind == "adjust" else {}
        order = OperationInput.model_validate({"kind": kind, "lines": [line], **adjusts})
        if self.attempt(operations.act, by, kind, order.requests(), **order.about()):
            self.done[kind] += 1
