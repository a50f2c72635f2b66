"""The ladder: on which step a loan is, and who else is told from which step on."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, or_

from webapp.school import calendar, settings

from ..loans import checkouts
from ..models import Checkout

BORROWER, TEACHER, GUARDIAN, OFFICE = "borrower", "teacher", "guardian", "office"


# For a query: that a loan is out and due soon, or late, by `days`; what is out by the hour is told of apart on its day.
IS_NEAR: ColumnElement[bool] = and_(
    Checkout.stored_status == "out",
    Checkout.due_on <= bindparam("soon"),
    or_(Checkout.due_at.is_(None), Checkout.due_on < bindparam("today")),
)


def days() -> dict[str, date]:
    """Which days those are."""
    return {"today": calendar.today(), "soon": checkouts.soon()}


def steps() -> Callable[[date], int]:
    """The step of what is due on a day: the highest of the school's that it has reached, 0 before the first."""
    today, days = calendar.today(), settings.get("overdue_days")

    def step(due_on: date) -> int:
        late = (today - due_on).days
        return max((day for day in days if day <= late), default=0)

    return step


def others() -> dict[str, int]:
    """From which step on somebody else is told too, by who; nobody who never is."""
    least = {
        TEACHER: settings.get("tell_teacher_days"),
        GUARDIAN: settings.get("tell_guardian_days"),
        OFFICE: settings.get("tell_office_days"),
    }
    return {reader: days for reader, days in least.items() if days}
