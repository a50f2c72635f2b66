"""Differences: what applying a stocktake writes, worked out to the last piece and cent before it is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from webapp.core.errors import Conflict

from ..ledger import projection
from ..ledger.projection import Line, Tally
from ..models import Movement, Stocktake
from ..models.states import OUTSIDE
from ..operations import recent
from .findings import Finding, Findings

REASONS = {"ADJUSTMENT_POSITIVE": "counted_more", "ADJUSTMENT_NEGATIVE": "counted_fewer"}
GOES = ("available", "damaged")  # what can be counted out, in this order


@dataclass(frozen=True)
class Choices:
    """What a person decides on top of the count: uncounted things given up for missing, others brought home here."""

    missing_units: frozenset[int] = frozenset()
    missing_items: frozenset[int] = frozenset()  # their pieces without a tag
    bring: frozenset[int] = frozenset()  # units

    @classmethod
    def of(
        cls,
        missing_units: Iterable[int] = (),
        missing_items: Iterable[int] = (),
        bring: Iterable[int] = (),
    ) -> "Choices":
        return cls(frozenset(missing_units), frozenset(missing_items), frozenset(bring))

    def said(self) -> dict[str, list[int]]:
        """To be kept."""
        return {name: sorted(ids) for name, ids in asdict(self).items() if ids}


@dataclass(frozen=True)
class Adjustment:
    """One movement to be, with its name for people; its value is in minor units, a move has no reason."""

    name: str
    line: Line
    reason: str | None
    from_place: str = ""

    @classmethod
    def of(cls, movement: Movement, name: str, from_place: str) -> "Adjustment":
        """One that was written."""
        copied = (
            "item_id",
            "location_id",
            "type",
            "from_state",
            "to_state",
            "quantity",
            "unit_id",
            "value_delta_minor",
        )
        line = Line(*(getattr(movement, column) for column in copied))
        return cls(name, line, REASONS.get(movement.type), from_place)

    @property
    def value_minor(self) -> int:
        return self.line.value_delta_minor or 0

    @property
    def pieces(self) -> int:
        return (
            self.line.quantity if self.line.from_state == OUTSIDE else -self.line.quantity
        )


class Plan:
    """Conflict, saying which thing and with the numbers, if the ledger no longer has what is to be written."""

    def __init__(self, stocktake: Stocktake, findings: Findings, choices: Choices) -> None:
        self.place, self.findings, self.choices = stocktake.location_id, findings, choices
        self.opened_by = stocktake.opened_by
        self._levels: dict[tuple[int, int], Tally] = {}
        self._units: dict[int, Tally] = {}
        self.adjustments: list[Adjustment] = []
        check(findings, choices)
        for found in findings.all:
            self._settle(found)

    @property
    def lines(self) -> list[Line]:
        return [adjustment.line for adjustment in self.adjustments]

    @property
    def value_minor(self) -> int:
        """What is written off and on, added up, whatever the sign."""
        return sum(abs(each.value_minor) for each in self.adjustments if each.reason)

    @cached_property
    def why(self) -> str:
        """Why a second person must agree, with what who looks adjusted of the same lately; empty if none needs to."""
        items = {each.line.item_id for each in self.adjustments if each.reason}
        return (
            recent.why(self.value_minor, recent.worth(self.findings.actor.id, items))
            if items
            else ""
        )

    @property
    def needs_second(self) -> bool:
        return bool(self.why)

    @property
    def reason(self) -> str | None:
        """The operation's, if all its adjustments have the same; the movements' types tell each."""
        reasons = {each.reason for each in self.adjustments if each.reason}
        return reasons.pop() if len(reasons) == 1 else None

    @cached_property
    def seen(self) -> str:
        """Changes when what would be written does."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()[:16]

    def _settle(self, found: Finding) -> None:
        given_up = found.verdict == "not_counted" and (
            found.unit_id in self.choices.missing_units
            if found.unit_id
            else found.item_id in self.choices.missing_items
        )
        if found.verdict == "missing" or given_up:
            self._take_out(found, -found.difference)
        elif found.verdict == "more":
            self._take_in(found)
        elif found.unit_id in self.choices.bring:
            self._bring(found)

    def _take_out(self, found: Finding, pieces: int) -> None:
        have = {state: self._have(found, state) for state in GOES}
        if sum(have.values()) < pieces:
            facts = {
                "item": found.item_id,
                "unit": found.unit_id,
                "have": sum(have.values()),
                "asked": pieces,
            }
            words = f"{found.name}: {pieces} fewer were counted, but only {sum(have.values())} are free to be taken off"
            raise Conflict(words, facts=facts)
        for state in GOES:
            if quantity := min(pieces, have[state]):
                self._write(found, "ADJUSTMENT_NEGATIVE", state, OUTSIDE, quantity)
                pieces -= quantity

    def _have(self, found: Finding, state: str) -> int:
        item_id = found.item_id or 0
        own = (
            self._unit(found.unit_id).pieces[state]
            if found.unit_id
            else self.findings.loose(item_id, state)
        )
        return min(own, self._level(item_id, self.place).pieces[state])

    def _take_in(self, found: Finding) -> None:
        item = self.findings.kinds[found.item_id or 0]
        here, pieces = self._level(item.id, self.place), found.difference
        held = sum(here.pieces.values())
        each = (
            (2 * here.value * pieces + held) // (2 * held)
            if held
            else item.value_minor * pieces
        )
        self._write(found, "ADJUSTMENT_POSITIVE", OUTSIDE, "available", pieces, value=each)

    def _bring(self, found: Finding) -> None:
        unit = self.findings.units[found.unit_id or 0][0]
        self._write(
            found, "TRANSFER_OUT", "available", OUTSIDE, unit.on_hand, at=unit.location_id
        )
        worth = self.adjustments[-1].value_minor
        self._write(found, "TRANSFER_IN", OUTSIDE, "available", unit.on_hand, value=-worth)

    def _write(
        self,
        found: Finding,
        type: str,
        from_state: str,
        to_state: str,
        quantity: int,
        *,
        at: int | None = None,
        value: int | None = None,
    ) -> None:
        place = at or self.place
        line = Line(
            found.item_id or 0,
            place,
            type,
            from_state,
            to_state,
            quantity,
            found.unit_id,
            value,
        )
        here, unit = (
            self._level(line.item_id, place),
            self._unit(found.unit_id) if found.unit_id else None,
        )
        try:
            projection.check(line, here, unit)
        except Conflict as no:
            facts = no.facts | {"item": found.item_id, "unit": found.unit_id}
            raise Conflict(f"{found.name}: {no.message}", facts=facts) from None
        worth = here.worth(line, 0)
        here.move(line, worth)
        if unit:
            unit.move(line)
        elsewhere = found.kept_at if at else ""
        self.adjustments.append(
            Adjustment(
                found.name,
                replace(line, value_delta_minor=worth),
                REASONS.get(type),
                elsewhere,
            )
        )

    def _level(self, item_id: int, place: int) -> Tally:
        if (item_id, place) not in self._levels:
            self._levels[item_id, place] = Tally.of(self.findings.level(item_id, place))
        return self._levels[item_id, place]

    def _unit(self, id: int) -> Tally:
        if id not in self._units:
            self._units[id] = Tally.of(self.findings.units[id][0])
        return self._units[id]


