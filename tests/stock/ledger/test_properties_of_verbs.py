"""Whatever people ask of stock, by its verbs and in whatever order: done or refused, and the ledger can prove it."""

import os
from collections import Counter
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import func, select

from tests.support import chance
from tests.support.histories import DORA, TESS, move_in
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.lending import checkouts, decisions, handovers, walk_ins
from webapp.lending.models import Checkout
from webapp.repairs import mending, opening
from webapp.repairs.models import Repair
from webapp.stock import locations
from webapp.stock.ledger import verify
from webapp.stock.models import (
    Level,
    Movement,
    Operation,
    PendingOperation,
    Stocktake,
    Transfer,
    Unit,
)
from webapp.stock.models.states import STATES
from webapp.stock.operations import operations, undo
from webapp.stock.schemas.acts import OperationInput
from webapp.stock.stocktakes import counting, stocktakes
from webapp.stock.transfers import transfers, transit, turning_back
from webapp.stock.transfers.cargo import Wanted
from webapp.stock.transfers.parts import Part
from webapp.stock.units import units

STEPS = int(
    os.environ.get("BACKLINE_TEST_STEPS", "1300")
)  # on each engine; `make test-long` takes 100,000
DEPTH = 75
SOL, ADA = Actor(2, "Sol", "student", 0), Actor(5, "Ada", "admin", 0)
KINDS = ("receive", "return_to_supplier", "sell", "sale_return", "write_off", "adjust")
REASONS = ("found", "counted_fewer", "used_up", "disposed", "missing")
GOES_OUT = REASONS[1:]
items, places, few = st.sampled_from([1, 2]), st.sampled_from([1, 2]), st.integers(1, 3)
back = st.integers(0, 3)
staff = st.sampled_from([TESS, DORA, ADA])
OFTEN = {  # that all were refused would prove nothing
    "receive", "return_to_supplier", "sell", "adjust", "checkouts.ask_for", "decisions.approve", "walk_ins.lend",
    "handovers.return_item", "opening.open", "opening.start_maintenance", "mending.assess", "transit.send",
    "turning_back.cancel", "stocktakes.apply", "units.block", "undo.undo",
}  # fmt: skip


def where(model, *those):
    """Only when there is one."""
    return precondition(lambda self: self.late(0, model, *those))


WAITS = PendingOperation, PendingOperation.decision.is_(None)
ON_ITS_WAY = Transfer, Transfer.status.in_(("in_transit", "partial"))
ASKED, PROMISED, OUT = (
    (Checkout, Checkout.status == status) for status in ("pending", "approved", "out")
)
BROKEN = Repair, Repair.closed_at.is_(None)
MENDED = Repair, Repair.status == "in_progress"
COUNTED = Stocktake, Stocktake.status.in_(("counting", "review"))


