"""What people try with stock: whoever it is, with what was begun lately."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
)
from sqlalchemy import select

from tests.support.histories import DORA, TESS, move_in
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

SOL, ADA = Actor(2, "Sol", "student", 0), Actor(5, "Ada", "admin", 0)
KINDS = ("receive", "return_to_supplier", "sell", "sale_return", "write_off", "adjust")
REASONS = ("found", "counted_fewer", "used_up", "disposed", "missing")
GOES_OUT = REASONS[1:]
items, places, few = st.sampled_from([1, 2]), st.sampled_from([1, 2]), st.integers(1, 3)
back = st.integers(0, 3)
staff = st.sampled_from([TESS, DORA, ADA])
WAITS = PendingOperation, PendingOperation.decision.is_(None)
ON_ITS_WAY = Transfer, Transfer.status.in_(("in_transit", "partial"))
ASKED, PROMISED, OUT = (
    (Checkout, Checkout.status == status) for status in ("pending", "approved", "out")
)
BROKEN = Repair, Repair.closed_at.is_(None)
MENDED = Repair, Repair.status == "in_progress"
COUNTED = Stocktake, Stocktake.status.in_(("counting", "review"))


def where(model, *those):
    """Only when there is one."""
    return precondition(lambda self: self.late(0, model, *those))


class Tries(RuleBasedStateMachine):
    """Each rule is somebody who tries something, mostly with what was begun lately;
    `done` counts what came of it."""

    done: Counter

    @initialize()
    def begin(self):
        self.school = transaction()
        self.school.__enter__()
        move_in()
        self._operate(TESS, "receive", {"item": 2, "quantity": 9, "unit_cost": "250"}, "")

    def teardown(self):
        if hasattr(self, "school"):
            db.session.flush()
            assert list(verify.problems()) == []
            db.session.rollback()
            self.school.__exit__(None, None, None)

    def attempt(self, verb, *said, **more):
        """What it answers; None, with nothing of it kept, if it was refused."""
        try:
            with db.session.begin_nested():
                answer = verb(*said, **more)
        except Refusal:
            return None
        self.done[f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"] += 1
        return answer

    def late(self, back, model, *those):
        """The id of one that was begun lately, if there is any."""
        ids = db.session.scalars(
            select(model.id).where(*those).order_by(model.id.desc()).limit(back + 1)
        ).all()
        return ids[-1] if ids else 0

    def _operate(self, by, kind, line, reason):
        adjusts = {"reason": reason, "notes": "So it is"} if kind == "adjust" else {}
        order = OperationInput.model_validate({"kind": kind, "lines": [line], **adjusts})
        if self.attempt(operations.act, by, kind, order.requests(), **order.about()):
            self.done[kind] += 1
