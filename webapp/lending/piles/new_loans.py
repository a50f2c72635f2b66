"""New loans: of what a person takes along and did not ask for."""

from datetime import date

from webapp.people.people import Named
from webapp.school import calendar

from ..days import due_days
from ..days.due_days import DueDay
from ..models import Checkout
from .codes import Line


def due_day(line: Line) -> DueDay:
    """As late as its item may be lent from today on."""
    item = line.item
    assert item is not None  # it stands for something
    return due_days.latest(calendar.today(), item.max_checkout_days)


def of_line(line: Line, person: Named, due_on: date) -> Checkout:
    """Nobody asked for it: it goes along from today on."""
    item = line.item
    assert item is not None  # it stands for something
    return Checkout(
        item_id=item.id,
        item_name=item.name,
        student_id=person.id,
        student_name=person.name,
        quantity=0,
        stored_status="pending",
        starts_on=calendar.today(),
        due_on=due_on,
    )