class People(RuleBasedStateMachine):
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

    @rule(
        by=staff,
        kind=st.sampled_from(KINDS),
        reason=st.sampled_from(REASONS),
        item=items,
        place=places,
        many=few,
    )
    def act(self, by, kind, reason, item, place, many):
        line = {
            "item": item,
            "location": "Store" if place == 1 else "Annex",
            "quantity": many,
        }
        self._operate(
            by, kind, line | ({"unit_cost": "120.50"} if kind == "receive" else {}), reason
        )

    @rule(
        by=staff,
        kind=st.sampled_from(KINDS[1:]),
        reason=st.sampled_from(GOES_OUT),
        back=back,
    )
    def act_on_a_unit(self, by, kind, reason, back):
        self._operate(by, kind, {"unit": self.late(back, Unit) or 1}, reason)

    @rule(by=staff, many=few)
    def take_in_units(self, by, many):
        self._operate(
            by,
            "receive",
            {"item": 1, "quantity": many, "tagged": True, "unit_cost": "300"},
            "",
        )

    def _operate(self, by, kind, line, reason):
        adjusts = {"reason": reason, "notes": "So it is"} if kind == "adjust" else {}
        order = OperationInput.model_validate({"kind": kind, "lines": [line], **adjusts})
        if self.attempt(operations.act, by, kind, order.requests(), **order.about()):
            self.done[kind] += 1

    @where(*WAITS)
    @rule(by=staff, back=back, agree=st.booleans())
    def answer(self, by, back, agree):
        waiting = self.late(back, *WAITS)
        self.attempt(operations.approve if agree else operations.reject, by, waiting)

    @rule(by=staff, item=items, place=places, many=few, back=back, at_once=st.booleans())
    def send(self, by, item, place, many, back, at_once):
        unit = self.late(back, Unit, Unit.location_id == place)
        lines = [Wanted(item=item, quantity=many), *([Wanted(unit=unit)] if unit else [])][
            back % 2 :
        ]
        drafted = self.attempt(
            transfers.draft, by, from_location=place, to_location=3 - place, lines=lines
        )
        if drafted:
            self.attempt(transit.send, by, drafted.id, at_once=at_once)

    @where(*ON_ITS_WAY)
    @rule(
        by=staff,
        back=back,
        many=few,
        good=st.booleans(),
        how=st.sampled_from(["receive", "lose", "all"]),
    )
    def arrive(self, by, back, many, good, how):
        id = self.late(back, *ON_ITS_WAY)
        lines = transfers.find(by, id).cargo if id else []
        parts = [Part(lines[0].id, many, "good" if good else "damaged")] if lines else []
        if how == "lose":
            self.attempt(transit.lose, by, id, parts=parts, notes="Not in the van")
        else:
            self.attempt(transit.receive, by, id, parts=parts if how == "receive" else None)

    @where(*ON_ITS_WAY)
    @rule(by=staff, back=back, refused=st.sampled_from([False, False, True]))
    def turn_back(self, by, back, refused):
        id = self.late(back, *ON_ITS_WAY)
        self.attempt(
            *((turning_back.reject if refused else turning_back.cancel), by, id),
            **_why(refused),
        )

    @rule(item=items, many=few)
    def ask(self, item, many):
        self.attempt(checkouts.ask_for, SOL, item=item, quantity=many, send_anyway=True)

    @where(*ASKED)
    @rule(by=staff, back=back, yes=st.booleans(), at_once=st.booleans())
    def decide(self, by, back, yes, at_once):
        id = self.late(back, *ASKED)
        if yes:
            self.attempt(decisions.approve, by, id, hand_out=at_once)
        else:
            self.attempt(decisions.reject, by, id, reason="Not now")

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
    @rule(by=staff, back=back, good=st.booleans(), many=st.sampled_from([None, 1]))
    def bring_back(self, by, back, good, many):
        id = self.late(back, *OUT)
        self.attempt(
            handovers.return_item,
            by,
            id,
            condition="good" if good else "damaged",
            quantity=many,
        )

    @rule(by=st.sampled_from([TESS, DORA, SOL]), back=back, decision=st.booleans())
    def think_again(self, by, back, decision):
        self.attempt(
            decisions.undo if decision else checkouts.cancel, by, self.late(back, Checkout)
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

    @rule(
        by=staff,
        place=places,
        item=items,
        counted=st.integers(0, 9),
        back=back,
        apply=st.booleans(),
    )
    def count(self, by, place, item, counted, back, apply):
        self.attempt(stocktakes.begin, by, location=place)
        id = self.late(0, *COUNTED)
        if unit := self.late(back, Unit) if counted % 2 else 0:
            self.attempt(counting.count, by, id, unit=unit)
        else:
            self.attempt(counting.count, by, id, item=item, counted=counted)
        if apply:
            self.attempt(stocktakes.review, by, id)
            self.attempt(stocktakes.apply, ADA, id, stocktakes.Choices())

    @where(*COUNTED)
    @rule(by=staff)
    def stop_counting(self, by):
        self.attempt(stocktakes.cancel, by, self.late(0, *COUNTED))

    @rule(by=staff, back=back, blocks=st.booleans())
    def block(self, by, back, blocks):
        unit = self.late(back, Unit)
        self.attempt(
            *((units.block, by, unit) if blocks else (units.unblock, by, unit)),
            **_reason(blocks),
        )

    @rule(by=staff, back=st.integers(0, 8))
    def take_back(self, by, back):
        self.attempt(undo.undo, by, self.late(back, Operation))

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
        kept = select(Level.item_id, func.sum(Level.value_minor)).group_by(Level.item_id)
        moved = select(Movement.item_id, func.sum(Movement.value_delta_minor)).group_by(
            Movement.item_id
        )
        assert sorted(map(tuple, db.session.execute(kept))) == sorted(
            map(tuple, db.session.execute(moved))
        )


def _why(refused):
    return {"notes": "We ordered none"} if refused else {}


def _reason(blocks):
    return {"reason": "It buzzes"} if blocks else {}


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
