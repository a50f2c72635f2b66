"""The overdue report: a sheet for every teacher whose students are late, or for every class or place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row
from webapp.core.words import lazy
from webapp.lending.lists import overdue
from webapp.lending.lists.overdue import Late
from webapp.people import guardians

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
    lazy("Phone"),
    lazy("Guardians"),
)


BY = {
    "teacher": lazy("Teacher"),
    "group": lazy("Class or ensemble"),
    "place": lazy("Place"),
}
NONE = {
    "teacher": lazy("No teacher"),
    "group": lazy("In no class or ensemble"),
    "place": lazy("No place"),
}


@dataclass(frozen=True)
class Sheet:
    """What one teacher takes along, or what is to go to one class or place; `key` is its id, or "none"."""

    key: str
    teacher: str
    loans: list[Late]

    @property
    def pieces(self) -> int:
        return sum(loan.quantity for loan in self.loans)


def sheets(actor: Actor, by: str = "teacher") -> list[Sheet]:
    """By name, what has no teacher, class or place last; inside, students by name. NotAllowed for students.

    Who is in two groups stands on the sheet of each.
    """
    found: dict[tuple[int, str], list[Late]] = {}
    for loan in sorted(overdue.loans(actor), key=_order):
        for place in _places(loan, by):
            found.setdefault(place, []).append(loan)
    ordered = sorted(found, key=lambda place: (not place[0], text.folded(place[1]), place))
    return [_sheet(id, name, found[id, name], by) for id, name in ordered]


def _places(loan: Late, by: str) -> list[tuple[int, str]]:
    """The sheets on which it stands, by id and name; 0 for none."""
    nothing = [(0, "")]
    if by == "group":
        return loan.groups or nothing
    if by == "place":
        return [loan.place]
    return nothing if loan.teacher_id is None else [(loan.teacher_id, loan.teacher)]


def _sheet(id: int, name: str, loans: list[Late], by: str) -> Sheet:
    return Sheet(str(id) if id else NOBODY, name or NONE[by], loans)


def only(every: list[Sheet], key: str) -> list[Sheet]:
    """One sheet; all of them for no key."""
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
                loan.phone,
                "; ".join(map(guardians.in_words, loan.guardians)),
            )


def _order(loan: Late) -> tuple[str, date, int]:
    return text.folded(loan.student), loan.due, loan.id
