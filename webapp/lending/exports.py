"""Exports: checkouts as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Unpack

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row, Table, pages
from webapp.core.words import lazy
from webapp.school import cells

from .checkouts import is_overdue, listed
from .filtering import Filter
from .models import Checkout

HEAD = (
    lazy("Loan"),
    lazy("Item"),
    lazy("Student"),
    lazy("Pieces"),
    lazy("Approved"),
    lazy("Still out"),
    lazy("Returned"),
    lazy("Lost"),
    lazy("Used up"),
    lazy("Status"),
    lazy("Overdue"),
    lazy("From"),
    lazy("Due"),
    lazy("Asked for"),
    lazy("Decided"),
    lazy("By"),
    lazy("Handed out"),
    lazy("Closed"),
    lazy("Notes"),
    lazy("Notes on return"),
    lazy("Declined because"),
)


def checkouts(actor: Actor, **wanted: Unpack[Filter]) -> Table:
    """Newest first; students get their own."""

    def rows() -> Iterator[Row]:
        names = cells.Names()
        loans = pages(
            lambda before, limit: listed(actor, before=before, limit=limit, **wanted),
            lambda loan: loan.id,
        )
        for loan in loans:
            yield _row(loan, names)

    return Table(HEAD, rows)


def _row(loan: Checkout, names: cells.Names) -> Row:
    """The cells below HEAD."""
    return (
        loan.id,
        loan.item_name,
        loan.student_name,
        loan.asked_quantity,
        loan.granted,
        loan.out,
        loan.returned,
        loan.lost,
        loan.used_up,
        loan.status,
        cells.yes(is_overdue(loan)),
        loan.starts_on,
        loan.due_on,
        cells.wall(loan.requested_at),
        cells.wall(loan.decided_at),
        names[loan.decided_by] if loan.decided_by else None,
        cells.wall(loan.out_at),
        cells.wall(loan.closed_at),
        loan.notes,
        loan.return_notes,
        loan.reason,
    )
