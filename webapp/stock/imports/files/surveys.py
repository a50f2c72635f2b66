"""Surveys: what a workbook's own parts tell and its reader does not pass on.

The reader gives values: of a cell whose formula failed nothing, of 00017 the number 17. And it keeps all cells from the
first to the last in memory, also those with nothing in them. So every sheet is looked through before it is read.
"""

from dataclasses import dataclass, field

from webapp.core.errors import Invalid
from webapp.core.words import _

from .lines import Limits, refusal, too_many_columns, too_many_rows

Place = tuple[int, int]  # a cell's row and column, from 0


@dataclass
class Survey:
    """Of one sheet: its lines and its extent, the rows that are hidden, and cells that are to be read otherwise."""

    limits: Limits
    lines: int = 0
    rows: int = 0  # up to the last with something in it
    columns: int = 0
    hidden: list[int] = field(default_factory=list)
    # an error, or a formula without its result:
    texts: dict[Place, str] = field(default_factory=dict)
    # how many digits a whole number is shown with, so that 17 is 00017:
    digits: dict[Place, int] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)

    def fill(self, row: int, column: int, times: int = 1) -> None:
        """There is something in this cell, and in as many below it. Invalid at `file` if that is too much."""
        self.rows = max(self.rows, row + times)
        self.columns = max(self.columns, column + 1)
        is_too_far = self.rows > self.limits.last
        if is_too_far or self.rows * self.columns > self.limits.cells:
            raise self._too_far()

    def fill_line(self, times: int = 1) -> None:
        """A row with something in it is over."""
        self.lines += times
        if self.lines > self.limits.rows + 100:  # titles and headings are no rows of it
            raise too_many_rows(self.limits)

    def _too_far(self) -> Invalid:
        if self.rows <= self.limits.rows + 100:
            return too_many_columns(self.columns, self.limits)
        return refusal(
            _(
                "The sheet has something in row %(row)s, far below the rest, or in too many columns. Copy what is "
                "to be imported into a new sheet, then upload that file.",
                row=f"{self.rows:,}",
            )
        )


class Shown:
    """How a number format shows a whole number: with at least so many digits, or as a percentage."""

    def __init__(self, code: str = "") -> None:
        plain = code.split(";")[0].replace("\\", "").replace('"', "")
        self.digits = len(plain) if plain and not plain.strip("0") else 0
        self.is_percent = plain.endswith("%")
