"""What people try with stock itself: acts, transfers, counts, blocks and undo."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from tests.stock.ledger.tries import (
    ADA,
    COUNTED,
    GOES_OUT,
    KINDS,
    ON_ITS_WAY,
    REASONS,
    WAITS,
    Tries,
    back,
    few,
    items,
    places,
    staff,
    where,
)
from webapp.stock.models import (
    Operation,
    Unit,
)
from webapp.stock.operations import operations, undo
from webapp.stock.stocktakes import counting, stocktakes
from webapp.stock.transfers import transfers, transit, turning_back
from webapp.stock.transfers.cargo import Wanted
from webapp.stock.transfers.parts import Part
from webapp.stock.units import units


class StockTries(Tries):
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


def _why(refused):
    return {"notes": "We ordered none"} if refused else {}


def _reason(blocks):
    return {"reason": "It buzzes"} if blocks else {}
