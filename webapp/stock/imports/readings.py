"""Readings: the cells of one row, by what their columns tell, before they are a piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import ValidationError

from webapp.core.inputs import problems
from webapp.core.spreadsheet import unguarded

from ..schemas.imports import SpreadsheetRow
from .cells import amounts, errors, numbers, statuses, words, yes_no
from .cells.amounts import Amount, Style
from .cells.statuses import Standing
from .cells.values import Value
from .columns import FIELDS, KEEP, Meaning
from .spreadsheets import Row

MEASURED = {"quantity", "value"}
LENDING = {"state", "status", "issued", "holder", "lendable", "flag", "blocked"}
NOTES = (
    "notes"  # a column of that name, as Backline writes it, needs no name before its text
)
LONGEST_REASON = 200


class Reading:
    """A row while it is read: what it says by field, and what is wrong with it or worth a mark."""

    def __init__(
        self, row: Row, names: Sequence[str], meaning: Meaning, style: Style
    ) -> None:
        self.line, self.style = row.line, style
        self.fields: dict[str, str] = {}
        self.measured: dict[str, int | Amount] = {}
        self.notes: list[str] = []
        self.wrong: list[str] = []
        self.marks: list[str] = []
        self.standing = Standing()
        if any(cell.strip() for cell in row.cells[len(names) :]):
            self.wrong.append(
                f"The row has {len(row.cells)} cells, but the header only {len(names)}"
            )
        elif len(row.cells) < len(names):
            self.marks.append("The row is shorter than the header")
        for name, field, cell in zip(names, meaning, row.cells, strict=False):
            if field and cell.strip():
                self._take(name, field, cell)

    def _take(self, name: str, field: str, cell: str) -> None:
        """One cell. What Backline's own CSV guards is text, whatever it begins with."""
        said = unguarded(cell).strip()
        if said == cell.strip():
            if errors.is_error(said):
                self.wrong.append(f"{name} holds the error {said}")
                return
            if said[0] == "=":
                self.wrong.append(f"{name} holds a formula, not its result")
                return
            if said[0] in "+-@" and words.plain(said) and field not in MEASURED:
                self.marks.append(f"{name} begins with {said[0]} and is kept as text")
        if field in MEASURED:
            self._measure(field, said)
            return
        if lost := errors.damage(said):
            self.marks.append(f"{name}: {lost}")
        if field in LENDING:
            self._stand(name, field, said)
        elif field == KEEP:
            self._keep(name, said)
        elif not words.is_nothing(said):
            self.fields[field] = (
                said if field == "serial" else re.sub(r"[ \t\r\n\u00a0]+", " ", said)
            )

    def _measure(self, field: str, said: str) -> None:
        if field == "value" and words.is_nothing(said):
            return
        value: Value[int] | Value[Amount] = (
            numbers.read(said) if field == "quantity" else amounts.read(said, self.style)
        )
        if value.value is None:
            self.wrong.append(f"{FIELDS[field]}: {value.problem}")
        else:
            self.measured[field] = value.value
        if value.mark:
            self.marks.append(f"{FIELDS[field]}: {value.mark}")

    def _stand(self, name: str, field: str, said: str) -> None:
        """Whether it may be lent; what the reason and the condition do not say word for word goes into the notes."""
        value = _standing(name, field, said)
        now = value.value or Standing()
        worse = (
            now.condition
            and self.standing.condition
            and now.condition != self.standing.condition
        )
        issued = now.blocked == statuses.ISSUED and yes_no.read(said).value is None
        if value.mark or worse or issued or len(now.blocked or "") >= LONGEST_REASON:
            self._keep(FIELDS[field] if field in ("state", "status") else name, said)
        if value.mark:
            self.marks.append(value.mark)
        self.standing |= now

    def _keep(self, name: str, said: str) -> None:
        if words.plain(said) and words.plain(said) not in words.UNKNOWN:
            self.notes.append(
                said if words.plain(name) == NOTES else f"{name.rstrip(': ')}: {said}"
            )

    def row(self) -> SpreadsheetRow | None:
        """Everything at once, checked; None if something `wrong` was found in it."""
        measured = {
            name: each.value if isinstance(each, Amount) else each
            for name, each in self.measured.items()
        }
        notes = "\n".join([*self.notes, *_unused(self.fields)])
        try:
            return SpreadsheetRow.model_validate(
                {**self.fields, **measured, "notes": notes}, strict=False
            )
        except ValidationError as error:
            self.wrong += [
                f"{FIELDS.get(name, 'Notes')}: {words}"
                for name, words in problems(error).items()
            ]
            return None


def _standing(name: str, field: str, said: str) -> Value[Standing]:
    match field:
        case "state" | "status":
            return statuses.read(said)
        case "issued":
            return statuses.held(said)
        case "holder":
            return replace(statuses.held(said), mark="")  # a name is what the column is for
        case "lendable":
            return statuses.lendable(said)
        case "flag":
            return statuses.flagged(name, said)
    return Value(
        Standing(
            blocked=None if yes_no.read(said).value is False else said[:LONGEST_REASON]
        )
    )


def _unused(fields: dict[str, str]) -> Iterator[str]:
    """What the tag does not say: the code and the number beside the school's own number, a code without a number."""
    if "tag" in fields or not fields.keys() & {"number", "serial", "batch"}:
        yield from (
            f"{FIELDS[name]}: {fields[name]}"
            for name in ("code", "number")
            if name in fields
        )
