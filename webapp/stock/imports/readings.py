"""Readings: the cells of one row, by what their columns tell, before they are a piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import ValidationError

from webapp.core.inputs import problems
from webapp.core.spreadsheet import unguarded
from webapp.core.words import _, in_english, lazy

from ..schemas.imports import SpreadsheetRow
from .cells import amounts, errors, numbers, statuses, words, yes_no
from .cells.amounts import Amount, Style
from .cells.kinds import Number
from .cells.statuses import Standing
from .cells.values import Value
from .columns import FIELDS, KEEP, Meaning
from .files.lines import Row

MEASURED = {
    *("quantity", "value", "max_checkout_days", "loan_hours", "max_renewals"),
    "service_days",
}
PLAIN = Style(".")  # how a workbook has numbers
NEEDED = {
    "description",
    "tag",
    "number",
    "batch",
    "location",
}  # a row without it is another
LENDING = {"state", "status", "issued", "holder", "lendable", "flag", "blocked"}
SAFE = {"needs_approval": True, "needs_second_look": True, "renews_itself": False}
NOTES = (
    "notes"  # a column of that name, which Backline writes, needs no name before its text
)
NOTES_LABEL = lazy("Notes")
LONGEST_REASON = 200
SPACES = re.compile(r"[ \t\r\n\u00a0]+")


class Reading:
    """A row while it is read: what it says by field, and what is wrong with it or worth a mark."""

    def __init__(
        self, row: Row, names: Sequence[str], meaning: Meaning, style: Style
    ) -> None:
        self.line, self.style = row.line, style
        self.fields: dict[str, str] = {}
        self.measured: dict[str, int | Amount] = {}
        self.rules: dict[str, bool] = {}
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.marks: list[str] = []
        self.standing = Standing()
        self._compare_widths(row, len(names))
        self._take_all(row, names, meaning)

    def _take_all(self, row: Row, names: Sequence[str], meaning: Meaning) -> None:
        for name, field, cell in zip(names, meaning, row.cells, strict=False):
            if field and cell.strip():
                self._take(name, field, cell)

    def _compare_widths(self, row: Row, columns: int) -> None:
        if any(cell.strip() for cell in row.cells[columns:]):
            self.problems.append(
                _(
                    "The row has %(number)s cells, but the header only %(columns)s",
                    number=len(row.cells),
                    columns=columns,
                )
            )
        elif len(row.cells) < columns:
            self.marks.append(_("The row is shorter than the header"))

    def _take(self, name: str, field: str, cell: str) -> None:
        """One cell. What Backline's own CSV guards is text, whatever it begins with."""
        written = unguarded(cell).strip()
        is_guarded = written != cell.strip()
        if not is_guarded and (problem := _no_text(written)):
            self.problems.append(
                _("%(name)s holds %(problem)s", name=name, problem=problem)
            )
            return
        if field in MEASURED:
            self._measure(field, written, is_number=isinstance(cell, Number))
            return
        if not self._is_spoiled(name, field, cell, written):
            is_text = not is_guarded and not isinstance(cell, Number)
            self._mark(name, written, may_be_formula=is_text)
            self._keep_text(name, field, written)

    def _mark(self, name: str, written: str, *, may_be_formula: bool) -> None:
        """What a reader should look at in a cell that is taken as it is."""
        if may_be_formula and written[0] in "+-@" and words.plain(written):
            self.marks.append(
                _(
                    "%(name)s begins with %(sign)s and is kept as text",
                    name=name,
                    sign=written[0],
                )
            )
        if lost := errors.damage(written):
            self.marks.append(f"{name}: {lost}")

    def _keep_text(self, name: str, field: str, written: str) -> None:
        if field in LENDING:
            self._stand(name, field, written)
        elif field in SAFE:
            self._rule(name, field, written)
        elif field == KEEP:
            self._keep(name, written)
        elif not words.is_nothing(written):
            is_serial = field == "serial"
            self.fields[field] = written if is_serial else SPACES.sub(" ", written)

    def _is_spoiled(self, name: str, field: str, cell: str, written: str) -> bool:
        """Whether a program put something else in the place of what was typed. That is not taken, only told."""
        if field in LENDING or field in SAFE or field == KEEP:
            return False
        lost = errors.became_a_date(cell, written, is_size=field == "size")
        if lost := lost or errors.shortened(written):
            if field in NEEDED:
                self.problems.append(f"{name}: {lost}")
            else:
                self.marks.append(
                    _("%(name)s is left out: %(problem)s", name=name, problem=lost)
                )
        return bool(lost)

    def _measure(self, field: str, written: str, *, is_number: bool) -> None:
        """What a workbook has as a number is one; what is written is read by how its column is written."""
        if field != "quantity" and words.is_nothing(written):
            return
        value: Value[int] | Value[Amount]
        if field == "value":
            value = amounts.read(written, PLAIN if is_number else self.style)
        else:
            value = numbers.read(written, is_plain=is_number)
        if value.value is None:
            self.problems.append(f"{FIELDS[field]}: {value.problem}")
        else:
            self.measured[field] = value.value
        if value.mark:
            self.marks.append(f"{FIELDS[field]}: {value.mark}")

    def _rule(self, name: str, field: str, written: str) -> None:
        """What an item is lent by. A word that is neither yes nor no falls to the safe side: that it needs it."""
        answer = yes_no.read(written).value
        self.rules[field] = SAFE[field] if answer is None else answer
        if answer is None:
            read_as = _("yes") if SAFE[field] else _("no")
            mark = _(
                "%(name)s: “%(cell)s” is read as %(answer)s",
                name=name,
                cell=written,
                answer=read_as,
            )
            self.marks.append(mark)

    def _stand(self, name: str, field: str, written: str) -> None:
        """Whether it may be lent; what the reason and the condition do not say word for word goes into the notes."""
        value = _standing(name, field, written)
        standing = value.value or Standing()
        differs = (
            standing.condition
            and self.standing.condition
            and standing.condition != self.standing.condition
        )
        issued = standing.blocked == statuses.ISSUED and yes_no.read(written).value is None
        too_long = len(standing.blocked or "") >= LONGEST_REASON
        if value.mark or differs or issued or too_long:
            self._keep(FIELDS[field] if field in ("state", "status") else name, written)
        if value.mark:
            self.marks.append(str(value.mark))
        self.standing |= standing

    def _keep(self, name: str, written: str) -> None:
        if words.plain(written) and words.plain(written) not in words.UNKNOWN:
            is_notes = words.plain(name) == NOTES
            title = in_english(name).rstrip(": ")
            self.notes.append(written if is_notes else f"{title}: {written}")

    def row(self) -> SpreadsheetRow | None:
        """Everything at once, checked; None if it has a problem, which is then among `problems`."""
        measured = {
            name: amount.value if isinstance(amount, Amount) else amount
            for name, amount in self.measured.items()
        }
        notes = "\n".join([*self.notes, *_unused(self.fields)])
        try:
            return SpreadsheetRow.model_validate(
                {**self.fields, **measured, "notes": notes}, strict=False
            )
        except ValidationError as error:
            self.problems += [
                f"{FIELDS.get(name, NOTES_LABEL)}: {words}"
                for name, words in problems(error).items()
            ]
            return None


def _no_text(written: str) -> str:
    """What a spreadsheet left in a cell in place of its result; "" if it is text or a number."""
    if errors.is_error(written):
        return _("the error %(error)s", error=written)
    return _("a formula, not its result") if written[0] == "=" else ""


def _standing(name: str, field: str, written: str) -> Value[Standing]:
    match field:
        case "state" | "status":
            return statuses.read(written)
        case "issued":
            return statuses.issued(written)
        case "holder":  # a name is what the column is for
            return replace(statuses.issued(written), mark="")
        case "lendable":
            return statuses.lendable(written)
        case "flag":
            return statuses.flagged(name, written)
    is_no = yes_no.read(written).value is False
    return Value(Standing(blocked=None if is_no else written[:LONGEST_REASON]))


def _unused(fields: dict[str, str]) -> Iterator[str]:
    """What the tag does not say: the code and the number beside the school's own number, a code without a number."""
    if "tag" in fields or not fields.keys() & {"number", "serial", "batch"}:
        yield from (
            f"{in_english(FIELDS[name])}: {fields[name]}"
            for name in ("code", "number")
            if name in fields
        )
