"""Workbooks: XLSX, XLS and ODS, each told by its content, whatever the file is called."""

from typing import Protocol

from webapp.core.errors import Invalid
from webapp.core.words import _, lazy

from . import ods, overlays, xls, xlsx, xlsx_parts
from .lines import Limits, Lines, Sheet, refusal
from .packages import Package, damaged, locked
from .processes import Reader
from .surveys import Survey

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# what else comes in a ZIP archive, by a part of it:
OTHERS = {
    "xl/workbook.bin": lazy(
        "This is a binary Excel workbook (XLSB). Save it as XLSX, then upload that file."
    ),
    "Index/Document.iwa": lazy(
        "This is a document of Apple Numbers. Export it as Excel, then upload that file."
    ),
    "word/document.xml": lazy(
        "This is a Word document. Copy its table into a spreadsheet, then upload that file."
    ),
}


class Parts(Protocol):
    """What a kind of workbook tells beside its values."""

    def lines(self, sheet: int) -> int: ...

    def survey(self, sheet: int) -> Survey: ...


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP, OLD))


def read(data: bytes, sheet: str | None, limits: Limits) -> Lines:
    """The lines of a sheet that are not blank: of the one that is asked for, else of the first with any in it that
    its program shows, else of the first with any.

    Invalid at `sheet` if there is none of that name, at `file` if it cannot be read.
    """
    parts, file = _opened(data, limits)
    try:
        with Reader(file) as reader:
            return _read(parts, reader, sheet)
    except IndexError:  # it lists sheets that are not there
        raise damaged() from None


def _read(parts: Parts, reader: Reader, name: str | None) -> Lines:
    sheets = [
        Sheet(name, parts.lines(number) if has_cells else 0, is_hidden)
        for number, (name, has_cells, is_hidden) in enumerate(reader.sheets())
    ]
    number = _chosen(sheets, name)
    survey = parts.survey(number)
    rows = overlays.rows(*reader.cells(number), survey)
    filled = {row.line for row in rows}
    hidden = tuple(row + 1 for row in survey.hidden if row + 1 in filled)
    return Lines(rows, sheets=tuple(sheets), sheet=sheets[number].name, hidden=hidden)


def _opened(data: bytes, limits: Limits) -> tuple[Parts, bytes]:
    if data.startswith(OLD):
        if ENCRYPTED in data:
            raise locked()
        return xls.Workbook(data, limits), data
    package = Package(data, limits)
    for part, words in OTHERS.items():
        if part in package.names:
            raise refusal(words)
    if xlsx_parts.WORKBOOK in package.parts:
        return xlsx.Workbook(package, limits), package.repacked()
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise locked()
    if package.parts.get("mimetype", b"").strip().endswith(b".spreadsheet"):
        return ods.Workbook(package, limits), package.repacked()
    raise refusal(
        _("This is a ZIP archive. Unpack it, then upload the spreadsheet that is in it.")
    )


def _chosen(sheets: list[Sheet], name: str | None) -> int:
    """The number of the sheet to be read, from 0."""
    filled = [number for number, sheet in enumerate(sheets) if sheet.lines]
    if not filled:
        raise refusal(_("The workbook has no sheet with anything in it"))
    if name is None:
        return min(filled, key=lambda number: sheets[number].is_hidden)
    for number in filled:
        if sheets[number].name == name:
            return number
    words = _(
        "There is nothing in a sheet “%(name)s”; choose one of %(names)s",
        name=name,
        names=", ".join(sheets[number].name for number in filled),
    )
    raise Invalid(fields={"sheet": words})
