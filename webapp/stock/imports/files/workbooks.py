"""Workbooks: XLSX, XLS and ODS, each told by its content, whatever the file is called."""

from collections.abc import Callable
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
LIKELY = 2  # as a sheet ranks beside which no other need be looked at
MOST_TRIED = 10  # sheets that are read to find the likeliest
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


def read(
    data: bytes, sheet: str | None, limits: Limits, rank: Callable[[Lines], int]
) -> Lines:
    """The lines that are not blank: of the sheet that is asked for, else of the likeliest.

    `rank` says how likely a sheet's lines are what is meant, up to LIKELY. Invalid at `sheet` if there is none of that
    name, at `file` if it cannot be read.
    """
    parts, file = _opened(data, limits)
    try:
        with Reader(file) as reader:
            book = _Book(parts, reader)
            return book.likeliest(rank) if sheet is None else book.lines(book.named(sheet))
    except IndexError:  # it lists sheets that are not there
        raise damaged() from None


class _Book:
    """The sheets of one workbook, each read only when it is asked for."""

    def __init__(self, parts: Parts, reader: Reader) -> None:
        self._parts, self._reader = parts, reader
        self._sheets = tuple(
            Sheet(name, parts.lines(number) if has_cells else 0, is_hidden)
            for number, (name, has_cells, is_hidden) in enumerate(reader.sheets())
        )
        self._filled = [number for number, sheet in enumerate(self._sheets) if sheet.lines]
        if not self._filled:
            raise refusal(_("The workbook has no sheet with anything in it"))

    def lines(self, number: int) -> Lines:
        survey = self._parts.survey(number)
        rows = overlays.rows(*self._reader.cells(number), survey)
        filled = {row.line for row in rows}
        hidden = tuple(row + 1 for row in survey.hidden if row + 1 in filled)
        return Lines(
            rows, sheets=self._sheets, sheet=self._sheets[number].name, hidden=hidden
        )

    def likeliest(self, rank: Callable[[Lines], int]) -> Lines:
        """Those that rank highest, sheets that their program hides last. Invalid, as the first is, if none can be
        read."""
        refusals: list[Invalid] = []
        best: tuple[int, Lines] | None = None
        shown_first = sorted(
            self._filled, key=lambda number: self._sheets[number].is_hidden
        )
        for number in shown_first[:MOST_TRIED]:
            try:
                lines = self.lines(number)
            except Invalid as no:
                refusals.append(no)
                continue
            likely = rank(lines)
            if best is None or likely > best[0]:
                best = likely, lines
            if likely >= LIKELY:
                break
        if best is None:
            raise refusals[0]
        return best[1]

    def named(self, name: str) -> int:
        """The number of the sheet of that name, from 0."""
        for number in self._filled:
            if self._sheets[number].name == name:
                return number
        words = _(
            "There is nothing in a sheet “%(name)s”; choose one of %(names)s",
            name=name,
            names=", ".join(self._sheets[number].name for number in self._filled),
        )
        raise Invalid(fields={"sheet": words})


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
