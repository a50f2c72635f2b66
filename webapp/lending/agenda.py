"""When loans are due, on the borrower's calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core import ical, letters
from webapp.core.db import db
from webapp.core.words import _
from webapp.school import calendar

from .models import Checkout


def due(person_id: int, since: datetime) -> Iterator[ical.Event]:
    """What the person has from the school, on the day it is due; gone from the calendar once it is back."""
    asked = select(Checkout).where(
        Checkout.student_id == person_id, Checkout.stored_status == "out"
    )
    asked = asked.where(Checkout.due_on >= calendar.local(since).date()).order_by(
        Checkout.id
    )
    for checkout in db.session.scalars(asked):
        yield ical.Event(
            uid=ical.uid("checkout", checkout.id),
            title=_("Due back: %(item)s", item=_pieces(checkout)),
            starts=checkout.due_on,
            ends=checkout.due_on + timedelta(days=1),
            changed=checkout.out_at or checkout.requested_at,
            version=checkout.version,
            link=letters.link("lending.show", id=checkout.id),
        )


def _pieces(checkout: Checkout) -> str:
    """What is due, with how many of it where more than one was lent."""
    if checkout.quantity > 1:
        return f"{checkout.out} × {checkout.item_name}"
    return checkout.item_name
