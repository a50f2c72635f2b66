"""Tallies: what a stocktake expects and finding, item by item, to count along and to print."""

from dataclasses import dataclass, field

from webapp.core import text

from .finding import Finding
from .findings import Findings


@dataclass
class Row:
    """An item: its pieces without a tag, and its units. Of a blind count what is expected is not in it."""

    item_id: int
    name: str
    loose: Finding | None = None
    units: list[Finding] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands among the rows."""
        return text.sort_key(self.name), self.item_id

    @property
    def every(self) -> list[Finding]:
        return [*self.units, *([self.loose] if self.loose else [])]

    @property
    def counted(self) -> int:
        return sum(finding.counted or 0 for finding in self.every)

    @property
    def expected(self) -> int:
        return sum(finding.expected for finding in self.every)

    @property
    def left(self) -> list[Finding]:
        """Units that are still to be ticked."""
        return [finding for finding in self.units if finding.line_id is None]

    @property
    def is_done(self) -> bool:
        return all(finding.line_id for finding in self.every)


def rows(findings: Findings) -> list[Row]:
    """By name, without what was found but is not kept here; in a blind count every item is asked for its number."""
    rows = {
        finding.item_id: Row(finding.item_id, finding.item_name)
        for finding in findings.all
        if finding.item_id
    }
    for finding in findings.while_counting:
        if (
            finding.item_id
            and finding.unit_id
            and not (finding.line_id and finding.verdict in ("elsewhere", "out", "away"))
        ):
            rows[finding.item_id].units.append(finding)
        elif finding.item_id and not finding.unit_id:
            rows[finding.item_id].loose = finding
    return [row for row in rows.values() if row.every or findings.is_blind]
