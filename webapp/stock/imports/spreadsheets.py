"""Spreadsheets: what a school has already, in whatever file its program saved it: CSV, XLSX, XLS or ODS."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.core.inputs import HIDDEN
from webapp.core.words import _

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

MOST_SPANS = 10  # of hidden lines that are told one by one
WEB_PAGE = re.compile(rb"<(?:html|!doctype|[?]xml|table|meta)[ >]", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """What is to be imported of a file, and the lines of it as they were read."""

    header: tuple[str, ...]
    rows: list[Row]
    lines: Lines

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


def read(
    data: bytes,
    encoding: str | None = None,
    *,
    sheet: str | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """The header and the rows that are not blank, in the likeliest encoding or the one that is asked for.

    Invalid at `file` if it is no table, at `encoding` if it cannot be read in that one, at `sheet` if there is none.
    """
    lines = _lines(data, encoding, sheet, limits)
    if not lines.rows:
        raise refusal(_("The file is empty"))
    header, rows = lines.rows[0].cells, list(lines.rows[1:])
    if not rows:
        raise refusal(_("The file has a header, but no rows below it"))
    header = _without_tail(header, rows)
    if len(header) > limits.columns:
        raise too_many_columns(len(header), limits)
    if len(rows) > limits.rows:
        raise too_many_rows(limits)
    return Table(header, rows, lines)


def as_text(data: bytes) -> str:
    """A file as somebody would paste it: text as it is, of a workbook the first sheet with tabs between its cells."""
    check(data)
    if not workbooks.is_workbook(data):
        return delimited.decoded(data)[0]
    text = io.StringIO()
    lines = workbooks.read(data, None, LIMITS)
    csv.writer(text, "excel-tab", lineterminator="\n").writerows(
        row.cells for row in lines.rows
    )
    return text.getvalue()


def _lines(data: bytes, encoding: str | None, sheet: str | None, limits: Limits) -> Lines:
    check(data)
    if workbooks.is_workbook(data):
        return workbooks.read(data, sheet, limits)
    return delimited.read(data, encoding, limits)


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
