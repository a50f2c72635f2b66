"""The overdue report: one sheet for every teacher whose students are late, and one for those without a teacher."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row
from webapp.core.words import lazy
from webapp.lending import overdue
from webapp.lending.overdue import Late

NOBODY = "none"
HEAD = (
    lazy("Teacher"),
    lazy("Student"),
    "E-mail",
    lazy("Item"),
    lazy("Quantity"),
    lazy("Tag"),
    lazy("Serial number"),
    lazy("Due"),
    lazy("Days late"),
    lazy("Notes"),
)


@dataclass(frozen=True)
class Sheet:
    """What one teacher takes along; `key` is their id, or "none"."""

    key: str
    teacher: str
    loans: list[Late]

    @property
    def pieces(self) -> int:
        return sum(loan.quantity for loan in self.loans)


def sheets(actor: Actor) -> list[Sheet]:
    """Teachers by name, "No teacher" last; inside, students by name. NotAllowed for students."""
    late = sorted(overdue.loans(actor), key=_order)
    return [
        _sheet(teacher_id, list(loans))
        for teacher_id, loans in groupby(late, key=lambda loan: loan.teacher_id)
    ]


def _sheet(teacher_id: int | None, loans: list[Late]) -> Sheet:
    if teacher_id is None:
        return Sheet(NOBODY, lazy("No teacher"), loans)
    return Sheet(str(teacher_id), loans[0].teacher, loans)


def only(every: list[Sheet], key: str) -> list[Sheet]:
    """The sheet of one teacher; all of them for no key."""
    return [sheet for sheet in every if key in ("", sheet.key)]


def rows(shown: list[Sheet]) -> Iterator[Row]:
    """The report as a spreadsheet has it, a row a loan, under HEAD."""
    for sheet in shown:
        for loan in sheet.loans:
            yield (
                sheet.teacher,
                loan.student,
                loan.email,
                loan.item,
                loan.quantity,
                loan.tag,
                loan.serial,
                loan.due.isoformat(),
                loan.days,
                loan.notes,
            )


def _order(loan: Late) -> tuple[bool, str, int, str, date, int]:
    without = loan.teacher_id is None
    return (
        without,
        text.folded(loan.teacher),
        loan.teacher_id or 0,
        text.folded(loan.student),
        loan.due,
        loan.id,
    )
