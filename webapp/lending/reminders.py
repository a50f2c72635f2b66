"""Reminders: what is due soon and what is late, told once a step, the highest one if a day was missed."""

from sqlalchemy import select

from webapp.core import outbox
from webapp.core.db import db
from webapp.school import calendar, settings

from . import checkouts, notices
from .models import Checkout


def write() -> int:
    """Write the letters that are due today; how many. The worker's, in a transaction of its own."""
    today = calendar.today()
    near = select(Checkout).where(
        Checkout.stored_status == "out", Checkout.due_on <= checkouts.soon()
    )
    due = db.session.scalars(near).all()
    steps = [(checkout, _step((today - checkout.due_on).days)) for checkout in due]
    known = outbox.written("checkout", [checkout.id for checkout in due])
    written = 0
    for checkout, days in steps:
        step = f"{'overdue' if days else 'due soon'}:{checkout.due_on}:{days}"
        if (checkout.id, step) not in known:
            _remind(checkout, step, days_late=(today - checkout.due_on).days if days else 0)
            written += 1
    return written


def _remind(checkout: Checkout, step: str, *, days_late: int) -> None:
    if days_late:
        notices.overdue(checkout, step, days_late)
    else:
        notices.due_soon(checkout, step)


def _step(late: int) -> int:
    """The highest rung of the ladder that so many days late have reached; 0 while it is not late."""
    return max((days for days in settings.get("overdue_days") if days <= late), default=0)
