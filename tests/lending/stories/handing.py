"""What the desk hands out and takes back by the tag: one unit, several, or a whole pile."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from tests.stock.ledger.tries import OUT, PROMISED, Tries, back, few, staff, where
from webapp.core.db import db
from webapp.lending.desk import handovers, readying
from webapp.lending.desk.endings import ENDINGS
from webapp.lending.models import Checkout, CheckoutUnit, Pile
from webapp.lending.piles import giving, piles, receiving, whose
from webapp.lending.piles.codes import Code
from webapp.school import calendar
from webapp.stock.models import Item, Unit

from .asking import students, things
from .world import HARP

some = st.lists(st.integers(0, 9), max_size=3)
counted = st.lists(st.tuples(things, few), max_size=2)
HARPS = Checkout, Checkout.item_id == HARP, Checkout.stored_status.in_(("out", "returned"))
outcomes = st.sampled_from([*ENDINGS, "returned", "returned"])


class HandingTries(Tries):
    @where(*PROMISED)
    @rule(by=staff, back=back, picks=some, ready=st.booleans())
    def hand_out_by_tags(self, by, back, picks, ready):
        loan = self.row(Checkout, self.late(back, *PROMISED))
        names = self.picked(picks, Unit.item_id == loan.item_id)
        verb = handovers.set_aside if ready else handovers.hand_out
        self.attempt(verb, by, loan.id, units=names or None)

    @where(*PROMISED)
    @rule(by=staff, back=back, picks=some)
    def put_one_more_aside(self, by, back, picks):
        loan = self.row(Checkout, self.late(back, *PROMISED))
        for unit in self.picked(picks, Unit.item_id == loan.item_id)[:1]:
            self.attempt(handovers.add_unit, by, loan.id, unit=unit)

    @where(*OUT)
    @rule(by=staff, back=back, picks=some, outcome=outcomes, many=st.integers(0, 2))
    def end_by_tags(self, by, back, picks, outcome, many):
        loan = self.row(Checkout, self.late(back, *OUT))
        names = self.picked(picks, Unit.id.in_(loan.unit_ids))
        told = {"outcome": outcome, "units": names or None, "quantity": many or None}
        self.attempt(handovers.return_item, by, loan.id, **told)

    @where(*HARPS)
    @rule(by=staff, back=back, is_ready=st.booleans())
    def say_that_it_is_ready_or_is_not(self, by, back, is_ready):
        verb = readying.end if is_ready else readying.undo
        self.attempt(verb, by, self.late(back, *HARPS))

    @rule(by=staff, who=students, picks=some, counted=counted)
    def hand_out_a_pile(self, by, who, picks, counted):
        codes = [Code(id) for id in self.picked(picks)] + self.skus(counted)
        person = whose.named(by, who.id)
        self.attempt(giving.hand_over, by, codes, person=person)

    @where(*OUT)
    @rule(
        by=staff,
        who=students,
        picks=some,
        counted=counted,
        outcome=outcomes,
        day=st.integers(0, 3),
    )
    def take_a_pile_back(self, by, who, picks, counted, outcome, day):
        on_loan = select(CheckoutUnit.unit_id).where(CheckoutUnit.ended_at.is_(None))
        units = self.picked(picks, Unit.id.in_(on_loan))
        codes = [Code(id, outcome=outcome) for id in units] + self.skus(counted)
        returned_on = calendar.today() - timedelta(days=day) if day else None
        person = whose.named(by, who.id)
        self.attempt(receiving.take_back, by, codes, person, returned_on)

    @rule(by=staff, back=back)
    def take_a_whole_pile_back_again(self, by, back):
        self.attempt(piles.undo, by, self.late(back, Pile))

    def picked(self, picks, *those):
        """The ids of some of these units, each once."""
        ids = db.session.scalars(select(Unit.id).where(*those).order_by(Unit.id)).all()
        return list(dict.fromkeys(ids[pick % len(ids)] for pick in picks if ids))

    def skus(self, counted):
        return [Code(self.row(Item, item).sku, quantity=many) for item, many in counted]
