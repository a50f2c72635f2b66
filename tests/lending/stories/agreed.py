"""What is done with a loan once it is agreed: part of it leaves, somebody looks at it, another person gets it, and what
came back with something missing is settled.
"""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from tests.stock.ledger.tries import NIA, OUT, PROMISED, SOL, Tries, back, few, staff, where
from tests.support.histories import DORA, TESS
from webapp.core.db import db
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers, looking, settling
from webapp.lending.models import Checkout
from webapp.lending.requests import another_borrower
from webapp.school import calendar
from webapp.stock.models import Operation
from webapp.stock.operations import undo

from .asking import days, students
from .world import ADA, CELLO, DUO, HARP, ROSIN, VIOLA, VIOLIN

WITHOUT_A_LOOK = *PROMISED, Checkout.needs_look.is_(True)
UNSETTLED = Checkout, Checkout.unsettled_at.is_not(None)
TO_GIVE = Checkout, Checkout.stored_status.in_(("pending", "approved"))
SEVERAL = PROMISED[0], PROMISED[1], Checkout.quantity > 1


AT_FIRST = (
    (SOL, CELLO, 3, 0, "out"),
    (NIA, CELLO, 4, 0, "promised"),
    (NIA, VIOLA, 1, 0, "promised"),
    (SOL, ROSIN, 2, 0, "promised"),
    (NIA, HARP, 2, 2, "promised"),  # all there are, as are those that Sol gets afterwards
    (SOL, HARP, 2, 14, "promised"),
    (SOL, VIOLIN, 1, 0, "asked"),
)


class AgreedTries(Tries):
    def move_in(self):
        """A story in which nothing is agreed yet would come to little."""
        super().move_in()
        for who, item, many, later, state in AT_FIRST:
            wish = {"item": item, "quantity": many} | days(later, 9)
            loan = self.attempt(asking.ask_for, who, **wish)
            if state != "asked" and loan.is_waiting:
                self.attempt(decisions.approve, TESS, loan.id, hand_out=state == "out")
        self.attempt(asking.ask_for, SOL, set=DUO, **days(2, 5))

    @where(*SEVERAL)
    @rule(
        by=staff,
        back=back,
        many=few,
        length=st.one_of(st.none(), st.integers(0, 30)),
        regrets=st.booleans(),
    )
    def hand_out_a_part(self, by, back, many, length, regrets):
        id = self.late(back, *SEVERAL)
        due = None if length is None else days(0, length)["due_date"]
        terms = {"quantity": many, "due_date": due}
        if self.attempt(handovers.hand_out, by, id, **terms) and regrets:
            self.attempt(undo.undo, by, last_hand_out(id))

    @where(*PROMISED)
    @rule(by=staff, back=back, ready=st.booleans())
    def come_before_the_first_day(self, by, back, ready):
        ahead = Checkout.starts_on > calendar.today()
        verb = handovers.set_aside if ready else handovers.hand_out
        self.attempt(verb, by, self.late(back, *PROMISED, ahead))

    @where(*WITHOUT_A_LOOK)
    @rule(by=st.sampled_from([DORA, ADA]), back=back, regrets=st.booleans())
    def look_at_it(self, by, back, regrets):
        id = self.late(back, *WITHOUT_A_LOOK)
        self.attempt(looking.look_at, by, id)
        if regrets:
            self.attempt(looking.undo, by, id)

    @where(*TO_GIVE)
    @rule(by=staff, back=back, to=students, regrets=st.booleans())
    def give_to_somebody_else(self, by, back, to, regrets):
        request = self.row(Checkout, self.late(back, *TO_GIVE)).request_id
        self.attempt(another_borrower.give, by, request, borrower=to.id)
        if regrets:
            self.attempt(another_borrower.undo, by, request)

    @where(*OUT)
    @rule(by=staff, back=back, many=st.one_of(st.none(), few), settles=st.booleans())
    def bring_back_without_something(self, by, back, many, settles):
        id = self.late(back, *OUT)
        told = {"quantity": many, "not_settled": True, "notes": "No bow"}
        if self.attempt(handovers.return_item, by, id, **told) and settles:
            self.settle_and_regret(by, id, many == 1)

    @where(*UNSETTLED)
    @rule(by=staff, back=back, regrets=st.booleans())
    def settle(self, by, back, regrets):
        self.settle_and_regret(by, self.late(back, *UNSETTLED), regrets)

    def settle_and_regret(self, by, id, regrets):
        self.attempt(settling.settle, by, id)
        if regrets:
            self.attempt(settling.undo, by, id)


def last_hand_out(id):
    query = select(Operation.id).where(
        Operation.checkout_id == id, Operation.kind == "hand out"
    )
    return db.session.scalar(query.order_by(Operation.id.desc()).limit(1))