def check(findings: Findings, choices: Choices) -> None:
    """What was chosen must still be so; and of units that loans took without naming them, not all are missing."""
    open_ones = [found for found in findings.all if found.verdict == "not_counted"]
    units = {found.unit_id for found in open_ones if found.unit_id}
    items = {found.item_id for found in open_ones if not found.unit_id}
    home = {found.unit_id for found in findings.all if found.can_bring}
    if gone := choices.missing_units - units:
        raise Conflict(
            "This was counted, or has moved, since you chose it",
            facts={"units": sorted(gone)},
        )
    if gone := choices.missing_items - items:
        raise Conflict(
            "This was counted, or has moved, since you chose it",
            facts={"items": sorted(gone)},
        )
    if gone := choices.bring - home:
        raise Conflict("This can no longer be moved here", facts={"units": sorted(gone)})
    taken, left = Counter[int](), Counter[int]()
    for found in open_ones:
        if found.unit_id and found.item_id:
            left[found.item_id] += 1
            taken[found.item_id] += found.unit_id in choices.missing_units
    for item_id, pieces in taken.items():
        if pieces > (most := left[item_id] - findings.unnamed(item_id)):
            words = f"{findings.kinds[item_id].name}: at most {most} can be missing, others are on loan"
            raise Conflict(words, facts={"item": item_id, "have": most, "asked": pieces})
