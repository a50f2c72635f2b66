"""Lines: what every kind of file comes to before anybody asks what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.core.errors import Invalid
from webapp.core.words import _

from ..cells.encodings import Encoding


@dataclass(frozen=True)
class Row:
    line: int  # in the file, as an editor or a spreadsheet program counts
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: what it is called, how many lines it has, and whether its users see it."""

    name: str
    lines: int
    is_hidden: bool = False


class Limits(NamedTuple):
    """How much of a file is read; what is beyond is refused before it takes memory."""

    rows: int = 50_000
    last: int = 60_000  # row of a workbook with something in it, blank ones counted too
    columns: int = 100
    unpacked: int = 150_000_000  # bytes of a workbook's parts that are read
    parts: int = 2_000
    # of the rectangle from the first to the last cell with something in it, for it is kept whole while it is read:
    cells: int = 6_000_000


LIMITS = Limits()


@dataclass(frozen=True)
class Lines:
    """All lines that are not blank. Text has a codec and a separator, a workbook has sheets."""

    rows: Sequence[Row]
    codec: str = ""
    separator: str = ""
    # the likeliest ones, where the file itself does not show which it is:
    encodings: list[Encoding] = field(default_factory=list)
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    hidden: tuple[int, ...] = ()  # the lines that the program does not show


def refusal(words: str) -> Invalid:
    return Invalid(words, fields={"file": words})


def too_many_rows(limits: Limits) -> Invalid:
    return refusal(
        _(
            "The file has more than %(most)s rows; upload it in parts",
            most=f"{limits.rows:,}",
        )
    )


def too_many_columns(number: int, limits: Limits) -> Invalid:
    return refusal(
        _(
            "There are %(number)s columns; the maximum is %(most)s",
            number=f"{number:,}",
            most=limits.columns,
        )
    )
