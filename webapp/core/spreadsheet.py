"""Tables as spreadsheets open them: CSV that shows umlauts, and workbooks; neither runs anything."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeVar

from .db import db

if TYPE_CHECKING:
    from openpyxl.cell import Cell as WrittenCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MARK = "\ufeff"  # without it a spreadsheet reads the bytes as Latin-1
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
STARTS = r"[=+\-@＝＋－＠]"  # a cell that begins so is calculated; spreadsheets set to Japanese take the wide ones too
FIRST = re.compile(rf"'*(?:[\t\r\n]|[\s\"]*{STARTS})")
# A program that separates cells by another sign than ours, or ends the row at a line break, begins a cell here.
INSIDE = re.compile(rf"([;|\t\r\n][\s\"]*)(?='*{STARTS})")
GUARDED_INSIDE = re.compile(rf"([;|\t\r\n][\s\"]*)'(?='*{STARTS})")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # in XML, and so in a workbook
MOST_ROWS = 1_048_575  # that a sheet has room for below its head
CHUNK = 65_536
PAGE = 500
Cell = str | int | float | Decimal | date | None  # a datetime is a date, too
Row = Sequence[Cell]
Found = TypeVar("Found")
Place = TypeVar("Place")


@dataclass(frozen=True)
class Table:
    """A head and what reads the rows below it, once the answer is on its way; both in the reader's language."""

    head: Sequence[str]
    rows: Callable[[], Iterable[Row]]


class _Echo:
    """A file that hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def lines(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """CSV line by line, so that a long table is never whole in memory."""
    write = csv.writer(_Echo()).writerow
    yield MARK + write(list(map(str, head)))
    for row in rows:
        yield write([guarded(str(cell)) if isinstance(cell, str) else cell for cell in row])


def workbook(head: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """XLSX piece by piece, made on disk, so that a long table is never whole in memory; more sheets if it must be."""
    from openpyxl import Workbook  # 5 MiB that commands and the worker need not have

    book, rows = Workbook(write_only=True), iter(rows)
    while (first := next(rows, None)) is not None or not book.worksheets:
        sheet = book.create_sheet()
        sheet.append(list(map(str, head)))
        for row in chain([first] if first is not None else [], islice(rows, MOST_ROWS - 1)):
            sheet.append([_typed(sheet, cell) for cell in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def pages(
    fetch: Callable[[Place | None, int], Sequence[Found]], place: Callable[[Found], Place]
) -> Iterator[Found]:
    """Everything `fetch(after, limit)` finds, page after page; `place` is where a row stands in its order."""
    after = None
    while page := fetch(after, PAGE):
        yield from page
        if len(page) < PAGE:
            return
        after = place(page[-1])
        db.session.expunge_all()  # what was sent is not kept


def guarded(text: str) -> str:
    """A cell of CSV that no spreadsheet calculates, whichever sign it separates cells by; `unguarded` takes it back."""
    text = INSIDE.sub(r"\1'", text)
    return f"'{text}" if FIRST.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` wrote as this cell; any other text as it is."""
    if "'" not in cell:
        return cell
    if cell.startswith("'") and FIRST.match(cell, 1):
        cell = cell[1:]
    return GUARDED_INSIDE.sub(r"\1", cell)


def _typed(sheet: "WriteOnlyWorksheet", cell: Cell) -> "Cell | WrittenCell":
    """Text as a cell of type text, without a mark; openpyxl by itself would make formulas and errors of some."""
    if not isinstance(cell, str):
        return cell
    cell = UNWRITABLE.sub("", str(cell))
    if not cell.startswith(("=", "#")):
        return cell
    from openpyxl.cell import WriteOnlyCell

    typed = WriteOnlyCell(sheet, value=cell)
    typed.data_type, typed.quotePrefix = (
        "s",
        True,
    )  # the prefix keeps it text when somebody edits it
    return typed
