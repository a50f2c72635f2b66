"""Pastes: lists from a spreadsheet, a file or a scanner, one line a thing, read into the lines of an operation."""

from typing import Any

from pydantic import ValidationError

from webapp.core import text
from webapp.core.errors import Invalid
from webapp.core.inputs import problems
from webapp.core.spreadsheet import unguarded

from ..imports import spreadsheets
from ..imports.spreadsheets import Row
from ..schemas.acts import LineInput

MOST = 1_000
TOLD = 50  # lines that cannot be read, told at once
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


def read(pasted: str) -> list[dict[str, Any]]:
    """The lines of an operation. Invalid at `lines`, with the number of every line that cannot be read.

    The first line may name the columns; else they are code, quantity, location and unit cost. No text may begin
    like a formula.
    """
    if not pasted.strip():
        raise _no("Enter at least one line")
    head = pasted.lstrip("\ufeff\n").split("\n", 1)[0]
    named = any(_plain(cell) in KNOWN for cell in _cells(head))
    separator = next((each for each in ("\t", ";", "|") if each in head), ",")
    try:
        table = spreadsheets.read(
            (pasted if named else f"{separator.join(PLAIN)}\n{pasted}").encode()
        )
    except Invalid as no:
        raise _no(no.fields["file"]) from None
    fields = [KNOWN.get(_plain(name)) for name in table.header]
    if len(table.rows) > MOST:
        raise _no(f"There are {len(table.rows):,} lines; the maximum is {MOST:,}")
    if unknown := [
        name for name, field in zip(table.header, fields, strict=True) if field is None
    ]:
        raise _no(f"Column “{unknown[0]}” is not recognised; use {', '.join(NAMES)}")
    wrong: list[str] = []
    lines = [_line(row, fields, 0 if named else 1, wrong) for row in table.rows]
    if wrong:
        more = f" And {len(wrong) - TOLD} more." if len(wrong) > TOLD else ""
        raise _no(f"Nothing was changed. {' '.join(wrong[:TOLD])}{more}")
    return lines


def _line(
    row: Row, fields: list[str | None], shift: int, wrong: list[str]
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    number = row.line - shift
    if any(cell.strip() for cell in row.cells[len(fields) :]):
        wrong.append(f"Line {number}: there are more cells than columns.")
    for field, cell in zip(fields, map(str.strip, row.cells), strict=False):
        if not field or not cell:
            continue
        if field not in ("quantity", "unit_cost") and cell.startswith(FORMULA):
            wrong.append(f"Line {number}: “{cell[:40]}” begins like a formula.")
        cell = unguarded(cell)
        said[field] = [cell] if field == "serials" else cell
    if "code" not in said:
        wrong.append(f"Line {number}: no item or unit given.")
    try:
        return dict(LineInput.model_validate(said, strict=False))
    except ValidationError as error:
        wrong += [
            f"Line {number}, {field.partition('.')[0]}: {words}."
            for field, words in problems(error).items()
        ]
        return {}


def _cells(line: str) -> list[str]:
    for separator in (";", "|", "\t"):
        line = line.replace(separator, ",")
    return line.split(",")


def _plain(name: str) -> str:
    return " ".join(text.folded(name.replace("_", " ").strip('"')).split())


def _no(words: str) -> Invalid:
    return Invalid(fields={"lines": words})
