"""Exports: checkouts as a table for a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Table, pages
from webapp.school import cells

from . import checkouts as loans

HEAD: tuple[str, ...] = (
    "Loan",
    "Item",
    "Student",
    "Pieces",
    "Approved",
    "Still out",
    "Returned",
    "Lost",
    "Status",
    "Overdue",
    "From",
    "Due",
    "Asked for",
    "Decided",
    "By",
)
HEAD += ("Handed out", "Closed", "Notes", "Notes on return", "Declined because")


def checkouts(
    actor: Actor, *, status: str | None = None, student: int | None = None
) -> Table:
    """Newest first; students get their own."""

    def rows() -> Iterator[Sequence[Any]]:
        who = cells.Names()
        found = pages(
            lambda before, limit: loans.listed(
                actor, status=status, student=student, before=before, limit=limit
            ),
            lambda loan: loan.id,
        )
        for loan in found:
            pieces = loan.quantity, loan.granted, loan.out, loan.returned, loan.lost
            decided = (
                cells.wall(loan.decided_at),
                who[loan.decided_by] if loan.decided_by else None,
            )
            yield (
                *(loan.id, loan.item_name, loan.student_name, *pieces, loan.status),
                *(cells.yes(loans.is_overdue(loan)), loan.starts_on, loan.due_on),
                *(
                    cells.wall(loan.requested_at),
                    *decided,
                    cells.wall(loan.out_at),
                    cells.wall(loan.closed_at),
                ),
                *(loan.notes, loan.return_notes, loan.reason),
            )

    return Table(HEAD, rows)
