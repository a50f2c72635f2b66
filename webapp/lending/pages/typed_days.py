"""Typed days: a refused form for an item comes with the item's days, among which those are marked that were typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, wants_part
from webapp.core.errors import Refusal
from webapp.core.forms import Form
from webapp.school import calendar
from webapp.stock.items import items

from ..asking import free_days
from ..availability import day_sheet
from ..availability.day_sheet import Dates
from ..days import pickup_days
from ..days.visits import Room
from ..queues import ahead

DAYS = {"id": "days", "template": "lending/_days.html"}  # on the item's page


@contextmanager
def marked(item_id: int, form: Form) -> Iterator[None]:
    """Draw what was typed again where it is refused, with what is free of the item from day to day."""
    try:
        yield
    except Refusal as no:
        no.page = partial(_draw, item_id, form, no)
        raise


def _draw(item_id: int, form: Form, no: Refusal) -> Response:
    stocked = items.show(actor(), item_id)
    shelf = ahead.shelf(actor(), item_id)
    is_lent = free_days.is_lent(stocked) and stocked.quantity
    sheet = day_sheet.of(shelf, stocked.quantity, _typed(form), Room(actor().id))
    return page(
        "layout/form" if wants_part() else "lending/asking",
        no.status,
        beside_it=DAYS if wants_part() and is_lent else None,
        level="h2" if wants_part() else "h1",
        form=form,
        no=no,
        item=stocked.item,
        owned=stocked.quantity,
        sheet=sheet if is_lent else None,
        today=calendar.today(),
        **pickup_days.span(actor()),
    )


def _typed(form: Form) -> Dates | None:
    """Both days as they were typed; None where one is no day."""
    first, last = form["checkout_date"].data, form["due_date"].data
    return Dates(first, last) if first and last else None
