"""Reading what a spreadsheet program saved as text: CSV in any usual encoding, with any usual separator."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from webapp.core.errors import Invalid
from webapp.core.inputs import HIDDEN
from webapp.core.words import _, lazy

from .cells import encodings
from .cells.encodings import Encoding

MOST_ROWS = 100_000
MOST_COLUMNS = 100
SEPARATORS = (",", ";", "\t", "|")
BINARY = {
    b"PK\x03\x04": lazy(
        "This is an Excel or OpenDocument workbook. Save it as CSV, then upload that file."
    ),
    b"\xd0\xcf\x11\xe0": lazy(
        "This is an old Excel workbook. Save it as CSV, then upload that file."
    ),
    b"%PDF": lazy("This is a PDF. Upload the spreadsheet it was made from, saved as CSV."),
}


@dataclass(frozen=True)
class Row:
    line: int  # in the file, as an editor counts
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: list[Row]
    codec: str
    separator: str
    # the likeliest ones, where the file itself does not show which it is:
    encodings: list[Encoding]

    @property
    def encoding(self) -> str:
        """What people call the encoding it was read in."""
        return encodings.label(self.codec)

    def samples(self, many: int = 3) -> list[list[str]]:
        """The first different things each column says."""
        samples: list[list[str]] = [[] for _ in self.header]
        for row in self.rows:
            for sample, cell in zip(samples, map(str.strip, row.cells), strict=False):
                if cell and len(sample) < many and cell not in sample:
                    sample.append(cell)
        return samples


def read(data: bytes, encoding: str | None = None) -> Table:
    """The header and the rows that are not blank, in the likeliest encoding or the one that is asked for.

    Invalid at `file` if it is no table of text, at `encoding` if it cannot be read in that one.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n ,;"):
        raise _refusal(_("The file is empty"))
    text, codec, choices = decoded(data, encoding)
    text, separator = _separated(text)
    records = _records(text, separator)
    header = next(records, None)
    if header is None:
        raise _refusal(_("The file is empty"))
    if len(header.cells) > MOST_COLUMNS:
        raise _refusal(
            _(
                "The first row has %(number)s columns; the maximum is %(most)s",
                number=len(header.cells),
                most=MOST_COLUMNS,
            )
        )
    rows = _at_most(records)
    if not rows:
        raise _refusal(_("The file has a header, but no rows below it"))
    return Table(_without_tail(header.cells, rows), rows, codec, separator, choices)


def _at_most(records: Iterator[Row]) -> list[Row]:
    rows = list(islice(records, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise _refusal(
            _(
                "The file has more than %(most)s rows; upload it in parts",
                most=f"{MOST_ROWS:,}",
            )
        )
    return rows


def _refusal(words: str) -> Invalid:
    return Invalid(words, fields={"file": words})


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Encoding]]:
    """As `encodings.decode`; Invalid at `file` if it is no text."""
    for start, words in BINARY.items():
        if data.startswith(start):
            raise _refusal(words)
    text, codec, choices = encodings.decode(data, encoding)
    if len(re.findall(f"(?![\t\r])[{HIDDEN}]", text)) > len(text) // 20:
        raise _refusal(
            _(
                "This is not a text file. Save the spreadsheet as CSV, then upload that file."
            )
        )
    return text, codec, choices


def _separated(text: str) -> tuple[str, str]:
    """The text, without the line in which Excel names the separator, and the separator."""
    if named := re.match(r"sep=([,;|\t])\r?\n", text):
        return text[named.end() :], named[1]
    return text, max(SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows are as wide as the header, if it has columns at all, and how wide that is."""
    try:
        rows = list(islice(_records(text[:50_000], separator), 20))
    except Invalid:
        return (0, 0)
    widths = [len(row.cells) for row in rows]
    width = widths[0] if widths else 0
    return (widths.count(width), width) if width > 1 else (0, 0)


def _records(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error:
        raise _refusal(
            _(
                "Line %(line)s cannot be read: a quotation mark may be opened there and never closed",
                line=line,
            )
        ) from None


def _without_tail(header: tuple[str, ...], rows: list[Row]) -> tuple[str, ...]:
    """Spreadsheet programs add empty columns at the end; those nobody filled in are dropped."""
    used = _width(header)
    for row in rows:
        used += _width(row.cells[used : len(header)])
    return tuple(re.sub(f"[{HIDDEN}]", "", name).strip() for name in header[:used])


def _width(cells: tuple[str, ...]) -> int:
    """How many there are up to the last that is not blank."""
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)
