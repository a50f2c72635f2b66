"""Parts of an XLSX workbook beside its sheets: where each sheet is, and how its styles show numbers."""

from collections.abc import Mapping

from .packages import Package
from .surveys import Shown

WORKBOOK, RELATIONS, STYLES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)
BUILT_IN = {"9": "0%", "10": "0.00%"}


def of_sheets(package: Package) -> list[str]:
    """Where each sheet is, in their order."""
    reader = _Sheets()
    package.walk(RELATIONS, reader.relation)
    package.walk(WORKBOOK, reader.sheet)
    return [reader.targets.get(id, "") for id in reader.ids]


def shown(package: Package) -> dict[str, Shown]:
    """How numbers are shown, by the number of their style; only those that are shown in a way of their own."""
    reader = _Styles()
    package.walk(STYLES, reader.start, reader.end)
    return reader.shown


class _Sheets:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.ids: list[str] = []

    def relation(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            path = attributes.get("Target", "")
            is_whole = path.startswith("/")
            self.targets[attributes.get("Id", "")] = path[1:] if is_whole else f"xl/{path}"

    def sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            self.ids += ids or [""]


class _Styles:
    def __init__(self) -> None:
        self.shown: dict[str, Shown] = {}
        self._codes = dict(BUILT_IN)
        self._is_of_cells, self._number = False, 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        number = attributes.get("numFmtId", "")
        if name == "numFmt":
            self._codes[number] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            look = Shown(self._codes.get(number, ""))
            if look.digits > 1 or look.is_percent:
                self.shown[str(self._number)] = look
            self._number += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_of_cells = False
