"""Promising: whether what a loan is of can be promised for its days, the first time and again."""

from datetime import date

from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar
from webapp.stock.items.archiving import Terms

from ..days import due_days, pickup_days
from ..models import Checkout
from ..units import certain_units
from . import limits


def check_may_borrow(checkout: Checkout) -> None:
    """Conflict if its borrower may not come in any more: nothing is asked for or promised in their name."""
    if people.contact(checkout.student_id) is None:
        words = _("%(name)s may not come in any more", name=checkout.student_name)
        raise Conflict(words, facts={"person": checkout.student_id})


def check_open_days(checkout: Checkout, first: date | None, due_on: date | None) -> None:
    """Invalid, at its field, for another day than it has that is closed, or after the end of its term."""
    starts, due = first or checkout.starts_on, due_on or checkout.due_on
    if starts != checkout.starts_on:
        pickup_days.check_open(starts)
    if due != checkout.due_on and due >= starts:
        due_days.check(starts, due)


def check_can_be_promised(checkout: Checkout) -> Terms:
    """How its item is lent. Conflict if that is not lent out, or if others have too much of it, or the certain unit.

    A loan that is promised already counts against itself: the caller asks before it is, with the days it is to have.
    So would one that is kept for somebody who waited; its own pieces do not count.
    """
    item_id, starts, due = checkout.item_id, checkout.starts_on, checkout.due_on
    terms = limits.check_lent_out(item_id)
    own = checkout.quantity if checkout.is_held else 0
    limits.check_enough_to_give(item_id, starts, due, checkout.quantity, own=own)
    certain_units.check_can_be_given(checkout)
    return terms


def is_over(checkout: Checkout) -> bool:
    """Whether it was promised until a day that is over."""
    return checkout.due_on < calendar.today()


def check_is_not_over(checkout: Checkout) -> None:
    """Conflict if it is."""
    due_on = checkout.due_on
    if is_over(checkout):
        words = _(
            "Its last day was %(day)s; lend it anew at the desk",
            day=calendar.in_words(due_on),
        )
        facts = {"due_date": due_on.isoformat(), "item": checkout.item_id}
        raise Conflict(words, facts=facts)
