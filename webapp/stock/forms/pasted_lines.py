"""Pastes: lists from a spreadsheet, a file or a scanner, one line a thing, read into the lines of an operation."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from webapp.core import text
from webapp.core.errors import Invalid
from webapp.core.inputs import problems
from webapp.core.spreadsheet import unguarded
from webapp.core.words import _

from ..imports import spreadsheets
from ..imports.files.lines import Row
from ..imports.spreadsheets import Table
from ..operations.requests import LineRequest
from ..schemas.acts import LineInput

MOST = 1_000
SHOWN = 50  # lines that cannot be read, told at once
PLAIN = (
    "code",
    "quantity",
    "location",
    "unit_cost",
)  # what the columns tell where no first line says so
NAMES = {
    "code": "code|item|sku|tag|unit|barcode",
    "quantity": "quantity|qty|pieces|how many|count",
    "location": "location|place|where",
    "unit_cost": "unit cost|cost|price|unit price",
    "serials": "serial|serial number|serials",
    "batch_number": "batch|batch number|lot",
    "state": "state",
}
KNOWN = {name: field for field, names in NAMES.items() for name in names.split("|")}
FORMULA = ("=", "+", "-", "@")


def read(pasted: str) -> list[LineRequest]:
    """The lines of an operation. Invalid at `lines`, with the number of every line that cannot be read.

    The first line may name the columns; else they are code, quantity, location and unit cost. No text may begin
    like a formula.
    """
    head = pasted.lstrip("\ufeff\n").split("\n", 1)[0]
    is_named = any(_plain(cell) in KNOWN for cell in _cells(head))
    table = _table(pasted if is_named else f"{_separator(head).join(PLAIN)}\n{pasted}")
    if len(table.rows) > MOST:
        raise _invalid(
            _(
                "There are %(number)s lines; the maximum is %(most)s",
                number=f"{len(table.rows):,}",
                most=f"{MOST:,}",
            )
        )
    return _lines(table, shift=0 if is_named else 1)


def _lines(table: Table, *, shift: int) -> list[LineRequest]:
    """All of its lines; they are numbered as they were pasted, `shift` lines above those of the table."""
    fields = _fields(table.header)
    lines: list[LineRequest] = []
    wrong: list[str] = []
    for row in table.rows:
        line = _Line(row, row.line - shift)
        lines += line.read(fields)
        wrong += line.wrong
    if wrong:
        sentences = [_("Nothing was changed."), *wrong[:SHOWN]]
        if len(wrong) > SHOWN:
            sentences.append(_("And %(number)s more.", number=len(wrong) - SHOWN))
        raise _invalid(" ".join(sentences))
    return lines


def _table(text: str) -> Table:
    try:
        return spreadsheets.pasted(text)
    except Invalid as refusal:
        raise _invalid(refusal.fields["file"]) from None


def _separator(head: str) -> str:
    return next((each for each in ("\t", ";", "|") if each in head), ",")


def _fields(header: Sequence[str]) -> list[str]:
    """What each column is called in a line. Invalid for one that nobody knows."""
    for name in header:
        if _plain(name) not in KNOWN:
            words = _(
                "Column “%(name)s” is not recognised; use %(names)s",
                name=name,
                names=", ".join(NAMES),  # as they are to be typed
            )
            raise _invalid(words)
    return [KNOWN[_plain(name)] for name in header]


class _Line:
    """One line as it was pasted, and what is wrong with it."""

    def __init__(self, row: Row, number: int) -> None:
        self.row, self.number = row, number
        self.wrong: list[str] = []

    def read(self, fields: Sequence[str]) -> list[LineRequest]:
        """The line alone; nothing if something is wrong with it."""
        if any(cell.strip() for cell in self.row.cells[len(fields) :]):
            self.wrong.append(
                _("Line %(number)s: there are more cells than columns.", number=self.number)
            )
        typed = dict(self._typed(fields))
        if "code" not in typed:
            self.wrong.append(
                _("Line %(number)s: no item or unit given.", number=self.number)
            )
        try:
            return [LineInput.model_validate(typed, strict=False).request()]
        except ValidationError as error:
            self.wrong += [
                _(
                    "Line %(number)s, %(field)s: %(words)s.",
                    number=self.number,
                    field=field.partition(".")[0],
                    words=words,
                )
                for field, words in problems(error).items()
            ]
            return []

    def _typed(self, fields: Sequence[str]) -> Iterator[tuple[str, str | list[str]]]:
        """Every cell that holds something, by its field."""
        for field, cell in zip(fields, map(str.strip, self.row.cells), strict=False):
            if not cell:
                continue
            if field not in ("quantity", "unit_cost") and cell.startswith(FORMULA):
                words = _("“%(cell)s” begins like a formula.", cell=cell[:40])
                self.wrong.append(
                    _("Line %(number)s: %(words)s", number=self.number, words=words)
                )
            text = unguarded(cell)
            yield field, [text] if field == "serials" else text


def _cells(line: str) -> list[str]:
    for separator in (";", "|", "\t"):
        line = line.replace(separator, ",")
    return line.split(",")


def _plain(name: str) -> str:
    return " ".join(text.folded(name.replace("_", " ").strip('"')).split())


def _invalid(words: str) -> Invalid:
    return Invalid(fields={"lines": words})
