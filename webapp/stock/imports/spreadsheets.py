"""Spreadsheets: what a school has already, in whatever file its program saved it: CSV, XLSX, XLS or ODS."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Unpack

from webapp.core.errors import Invalid
from webapp.core.inputs import HIDDEN
from webapp.core.words import _

from ..schemas.imports import ReadAs
from . import headings
from .cells import encodings
from .files import delimited, workbooks
from .files.lines import (
    LIMITS,
    Limits,
    Lines,
    Row,
    refusal,
    too_many_columns,
    too_many_rows,
)
from .headings import Headings

MOST_SPANS = 10  # of hidden lines that are told one by one
WEB_PAGE = re.compile(rb"<(?:html|!doctype|[?]xml|table|meta)[ >]", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """What is to be imported of a file, and the lines of it as they were read."""

    header: tuple[str, ...]
    rows: list[Row]
    lines: Lines
    headings: Headings
    decimal: str = (
        ""  # the sign before fractions, where it is not judged by what each column shows
    )

    @property
    def encoding(self) -> str:
        """What people call the encoding it was read in; "" of a workbook, which says it itself."""
        return encodings.label(self.lines.codec)

    @property
    def hidden_lines(self) -> str:
        """Those that are hidden, those beside each other as one: "4, 88 to 91"."""
        spans: list[list[int]] = []
        for line in self.lines.hidden:
            if spans and line == spans[-1][1] + 1:
                spans[-1][1] = line
            else:
                spans.append([line, line])
        shown = [_span(first, last) for first, last in spans[:MOST_SPANS]]
        return ", ".join(shown) + (" …" if len(spans) > MOST_SPANS else "")

    def samples(self, many: int = 3) -> list[list[str]]:
        """The first different things each column says."""
        samples: list[list[str]] = [[] for _ in self.header]
        for row in self.rows:
            for sample, cell in zip(samples, map(str.strip, row.cells), strict=False):
                if cell and len(sample) < many and cell not in sample:
                    sample.append(cell)
        return samples


def read(data: bytes, *, limits: Limits = LIMITS, **read_as: Unpack[ReadAs]) -> Table:
    """The headings and the rows that are not blank, as the file says it or as it is asked for.

    Invalid at `file` if it is no table, at `encoding` if it cannot be read in that one, at `sheet` if there is none or
    that one is no table.
    """
    try:
        return _read(data, limits, read_as)
    except Invalid as no:
        sheet, words = read_as.get("sheet"), no.fields.get("file")
        if sheet and words and workbooks.is_workbook(data):
            raise Invalid(fields={"sheet": f"{sheet}: {words}"}) from None
        raise


def _read(data: bytes, limits: Limits, read_as: ReadAs) -> Table:
    lines = _lines(data, read_as, limits)
    if not lines.rows:
        raise refusal(_("The file is empty"))
    has_total = read_as.get("total") != "row"
    found = headings.find(lines.rows, read_as.get("heading"), has_total=has_total)
    return _table(lines, found, limits, read_as.get("decimal") or "")


def pasted(text: str) -> Table:
    """What somebody pasted: its first line names the columns, and all others are rows. Invalid at `file`."""
    data = text.encode()
    lines = _lines(data, {}, LIMITS)
    return _table(lines, headings.first(lines.rows), LIMITS)


def as_text(data: bytes) -> str:
    """A file as somebody would paste it: text as it is, of a workbook the first sheet with tabs between its cells."""
    check(data)
    if not workbooks.is_workbook(data):
        return delimited.decoded(data)[0]
    text = io.StringIO()
    lines = workbooks.read(data, None, LIMITS, lambda _lines: workbooks.LIKELY)
    csv.writer(text, "excel-tab", lineterminator="\n").writerows(
        row.cells for row in lines.rows
    )
    return text.getvalue()


def _lines(data: bytes, read_as: ReadAs, limits: Limits) -> Lines:
    check(data)
    if workbooks.is_workbook(data):
        rank = partial(_rank, limits=limits)
        return workbooks.read(data, read_as.get("sheet"), limits, rank)
    return delimited.read(data, read_as.get("encoding"), limits)


def _rank(lines: Lines, limits: Limits) -> int:
    """How likely a sheet is the list that is meant: a cover is no table, or one column of a name nobody knows."""
    if not lines.rows:
        return 0
    try:
        table = _table(lines, headings.find(lines.rows), limits)
    except Invalid:
        return 0
    is_list = len(table.header) > 1 or headings.known(table.header)
    return workbooks.LIKELY if is_list else 1


def _table(lines: Lines, found: Headings, limits: Limits, decimal: str = "") -> Table:
    if not found.rows:
        raise refusal(_("The file has a header, but no rows below it"))
    header = _without_tail(found.names, found.rows)
    if len(header) > limits.columns:
        raise too_many_columns(len(header), limits)
    if len(found.rows) > limits.rows:
        raise too_many_rows(limits)
    return Table(header, found.rows, lines, found, decimal)


def check(data: bytes) -> None:
    """Invalid at `file` if there is nothing in it, or nothing that is a table."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n ,;"):
        raise refusal(_("The file is empty"))
    beginning = data[:1000].lstrip(b"\xef\xbb\xbf\t\r\n ")
    if beginning.startswith(b"%PDF"):
        raise refusal(_("This is a PDF. Upload the spreadsheet it was made from."))
    if WEB_PAGE.match(beginning):
        raise refusal(
            _(
                "This is a web page, whatever it is called. Open it in a spreadsheet program, save it as XLSX, then "
                "upload that file."
            )
        )


def _without_tail(header: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    """Spreadsheet programs add empty columns at the end; those nobody filled in are dropped."""
    used = _width(header)
    for row in rows:
        used += _width(row.cells[used : len(header)])
    return tuple(re.sub(f"[{HIDDEN}]", "", name).strip() for name in header[:used])


def _span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return _("%(first)s to %(last)s", first=first, last=last)


def _width(cells: tuple[str, ...]) -> int:
    """How many there are up to the last that is not blank."""
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)
