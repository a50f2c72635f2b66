"""What people collect in their baskets, and send."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stock.ledger.tries import Tries, back, few, where
from webapp.lending.baskets import again, basket_lines, baskets, sending
from webapp.lending.models import BasketLine, Request

from .asking import days, later, length, students, things
from .world import CERTAIN, DUO

COLLECTED = BasketLine, BasketLine.quantity > 0


class CollectingTries(Tries):
    @rule(
        who=students, item=things, many=few, later=later, length=length, sends=st.booleans()
    )
    def collect(self, who, item, many, later, length, sends):
        wish = {"item": item, "quantity": many} | days(later, length)
        self.attempt(basket_lines.put, who, **wish)
        if sends:
            self.attempt(sending.send, who, send_anyway=True)

    @rule(
        who=students,
        set=st.sampled_from([DUO, CERTAIN]),
        many=st.integers(1, 2),
        later=later,
        length=length,
        sends=st.booleans(),
    )
    def collect_a_set(self, who, set, many, later, length, sends):
        wish = {"set": set, "quantity": many} | days(later, length)
        self.attempt(basket_lines.put, who, **wish)
        if sends:
            self.attempt(sending.send, who, send_anyway=True)

    @where(*COLLECTED)
    @rule(
        who=students,
        back=back,
        many=few,
        for_later=st.sampled_from([None, False, True]),
        other_days=st.booleans(),
    )
    def change_a_line(self, who, back, many, for_later, other_days):
        change = {"quantity": many, "for_later": for_later}
        change |= days(2, 3) if other_days else {}
        self.attempt(basket_lines.change, who, self.late(back, BasketLine), **change)

    @where(*COLLECTED)
    @rule(who=students, back=back)
    def take_a_line_out(self, who, back):
        self.attempt(basket_lines.remove, who, self.late(back, BasketLine))

    @where(*COLLECTED)
    @rule(who=students, later=later, length=length)
    def change_the_days(self, who, later, length):
        self.attempt(baskets.change, who, **days(later, length))

    @rule(who=students, back=back)
    def ask_again(self, who, back):
        self.attempt(again.ask_again, who, self.late(back, Request))
