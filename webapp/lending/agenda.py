"""When loans are to be picked up and are due, on the borrower's calendar."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select, select

from webapp.core import ical, letters
from webapp.core.db import db
from webapp.core.words import _
from webapp.school import calendar, desk_hours

from .loans import for_others
from .models import Checkout


def due(person_id: int, since: datetime) -> Iterator[ical.Event]:
    """What the person has from the school on the day it is due, and what is promised to them on its first day; and the
    same of what they fetch in another's stead.

    Either is gone from the calendar once it is back, or handed out.
    """
    own = select(Checkout).where(Checkout.student_id == person_id)
    for whose in (own, for_others.of_contact(person_id)):
        yield from _events(person_id, whose, calendar.local(since).date())


def _events(person_id: int, whose: Select[Checkout], first: date) -> Iterator[ical.Event]:
    query = whose.where(
        Checkout.stored_status.in_(("approved", "out")),
        Checkout.offered_until.is_(None),  # nobody has said yet that they come for it
        Checkout.due_on >= first,
    )
    for checkout in db.session.scalars(query.order_by(Checkout.id)):
        item = _pieces(checkout)
        if checkout.student_id != person_id:
            item = _("%(item)s for %(name)s", item=item, name=checkout.student_name)
        if checkout.status == "out":
            title = _("Due back: %(item)s", item=item)
            yield _event("checkout", title, checkout.due_on, checkout)
        else:
            title = _("Pick up: %(item)s", item=item)
            yield _event("pickup", title, checkout.starts_on, checkout)


def _event(kind: str, title: str, day: date, checkout: Checkout) -> ical.Event:
    """From when the desk opens that day until it closes; all of the day where it is closed.

    What is out by the hour is there from when it was handed out until it is due.
    """
    starts, ends = desk_hours.opens(day), desk_hours.closes(day)
    if checkout.due_at and kind == "checkout":
        starts, ends = checkout.out_at, checkout.due_at
    return ical.Event(
        uid=ical.uid(kind, checkout.id),
        title=title,
        starts=starts or day,
        ends=ends or calendar.after(day, 1),
        words=desk_hours.of_days([day]),
        is_marked=True,
        changed=checkout.out_at or checkout.decided_at or checkout.requested_at,
        version=checkout.version,
        link=letters.link("lending.show", id=checkout.id),
    )


def _pieces(checkout: Checkout) -> str:
    """What it is about, with how many of it where that is more than one."""
    if checkout.quantity > 1:
        return f"{checkout.out or checkout.quantity} × {checkout.item_name}"
    return checkout.item_name
