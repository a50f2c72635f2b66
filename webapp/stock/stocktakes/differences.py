"""Differences: what applying a stocktake writes, worked out to the last piece and cent before it is written."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.core.errors import Conflict
from webapp.core.words import _

from ..ledger import projection
from ..ledger.projection import Line, Tally
from ..models import Movement, Stocktake
from ..models.states import OUTSIDE
from ..operations import recent
from .choices import Choices, check
from .finding import Finding
from .findings import Findings

REASONS = {"ADJUSTMENT_POSITIVE": "counted_more", "ADJUSTMENT_NEGATIVE": "counted_fewer"}
GOES = ("available", "damaged")  # what can be counted out, in this order


@dataclass(frozen=True)
class Adjustment:
    """One movement to be, with its name for people; its value is in minor units, a move has no reason."""

    name: str
    line: Line
    reason: str | None
    from_place: str = ""

    @classmethod
    def of(
        cls,
        movement: Movement,
        name: str,
        from_place: str,
    ) -> "Adjustment":
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
        return cls(
            name,
            line,
            REASONS.get(movement.type),
            from_place,
        )

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

    def __init__(
        self,
        stocktake: Stocktake,
        findings: Findings,
        choices: Choices,
    ) -> None:
        self.place, self.findings, self.choices = stocktake.location_id, findings, choices
        self.snapshot, self.opened_by = findings.snapshot, stocktake.opened_by
        self._levels: dict[tuple[int, int], Tally] = {}
        self._units: dict[int, Tally] = {}
        self.adjustments: list[Adjustment] = []
        check(findings, choices)
        for finding in findings.all:
            self._settle(finding)

    @property
    def lines(self) -> list[Line]:
        return [adjustment.line for adjustment in self.adjustments]

    @property
    def value_minor(self) -> int:
        """What is written off and on, added up, whatever the sign."""
        return sum(abs(one.value_minor) for one in self.adjustments if one.reason)

    @cached_property
    def why(self) -> str:
        """Why a second person must agree, with what who looks adjusted of the same lately; empty if none needs to."""
        items = {one.line.item_id for one in self.adjustments if one.reason}
        if not items:
            return ""
        before = recent.worth(self.findings.actor, items)
        because = recent.because(self.value_minor, before)
        return because.words if because else ""

    @property
    def needs_second(self) -> bool:
        return bool(self.why)

    @property
    def reason(self) -> str | None:
        """The operation's, if all its adjustments have the same; the movements' types tell each."""
        reasons = {one.reason for one in self.adjustments if one.reason}
        return reasons.pop() if len(reasons) == 1 else None

    @cached_property
    def seen(self) -> str:
        """Changes when what would be written does."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()[:16]

    def _settle(self, finding: Finding) -> None:
        if finding.verdict == "missing" or self.choices.gives_up(finding):
            self._take_out(finding, -finding.difference)
        elif finding.verdict == "more":
            self._take_in(finding)
        elif finding.unit_id in self.choices.bring:
            self._bring(finding)

    def _take_out(self, finding: Finding, pieces: int) -> None:
        have = {state: self._have(finding, state) for state in GOES}
        free = sum(have.values())
        if free < pieces:
            facts = {
                "item": finding.item_id,
                "unit": finding.unit_id,
                "have": free,
                "asked": pieces,
            }
            words = _(
                "%(finding)s: %(pieces)s fewer were counted, but only %(free)s are free to be taken off",
                finding=finding.name,
                pieces=pieces,
                free=free,
            )
            raise Conflict(words, facts=facts)
        for state in GOES:
            if quantity := min(pieces, have[state]):
                self._write(
                    finding,
                    "ADJUSTMENT_NEGATIVE",
                    state,
                    OUTSIDE,
                    quantity,
                )
                pieces -= quantity

    def _have(self, finding: Finding, state: str) -> int:
        item_id = finding.item_id or 0
        own = (
            self._unit(finding.unit_id).pieces[state]
            if finding.unit_id
            else self.snapshot.untagged_in(item_id, state)
        )
        return min(own, self._level(item_id, self.place).pieces[state])

    def _take_in(self, finding: Finding) -> None:
        item = self.snapshot.items[finding.item_id or 0]
        level, pieces = self._level(item.id, self.place), finding.difference
        total = sum(level.pieces.values())
        value = (
            (2 * level.value * pieces + total) // (2 * total)
            if total
            else item.value_minor * pieces
        )
        self._write(
            finding, "ADJUSTMENT_POSITIVE", OUTSIDE, "available", pieces, value=value
        )

    def _bring(self, finding: Finding) -> None:
        unit = self.snapshot.units[finding.unit_id or 0]
        pieces, home = unit.on_hand, unit.location_id
        self._write(
            finding,
            "TRANSFER_OUT",
            "available",
            OUTSIDE,
            pieces,
            at=home,
        )
        worth = self.adjustments[-1].value_minor
        self._write(
            finding,
            "TRANSFER_IN",
            OUTSIDE,
            "available",
            pieces,
            value=-worth,
        )

    def _write(
        self,
        finding: Finding,
        type: str,
        from_state: str,
        to_state: str,
        quantity: int,
        *,
        at: int | None = None,
        value: int | None = None,
    ) -> None:
        line = Line(
            finding.item_id or 0,
            at or self.place,
            type,
            from_state,
            to_state,
            quantity,
            finding.unit_id,
            value,
        )
        written = replace(line, value_delta_minor=self._move(line, finding.name))
        from_place = finding.kept_at if at else ""
        self.adjustments.append(
            Adjustment(
                finding.name,
                written,
                REASONS.get(type),
                from_place,
            )
        )

    def _move(self, line: Line, name: str) -> int:
        """Count a line on; what it changes its level's value by. Conflict if the ledger does not have the pieces."""
        level = self._level(line.item_id, line.location_id)
        unit = self._unit(line.unit_id) if line.unit_id else None
        try:
            projection.check(line, level, unit)
        except Conflict as refusal:
            facts = refusal.facts | {"item": line.item_id, "unit": line.unit_id}
            raise Conflict(f"{name}: {refusal.message}", facts=facts) from None
        worth = level.worth(line, 0)
        level.move(line, worth)
        if unit:
            unit.move(line)
        return worth

    def _level(self, item_id: int, place: int) -> Tally:
        if (item_id, place) not in self._levels:
            self._levels[item_id, place] = Tally.of(self.snapshot.level(item_id, place))
        return self._levels[item_id, place]

    def _unit(self, id: int) -> Tally:
        if id not in self._units:
            self._units[id] = Tally.of(self.snapshot.units[id])
        return self._units[id]
