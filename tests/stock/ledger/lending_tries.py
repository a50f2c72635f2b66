"""What people try with loans and repairs."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from tests.stock.ledger.tries import (
    ASKED,
    BROKEN,
    MENDED,
    OUT,
    PROMISED,
    SOL,
    Tries,
    back,
    few,
    items,
    places,
    staff,
    where,
)
from tests.support.histories import DORA, TESS
from webapp.lending.asking import walk_ins
from webapp.lending.decisions import decisions, giving_up
from webapp.lending.desk import finding, handovers
from webapp.lending.models import Checkout, CheckoutUnit
from webapp.repairs import mending, opening
from webapp.school import calendar
from webapp.stock.models import (
    Unit,
)

LOST = Checkout, Checkout.pieces.any(CheckoutUnit.ending == "lost")


class LendingTries(Tries):
    @where(*ASKED)
    @rule(
        by=staff, back=back, yes=st.booleans(), at_once=st.booleans(), regrets=st.booleans()
    )
    def decide(self, by, back, yes, at_once, regrets):
        id = self.late(back, *ASKED)
        if yes:
            self.attempt(decisions.approve, by, id, hand_out=at_once)
        else:
            self.attempt(decisions.reject, by, id, reason="Not now")
        if regrets:
            self.attempt(decisions.undo, by, id)

    @where(*PROMISED)
    @rule(by=staff, back=back, named=st.booleans(), ready=st.booleans())
    def hand_out(self, by, back, named, ready):
        id = self.late(back, *PROMISED)
        unit = self.late(back, Unit) if named else None
        self.attempt(
            handovers.set_aside if ready else handovers.hand_out, by, id, unit=unit
        )

    @rule(by=staff, item=items, many=few, back=back, named=st.booleans())
    def lend(self, by, item, many, back, named):
        thing = (
            {"item": 1, "unit": self.late(back, Unit)}
            if named
            else {"item": item, "quantity": many}
        )
        self.attempt(walk_ins.lend, by, student=SOL.id, **thing)

    @where(*OUT)
    @rule(
        by=staff,
        back=back,
        outcome=st.sampled_from(["returned", "damaged"]),
        many=st.sampled_from([None, 1]),
        days=st.sampled_from([None, None, 0, 3]),
    )
    def bring_back(self, by, back, outcome, many, days):
        day = None if days is None else calendar.after(calendar.today(), -days)
        id = self.late(back, *OUT)
        told = {"outcome": outcome, "quantity": many, "returned_on": day}
        self.attempt(handovers.return_item, by, id, **told)

    @where(*OUT)
    @rule(
        by=staff,
        back=back,
        outcome=st.sampled_from(["lost", "lost", "used_up"]),
        many=st.sampled_from([None, 1]),
        found=st.booleans(),
    )
    def lose(self, by, back, outcome, many, found):
        id = self.late(back, *OUT)
        told = {"outcome": outcome, "quantity": many}
        if self.attempt(handovers.return_item, by, id, **told) and found:
            self.attempt(finding.find, by, id)

    @where(*LOST)
    @rule(by=staff, back=back)
    def find_what_was_lost(self, by, back):
        self.attempt(finding.find, by, self.late(back, *LOST))

    @rule(by=st.sampled_from([TESS, DORA, SOL]), back=back, decision=st.booleans())
    def think_again(self, by, back, decision):
        self.attempt(
            decisions.undo if decision else giving_up.cancel, by, self.late(back, Checkout)
        )

    @rule(
        by=staff,
        back=back,
        item=items,
        place=places,
        many=few,
        how=st.sampled_from(["unit", "pieces", "maintenance"]),
    )
    def find_damaged(self, by, back, item, place, many, how):
        unit = self.late(back, Unit)
        if how == "maintenance":
            self.attempt(opening.start_maintenance, by, unit)
        else:
            thing = (
                {"unit": unit}
                if how == "unit"
                else {"item": item, "location": place, "quantity": many}
            )
            opened = self.attempt(opening.open, by, **thing, description="A crack")
            if opened and many == 1:  # looked at before anybody else does something with it
                self.assess(by, 0, "minor")

    @where(*BROKEN)
    @rule(
        by=staff, back=back, severity=st.sampled_from(["minor", "severe", "beyond_repair"])
    )
    def assess(self, by, back, severity):
        self.attempt(
            mending.assess,
            by,
            self.late(back, *BROKEN),
            damage_type="physical",
            severity=severity,
        )

    @where(*BROKEN)
    @rule(
        by=staff,
        back=back,
        verb=st.sampled_from(
            [mending.approve, mending.send, mending.give_up, mending.cancel]
        ),
    )
    def go_on_with_a_repair(self, by, back, verb):
        self.attempt(verb, by, self.late(back, *BROKEN))

    @where(*MENDED)
    @rule(
        by=staff,
        back=back,
        found=st.sampled_from(["passed", "failed", "partial"]),
        cost=st.integers(0, 90),
    )
    def finish_a_repair(self, by, back, found, cost):
        id = self.late(back, *MENDED)
        self.attempt(
            mending.finish,
            by,
            id,
            quality_check=found,
            passed=found == "partial" or None,
            cost=Decimal(cost),
        )
