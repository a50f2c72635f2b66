"""What an ODS workbook tells beside its values."""

import re
from collections.abc import Mapping

from ..cells import kinds
from .lines import Limits
from .packages import Package
from .surveys import Survey

CONTENT = "content.xml"
MOST_REPEATED = 1 << 24
ANSWERS = {"of:=TRUE()": "TRUE", "of:=FALSE()": "FALSE"}  # as a number otherwise
TIME = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)")


class Workbook:
    """All sheets are in one part, so all are looked through at once."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._reader = _Content(limits)
        package.walk(CONTENT, self._reader.start, self._reader.end, self._reader.text)

    def lines(self, sheet: int) -> int:
        return self.survey(sheet).lines

    def survey(self, sheet: int) -> Survey:
        return self._reader.surveys[sheet]


class _Content:
    """Goes through all sheets. Rows and cells that are alike stand there once, with how often they are repeated."""

    def __init__(self, limits: Limits) -> None:
        self.surveys: list[Survey] = []
        self._limits = limits
        self._survey = Survey(limits)
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._has_content = self._is_hidden = self._is_cell = False
        self._cell: Mapping[str, str] = {}
        self._text = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._cell, self._text, self._is_cell = attributes, "", True
            self._columns = _times(attributes, "table:number-columns-repeated")
        elif name == "table-row":
            self._rows = _times(attributes, "table:number-rows-repeated")
            self._column, self._has_content = 0, False
            self._is_hidden = attributes.get("table:visibility") in ("collapse", "filter")
        elif name == "table":
            self._survey, self._row = Survey(self._limits), 0
            self.surveys.append(self._survey)

    def text(self, text: str) -> None:
        if self._is_cell:
            self._text += text

    def end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._is_cell = False
            if self._text or "office:value-type" in self._cell:
                self._fill()
            self._column += self._columns
        elif name == "table-row":
            if self._has_content:
                self._survey.fill_line(self._rows)
                if self._is_hidden:
                    self._survey.hidden += range(self._row, self._row + self._rows)
            self._row += self._rows

    def _fill(self) -> None:
        self._has_content = True
        self._survey.fill(self._row, self._column + self._columns - 1, self._rows)
        if text := _otherwise(self._cell, self._text):
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + self._columns):
                    self._survey.texts[row, column] = text


def _otherwise(cell: Mapping[str, str], shown: str) -> str:
    """What a cell is to be read as, where that is not its value: its error, say, or the zeros it is shown with."""
    if cell.get("calcext:value-type") == "error":
        return shown or "#N/A"
    match cell.get("office:value-type"):
        case "time":
            return _duration(cell.get("office:time-value", ""))
        case "boolean":
            return cell.get("office:boolean-value", "").upper()
        case "percentage":
            return kinds.read(float(cell.get("office:value", 0)), is_percent=True)
        case "float":
            return ANSWERS.get(cell.get("table:formula", ""), "") or _padded(shown)
    return ""


def _duration(written: str) -> str:
    parts = TIME.match(written)
    return f"{int(parts[1])}:{parts[2]}:{parts[3]}" if parts else ""


def _padded(shown: str) -> str:
    return shown if shown.isdecimal() and len(shown) > 1 and shown[0] == "0" else ""


def _times(attributes: Mapping[str, str], name: str) -> int:
    return min(max(int(attributes.get(name, 1)), 1), MOST_REPEATED)
