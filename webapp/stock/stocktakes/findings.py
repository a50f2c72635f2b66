"""Findings: what a stocktake says of each thing, against the ledger as it was when the thing was counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from webapp.core import text
from webapp.core.actor import Actor

from ..models import Stocktake, StocktakeLine, Unit
from ..models.states import OUTSIDE, STATES
from ..units import meant_for
from . import holders
from .finding import Finding
from .snapshot import Snapshot, shelf


class Findings:
    """Everything a stocktake found, and everything that should be there."""

    def __init__(self, actor: Actor, stocktake: Stocktake) -> None:
        self.actor, self.is_blind = actor, stocktake.is_blind
        self.snapshot = Snapshot(stocktake)

    @cached_property
    def all(self) -> list[Finding]:
        """By item and tag, unknown codes last."""
        findings = [*map(self._counted, self.snapshot.lines), *self._not_counted()]
        out = {one.unit_id for one in findings if one.verdict == "out" and one.unit_id}
        who = holders.of_units(self.actor, out)
        named = [
            replace(one, holder=who.get(one.unit_id)) if one.unit_id in out else one
            for one in findings
        ]
        return sorted(self._with_asides(named), key=self._place)

    def _with_asides(self, findings: list[Finding]) -> list[Finding]:
        """What is set aside for somebody and was not counted is theirs, and not missing."""
        left = {one.unit_id for one in findings if one.verdict == "not_counted"}
        units = self.snapshot.units
        aside = {id for id in left if id and units[id].reserved and not units[id].available}
        names = meant_for.names(aside)
        return [
            replace(one, verdict="aside", meant_for=names[one.unit_id])
            if one.unit_id in names and one.verdict == "not_counted"
            else one
            for one in findings
        ]

    def _place(self, finding: Finding) -> tuple[bool, str, int, str, int, str]:
        item = self.snapshot.items.get(finding.item_id or 0)
        return (
            item is None,
            item.sort_key if item else "",
            finding.item_id or 0,
            text.sort_key(finding.tag),
            finding.unit_id or 0,
            text.sort_key(finding.code),
        )

    @property
    def while_counting(self) -> list[Finding]:
        """The same, but of a blind count no more than what was found: nothing tells what is expected."""
        if not self.is_blind:
            return self.all
        return [finding.blinded for finding in self.all if finding.line_id]

    def _counted(self, line: StocktakeLine) -> Finding:
        """What a line says."""
        if line.item_id is None:
            return Finding(
                "unknown",
                code=line.code,
                line_id=line.id,
                counted=line.counted,
            )
        expected = replace(
            self._expected(line.item_id, line), line_id=line.id, counted=line.counted
        )
        finding = replace(expected, verdict=self._verdict(expected))
        return replace(finding, can_bring=self._can_bring(finding))

    def _expected(self, item_id: int, line: StocktakeLine) -> Finding:
        """The thing of a line, with what the ledger had of it when it was counted."""
        since = self.snapshot.since.get(line.id, 0)
        if line.unit_id is None:
            pieces = max(0, self.snapshot.untagged[item_id] - since)
            return self._of_untagged(item_id, pieces)
        unit = self.snapshot.units[line.unit_id]
        return self._of_unit(unit, self.snapshot.present(unit) - since)

    def _can_bring(self, finding: Finding) -> bool:
        """That all of a unit was found here, and it is free to stay."""
        if finding.verdict != "elsewhere" or not finding.unit_id:
            return False
        whole = self.snapshot.units[finding.unit_id].on_hand
        return finding.can_bring and finding.counted == whole

    def _verdict(self, finding: Finding) -> str:
        if not finding.difference:
            return "as_expected"
        unit = self.snapshot.units[finding.unit_id] if finding.unit_id else None
        location_id = self.snapshot.location_id
        if unit is None or (finding.is_batch and unit.location_id == location_id):
            return "missing" if finding.difference < 0 else "more"
        present = self.snapshot.present(unit)
        if finding.difference < 0 and present:
            return "missing"
        if finding.difference > 0:
            if present:
                return "as_expected"  # it was there before the ledger knew
            if not unit.on_hand:
                return "more"
            if unit.location_id != location_id and shelf(unit):
                return "elsewhere"
        return "out" if unit.on_rent else "away"

    def _not_counted(self) -> Iterator[Finding]:
        """What should be there and has no line yet."""
        counted = {(line.item_id, line.unit_id) for line in self.snapshot.lines}
        yield from self._units_not_counted(counted)
        for item_id, pieces in self.snapshot.untagged.items():
            if pieces > 0 and (item_id, None) not in counted:
                yield replace(self._of_untagged(item_id, pieces), verdict="not_counted")

    def _units_not_counted(
        self, counted: set[tuple[int | None, int | None]]
    ) -> Iterator[Finding]:
        left = [
            unit
            for unit in self.snapshot.units.values()
            if self.snapshot.present(unit) and (unit.item_id, unit.id) not in counted
        ]
        of_item = Counter(unit.item_id for unit in left)
        for unit in left:
            all_out = of_item[unit.item_id] <= self.snapshot.unnamed(unit.item_id)
            finding = self._of_unit(unit, self.snapshot.present(unit))
            yield replace(finding, verdict="out" if all_out else "not_counted")

    def _of_untagged(self, item_id: int, expected: int) -> Finding:
        name = self.snapshot.items[item_id].name
        return Finding(
            "",
            item_id,
            name,
            expected=expected,
        )

    def _of_unit(self, unit: Unit, expected: int) -> Finding:
        is_here = unit.location_id == self.snapshot.location_id
        return Finding(
            "",
            unit.item_id,
            self.snapshot.items[unit.item_id].name,
            unit.id,
            unit.tag,
            is_batch=unit.batch_code is not None,
            expected=expected,
            state=next((state for state in STATES if getattr(unit, state)), OUTSIDE),
            kept_at=self.snapshot.kept_at[unit.id],
            can_bring=not is_here and 0 < unit.available == unit.on_hand,
        )
