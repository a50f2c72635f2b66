"""What an XLSX workbook tells beside its values."""

import re
from collections.abc import Mapping

from . import xlsx_parts
from .lines import Limits
from .packages import Package
from .surveys import Shown, Survey

ROW = re.compile(rb"<(?:\w+:)?row[ >]")


class Workbook:
    def __init__(self, package: Package, limits: Limits) -> None:
        self._package, self._limits = package, limits
        self._parts = xlsx_parts.of_sheets(package)
        self._shown = xlsx_parts.shown(package)

    def lines(self, sheet: int) -> int:
        """About how many a sheet has, without going through it."""
        return len(ROW.findall(self._package.parts.get(self._parts[sheet], b"")))

    def survey(self, sheet: int) -> Survey:
        reader = _Sheet(Survey(self._limits), self._shown)
        self._package.walk(self._parts[sheet], reader.start, reader.end, reader.text)
        return reader.survey


class _Sheet:
    """Goes through the rows and cells of one sheet; both may leave out where they are, and are next then."""

    def __init__(self, survey: Survey, shown: Mapping[str, Shown]) -> None:
        self.survey, self._shown = survey, shown
        self._row, self._column = -1, -1
        self._has_content = self._is_filled = self._is_formula = self._is_value = False
        self._type, self._style, self._value = "", "", ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "c":
                self._start_cell(attributes)
            case "v":
                self._is_value = self._is_filled = True
            case "f":
                self._is_formula = True
            case "t":
                self._is_filled = True
            case "row":
                self._start_row(attributes)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._column = _column(attributes.get("r", "")) or self._column + 1
        self._type, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._is_filled = self._is_formula = False
        self._value = ""

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column, self._has_content = -1, False
        if attributes.get("hidden") in ("1", "true"):
            self.survey.hidden.append(self._row)

    def text(self, text: str) -> None:
        if self._is_value:
            self._value += text

    def end(self, name: str) -> None:
        if name == "v":
            self._is_value = False
        elif name == "c" and (self._is_filled or self._is_formula):
            self._has_content = True
            self.survey.fill(self._row, self._column)
            self._look_closer((self._row, self._column))
        elif name == "row" and self._has_content:
            self.survey.fill_line()

    def _look_closer(self, place: tuple[int, int]) -> None:
        if self._type == "e":
            self.survey.texts[place] = self._value
        elif (
            self._is_formula and not self._value and self._type not in ("str", "inlineStr")
        ):
            self.survey.texts[place] = "="
        elif self._type in ("", "n") and (shown := self._shown.get(self._style)):
            if shown.digits > 1:
                self.survey.digits[place] = shown.digits
            if shown.is_percent:
                self.survey.percents.add(place)


def _column(reference: str) -> int:
    """Of "C7" 2; 0 too where there is no reference, which means the same where a row begins."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)
