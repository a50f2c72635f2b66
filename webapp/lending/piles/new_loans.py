"""New loans: of what a person takes along and did not ask for."""

from datetime import date

from webapp.people.people import Named
from webapp.school import calendar

from ..models import Checkout
from .codes import Line


def of_line(line: Line, person: Named, due_date: date | None) -> Checkout:
    """Nobody asked for it: it goes along from today until the day its item must be back, or another one."""
    item = line.item
    assert item is not None  # it stands for something
    today = calendar.today()
    return Checkout(
        item_id=item.id,
        item_name=item.name,
        student_id=person.id,
        student_name=person.name,
        quantity=0,
        stored_status="pending",
        starts_on=today,
        due_on=due_date or calendar.last_of(today, item.max_checkout_days),
    )
