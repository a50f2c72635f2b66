"""Tallies: what a stocktake expects and found, item by item, to count along and to print."""

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
        return sum(found.counted or 0 for found in self.every)

    @property
    def expected(self) -> int:
        return sum(found.expected for found in self.every)

    @property
    def left(self) -> list[Finding]:
        """Units that are still to be ticked."""
        return [found for found in self.units if found.line_id is None]

    @property
    def is_done(self) -> bool:
        return all(found.line_id for found in self.every)


def rows(findings: Findings) -> list[Row]:
    """By name, without what was found but is not kept here; in a blind count every item is asked for its number."""
    rows = {
        found.item_id: Row(found.item_id, found.item_name)
        for found in findings.all
        if found.item_id
    }
    for found in findings.while_counting:
        if (
            found.item_id
            and found.unit_id
            and not (found.line_id and found.verdict in ("elsewhere", "out", "away"))
        ):
            rows[found.item_id].units.append(found)
        elif found.item_id and not found.unit_id:
            rows[found.item_id].loose = found
    return [row for row in rows.values() if row.every or findings.is_blind]
