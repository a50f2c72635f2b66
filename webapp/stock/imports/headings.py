"""Headings: which line names the columns, what stands above it, and whether the last line only adds the others up."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .cells import amounts, words
from .cells.kinds import Day, Number
from .columns import KNOWN
from .files.lines import Row

SEARCHED = 25  # lines from the top in which the headings may be
JUDGED = 60  # lines by which the usual number of filled cells is judged
AND = " · "  # between a heading that stands above several columns and each column's own
ANY = amounts.Style()  # of writing amounts, where it is enough that something is one
TOTALS = words.of_all_languages(words.TABLES["totals"])


@dataclass(frozen=True)
class Headings:
    """The names of the columns, the line they stand in, and the lines that are no rows."""

    names: tuple[str, ...]
    line: int
    rows: list[Row]
    titles: tuple[Row, ...] = ()
    second: int | None = None  # the other line, where two are joined
    total: Row | None = None
    candidates: tuple[Row, ...] = ()  # the lines that may name the columns


def find(
    rows: Sequence[Row], line: int | None = None, *, has_total: bool = True
) -> Headings:
    """What is in the lines; `line` says which of them names the columns. Without a total, the last is a row too."""
    at = _number(rows, line)
    upper, lower = at - _is_group(rows, at), at + _is_detail(rows, at)
    data, total = _split(list(rows[lower + 1 :]), has_total)
    return Headings(
        _joined(rows[upper].cells, rows[lower].cells),
        rows[at].line,
        data,
        tuple(rows[:upper]),
        next((rows[number].line for number in (upper, lower) if number != at), None),
        total,
        tuple(_candidates(rows, at)),
    )


def _split(rows: list[Row], has_total: bool) -> tuple[list[Row], Row | None]:
    """The rows, and what is only their total."""
    return (rows[:-1], rows[-1]) if has_total and _is_total(rows) else (rows, None)


def first(rows: Sequence[Row]) -> Headings:
    """The first line, whatever it says, with all others as rows."""
    return Headings(rows[0].cells, rows[0].line, list(rows[1:]))


def known(cells: Sequence[str]) -> int:
    """How many of the cells are usual names of columns."""
    return sum(words.plain(cell) in KNOWN for cell in cells)


def _number(rows: Sequence[Row], line: int | None) -> int:
    for number, row in enumerate(rows):
        if row.line == line:
            return number
    return _likeliest(rows)


def _likeliest(rows: Sequence[Row]) -> int:
    """The line with most of the usual names; where hardly any line has some, the first that is no title."""
    usual = median(map(_filled, rows[1:JUDGED])) if len(rows) > 1 else 1
    possible = [
        number
        for number, row in enumerate(rows[:SEARCHED])
        if _filled(row) * 2 >= usual and _is_text(row)
    ]
    if not possible:
        return 0
    best = max(possible, key=lambda number: known(rows[number].cells))
    is_clear = known(rows[best].cells) > known(rows[possible[0]].cells) + 1
    return best if is_clear and best + 1 < len(rows) else possible[0]


def _candidates(rows: Sequence[Row], chosen: int) -> Iterator[Row]:
    for number, row in enumerate(rows[:SEARCHED]):
        if number == chosen or (number <= chosen + 3 and _is_text(row)):
            yield row


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _is_text(row: Row) -> bool:
    """Whether nothing in it is a number or a date."""
    cells = [cell for cell in row.cells if cell.strip()]
    return not any(
        isinstance(cell, Number | Day)
        or not any(map(str.isalpha, cell))
        and cell.strip() != "#"
        for cell in cells
    )


def _is_group(rows: Sequence[Row], at: int) -> bool:
    """Whether the line above has headings for several columns at once: "Instrument", and nothing beside it, "Loan"."""
    if not at or rows[at - 1].line != rows[at].line - 1:
        return False
    above = rows[at - 1]
    return _is_text(above) and 1 < _filled(above) < _filled(rows[at])


def _is_detail(rows: Sequence[Row], at: int) -> bool:
    """Whether the line below names the columns this one leaves blank, and leaves blank what this one names."""
    if at + 1 >= len(rows) or _is_group(rows, at) or not _is_text(rows[at + 1]):
        return False
    cells = itertools.zip_longest(rows[at].cells, rows[at + 1].cells, fillvalue="")
    pairs = [(bool(upper.strip()), bool(lower.strip())) for upper, lower in cells]
    names, below = map(sum, zip(*pairs, strict=True))
    return all(map(any, pairs)) and names < len(pairs) and 1 < below < len(pairs)


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    if above is below:
        return tuple(above)
    width = max(len(above), len(below))
    names: list[str] = []
    group = ""
    for top, name in zip(_wide(above, width), _wide(below, width), strict=True):
        group = top.strip() or group
        names.append(AND.join(filter(None, (group, name.strip()))) if name.strip() else top)
        if not name.strip():
            group = ""
    return tuple(names)


def _wide(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _is_total(rows: Sequence[Row]) -> bool:
    """Whether the last line begins with a word for a total, and has little beside it or nothing but numbers."""
    if len(rows) < 2:
        return False
    cells = [cell for cell in rows[-1].cells if cell.strip()]
    first = words.plain(cells[0]).split()[:1]
    usual = median(map(_filled, rows[-JUDGED:-1]))
    return (
        bool(first)
        and first[0] in TOTALS
        and (
            len(cells) <= 2
            or len(cells) * 2 <= usual + 1
            or all(amounts.read(cell, ANY).value for cell in cells[1:])
        )
    )
