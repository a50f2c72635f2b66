"""Lateness: whether what is out should be back by now, from the day after it is due, or from the moment of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, or_

from webapp.core import clock
from webapp.school import calendar

from ..models import Checkout


def should_be_back() -> ColumnElement[bool]:
    """For a query of what is out."""
    is_past = Checkout.due_on < calendar.today()
    return or_(is_past, Checkout.due_at <= clock.now())


def was_late() -> ColumnElement[bool]:
    """For a query of what is back: by a day or more, or by the hour, where it is known since when it is back."""
    # of what is lent by the day there is no moment, which is not late
    is_by_hour = func.coalesce(Checkout.returned_at > Checkout.due_at, false())
    return or_(Checkout.returned_on > Checkout.due_on, is_by_hour)


def is_past_due(due_on: date, due_at: datetime | None) -> bool:
    """The same of one that is due on a day, perhaps at a moment of it."""
    return due_on < calendar.today() or (due_at is not None and due_at <= clock.now())


def told(loan: Checkout) -> str | None:
    """The moment at which a loan is due, if it is by the hour, as facts and papers keep it."""
    return loan.due_at.isoformat() if loan.due_at else None


def on_paper(loan: Checkout) -> dict[str, str | None]:
    """The day on which a loan is due, and the moment, as a receipt keeps them."""
    return {"due_date": loan.due_on.isoformat(), "due_at": told(loan)}


def due_by(things: Iterable[Mapping[str, object]]) -> str:
    """How a paper says until when each of its things may be kept: by its "day", by its "hour", or "both" ways."""
    by_hour = {each["due_at"] is not None for each in things}
    return "both" if len(by_hour) > 1 else "hour" if True in by_hour else "day"
