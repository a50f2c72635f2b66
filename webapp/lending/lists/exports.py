"""Exports: checkouts as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Unpack

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row, Table, pages
from webapp.core.words import lazy
from webapp.school import cells

from ..loans.checkouts import is_overdue, listed
from ..loans.filtering import Filter
from ..models import Checkout
from . import past_loans as past
from . import whole_history as history
from .whole_history import NEWEST, Deed, Place

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
    lazy("Due at"),
    lazy("Asked for"),
    lazy("Decided"),
    lazy("By"),
    lazy("Handed out"),
    lazy("Closed"),
    lazy("Cancelled by"),
    lazy("Notes"),
    lazy("Notes on return"),
    lazy("Missing accessories"),
    lazy("Reason"),
)

PAST_HEAD = (
    lazy("Loan"),
    lazy("Item"),
    lazy("Tag"),
    lazy("Pieces"),
    lazy("Student"),
    lazy("From"),
    lazy("Due"),
    lazy("Handed out"),
    lazy("Back"),
    lazy("How it ended"),
    lazy("Days late"),
    lazy("Minutes late"),
    lazy("Notes on return"),
)

HISTORY_HEAD = (
    lazy("When"),
    lazy("Operation"),
    lazy("Decision"),
    lazy("What"),
    lazy("Who"),
    lazy("With"),
    lazy("Notes"),
    lazy("Loan"),
    lazy("Undone"),
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
        cells.wall(loan.due_at),
        cells.wall(loan.requested_at),
        cells.wall(loan.decided_at),
        names[loan.decided_by] if loan.decided_by else None,
        cells.wall(loan.out_at),
        cells.wall(loan.closed_at),
        loan.cancelled_by_name,
        loan.notes,
        loan.return_notes,
        ", ".join(loan.missing_accessories),
        loan.reason_told,
    )


def past_loans(actor: Actor, /, **wanted: Unpack[past.Filter]) -> Table:
    """The loans that are over, newest first; students get their own."""

    def fetch(before: int | None, limit: int) -> list[Checkout]:
        return past.listed(actor, before=before, limit=limit, **wanted)

    fetch(None, 1)  # what cannot be is refused before the file begins

    def rows() -> Iterator[Row]:
        for loan in pages(fetch, lambda loan: loan.id):
            yield (
                loan.id,
                loan.item_name,
                ", ".join(past.tags(loan)),
                loan.quantity,
                loan.student_name,
                loan.starts_on,
                loan.due_on,
                cells.wall(loan.out_at),
                past.ended_on(loan),
                past.outcome_in_words(loan),
                past.days_late(loan),
                past.minutes_late(loan),
                loan.return_notes,
            )

    return Table(PAST_HEAD, rows)


def whole_history(actor: Actor, /, **wanted: Unpack[history.Filter]) -> Table:
    """What was done with stock and decided about loans, newest first. Staff only."""

    def fetch(before: Place | None, limit: int) -> list[Deed]:
        return history.listed(actor, before=before or NEWEST, limit=limit, **wanted)

    fetch(None, 1)  # what cannot be is refused before the file begins

    def rows() -> Iterator[Row]:
        for deed in pages(fetch, lambda deed: deed.place):
            yield (
                cells.wall(deed.at),
                deed.operation,
                deed.decision,
                deed.kind,
                deed.actor_name,
                deed.about,
                deed.note,
                deed.checkout_id,
                cells.yes(deed.is_undone),
            )

    return Table(HISTORY_HEAD, rows)
