"""Text with a sign between its cells: CSV and what is like it, in any usual encoding."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from webapp.core.errors import Invalid
from webapp.core.inputs import HIDDEN
from webapp.core.words import _

from ..cells import encodings
from ..cells.encodings import Encoding
from .lines import Limits, Lines, Row, refusal, too_many_rows

SEPARATORS = (",", ";", "\t", "|")


def read(data: bytes, encoding: str | None, limits: Limits) -> Lines:
    """The lines that are not blank, in the likeliest encoding or the one that is asked for."""
    text, codec, choices = decoded(data, encoding)
    text, separator = _separated(text)
    rows = list(islice(_records(text, separator), limits.rows + 2))
    if len(rows) > limits.rows + 1:
        raise too_many_rows(limits)
    return Lines(rows, codec, separator, choices)


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Encoding]]:
    """As `encodings.decode`; Invalid at `file` if it is no text."""
    text, codec, choices = encodings.decode(data, encoding)
    if len(re.findall(f"(?![\t\r])[{HIDDEN}]", text)) > len(text) // 20:
        raise refusal(
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
    """How many of the first rows are as wide as most of them, if they have columns at all, and how wide that is."""
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
        raise refusal(
            _(
                "Line %(line)s cannot be read: a quotation mark may be opened there and never closed",
                line=line,
            )
        ) from None
