"""The overdue report: one sheet for every teacher whose students are late, and one for those without a teacher."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webapp.core import text
from webapp.core.actor import Actor
from webapp.lending import overdue
from webapp.lending.overdue import Late

NOBODY = "none"
HEAD = (
    "Teacher",
    "Student",
    "E-mail",
    "Item",
    "Quantity",
    "Tag",
    "Serial number",
    "Due",
    "Days late",
    "Notes",
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
    found = sorted(overdue.loans(actor), key=_order)
    return [
        Sheet(str(id or NOBODY), "No teacher" if id is None else loans[0].teacher, loans)
        for id, loans in (
            (id, list(loans))
            for id, loans in groupby(found, key=lambda loan: loan.teacher_id)
        )
    ]


def only(found: list[Sheet], key: str) -> list[Sheet]:
    """The sheet of one teacher; all of them for no key."""
    return [sheet for sheet in found if key in ("", sheet.key)]


def rows(found: list[Sheet]) -> Iterator[tuple[Any, ...]]:
    """The report as a spreadsheet has it, a row a loan, under HEAD."""
    for sheet in found:
        for x in sheet.loans:
            yield (
                sheet.teacher,
                x.student,
                x.email,
                x.item,
                x.quantity,
                x.tag,
                x.serial,
                x.due.isoformat(),
                x.days,
                x.notes,
            )


def _order(loan: Late) -> tuple[Any, ...]:
    without = loan.teacher_id is None
    return (
        without,
        text.folded(loan.teacher),
        loan.teacher_id or 0,
        text.folded(loan.student),
        loan.due,
        loan.id,
    )
