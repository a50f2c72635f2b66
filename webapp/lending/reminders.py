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
    steps = {
        checkout: _step((today - checkout.due_on).days)
        for checkout in db.session.scalars(near)
    }
    told = outbox.written("checkout", [checkout.id for checkout in steps])
    written = 0
    for checkout, days in steps.items():
        step = f"{'overdue' if days else 'due soon'}:{checkout.due_on}:{days}"
        if (checkout.id, step) in told:
            continue
        if days:
            notices.overdue(checkout, step, (today - checkout.due_on).days)
        else:
            notices.due_soon(checkout, step)
        written += 1
    return written


def _step(late: int) -> int:
    """The highest rung of the ladder that so many days late have reached; 0 while it is not late."""
    return max((days for days in settings.get("overdue_days") if days <= late), default=0)
