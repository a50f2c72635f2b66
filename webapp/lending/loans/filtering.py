"""Filtering: which loans a list is about, by what became of them, whose they are and on which days."""

from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, and_

from ..models import Checkout
from . import lateness

# asked for, promised or out: what counts against an item, and against its borrower
OPEN = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_waiting


class Filter(TypedDict, total=False):
    """What a list may be asked for; None stands for all."""

    status: (
        str | None
    )  # a stored one, "overdue", "unsettled", or "to_look_at": approved, and waits for a second look
    student: int | None
    first: date | None  # those that end on this day or later
    until: date | None  # those that begin on this day or earlier


def conditions(**wanted: Unpack[Filter]) -> list[ColumnElement[bool]]:
    """What a query for loans is to say; stored states by their index."""
    found = _with_status(wanted.get("status") or "")
    if student := wanted.get("student"):
        found.append(Checkout.student_id == student)
    if first := wanted.get("first"):
        found.append(Checkout.due_on >= first)
    if until := wanted.get("until"):
        found.append(Checkout.starts_on <= until)
    return found


def _with_status(status: str) -> list[ColumnElement[bool]]:
    match status:
        case "":
            return []
        case "overdue":
            return [Checkout.stored_status == "out", lateness.should_be_back()]
        case "unsettled":
            return [Checkout.unsettled_at.is_not(None)]
        case "to_look_at":
            return [Checkout.stored_status == "approved", Checkout.needs_look.is_(True)]
        case "pending":
            return [and_(Checkout.is_waiting)]
        case "expired":
            return [Checkout.status == status]
        case _:
            return [Checkout.stored_status == status]
