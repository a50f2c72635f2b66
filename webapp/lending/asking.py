"""Asking: one thing or several at once, each for days of its own."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.rows import insert_all
from webapp.core.words import _
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import calendar, settings
from webapp.stock.items import archiving, items
from webapp.stock.ledger import ledger

from . import access, limits, notices, several
from .models import Checkout, Request
from .models.checkouts import Columns

MOST_LINES = 20  # of one request


class Wish(NamedTuple):
    """What somebody asks for: whole pieces of an item from a day on, today if none is said, until another; without
    that, for as long as the item may be lent."""

    item: int
    quantity: int = 1
    checkout_date: date | None = None
    due_date: date | None = None


def ask_for(
    actor: Actor,
    *,
    item: int,
    quantity: int = 1,
    checkout_date: date | None = None,
    due_date: date | None = None,
    notes: str = "",
    student: int | None = None,
    send_anyway: bool = False,
) -> Checkout:
    """Ask to borrow one thing.

    Invalid for dates the item does not allow, Conflict with what is free for these dates. Conflict too, unless it is
    to be sent anyway, if the same person already waits for the same item on one of these days.
    """
    checkout = new(
        actor,
        Wish(item, quantity, checkout_date, due_date),
        notes=notes,
        student=student,
        is_only_one=not send_anyway,
    )
    notices.requested(checkout, besides=actor.id)
    return checkout


def ask_for_several(
    actor: Actor,
    wishes: Sequence[Wish],
    *,
    purpose: str = "",
    student: int | None = None,
    send_anyway: bool = False,
) -> Request:
    """Ask for up to MOST_LINES things at once; all of them are asked for, or none.

    Refused as `ask_for`, with the number of the line, from 0, among the facts and in the names of fields.
    """
    borrower = _lock_borrower(actor, student or actor.id)
    ledger.lock()
    request = _new_request(actor, borrower, purpose)
    lines = []
    for number, wish in enumerate(wishes):
        with _naming(number, wish.item):
            limits.check_most(actor, borrower.id)
            line = _add(actor, request, wish, is_only_one=not send_anyway)
            lines.append(line)
    if len(lines) == 1:
        notices.requested(lines[0], besides=actor.id)
    else:
        notices.requested_several(request, lines, besides=actor.id)
    return request


def new(
    actor: Actor,
    wish: Wish,
    *,
    student: int | None,
    notes: str = "",
    is_only_one: bool = False,
) -> Checkout:
    """A pending checkout that nobody has been told of yet; perhaps only if its person waits for no other like it."""
    borrower = _lock_borrower(actor, student or actor.id)
    limits.check_most(actor, borrower.id)
    ledger.lock()
    request = _new_request(actor, borrower, notes)
    return _add(actor, request, wish, is_only_one=is_only_one)


def _lock_borrower(actor: Actor, id: int) -> Contact:
    """Who will have it, held until the transaction ends. NotFound but for those whom the actor may ask for."""
    user = people.lock(id)
    may_ask = user is not None and user.is_active and access.may_ask_for(actor, user.id)
    if user is None or not may_ask:
        raise NotFound(_("Person not found"))
    return Contact(user.id, user.name, user.email, user.role)


def _new_request(actor: Actor, borrower: Contact, purpose: str) -> Request:
    """A header without lines; its days are those of its lines once they are added."""
    return Request(
        student_id=borrower.id,
        student_name=borrower.name,
        asked_by=actor.id,
        purpose=purpose,
        sent_at=clock.now(),
    )


def _add(actor: Actor, request: Request, wish: Wish, *, is_only_one: bool) -> Checkout:
    """One more line of a request, checked as it is now; the caller holds the person's lock and stock's."""
    item = items.find(actor, wish.item)
    limits.check_lent_out(item.id)
    starts, due = limits.days(
        actor, wish.checkout_date, wish.due_date, item.max_checkout_days
    )
    _stretch(request, starts, due)
    checkout = _line(request, starts, due)
    checkout.item_id, checkout.item_name = item.id, item.name
    checkout.quantity = wish.quantity
    limits.check_request(checkout, is_only_one=is_only_one)
    db.session.add(checkout)
    db.session.flush()
    return checkout


def _line(request: Request, starts: date, due: date) -> Checkout:
    """One that says for whom and when, and not yet what."""
    return Checkout(**_columns(request, starts, due))


def _columns(request: Request, starts: date, due: date) -> Columns:
    return {
        "request_id": request.id,
        "student_id": request.student_id,
        "student_name": request.student_name,
        "notes": request.purpose,
        "starts_on": starts,
        "due_on": due,
        "asked_from": starts,
        "asked_until": due,
        "requested_at": request.sent_at,
        "expires_at": _expiry(starts, due),
    }


def put_under_one_request(
    actor: Actor, borrower: Contact, checkouts: Sequence[Columns]
) -> list[Checkout]:
    """Checkouts that say what, when and how many become lines of a new request; the caller has checked each."""
    request = _new_request(actor, borrower, "")
    request.starts_on = min(each["starts_on"] for each in checkouts)
    request.due_on = max(each["due_on"] for each in checkouts)
    db.session.add(request)
    db.session.flush()
    columns = [
        each | _columns(request, each["starts_on"], each["due_on"]) for each in checkouts
    ]
    insert_all(Checkout, columns)
    query = select(Checkout).where(Checkout.request_id == request.id)
    return list(db.session.scalars(query.order_by(Checkout.id)))


def _stretch(request: Request, starts: date, due: date) -> None:
    """Let a request begin and end with the first and the last of its lines."""
    request.starts_on = min(starts, request.starts_on or starts)
    request.due_on = max(due, request.due_on or due)
    db.session.add(request)
    db.session.flush()


def _naming(number: int, item_id: int) -> AbstractContextManager[None]:
    """Let a refusal name the line, from 0, as it was sent."""
    return several.one_of_them(
        f"lines.{number}", {"line": number}, lambda: archiving.terms(item_id).name
    )


def _expiry(starts: date, due: date) -> datetime:
    """When a request of now expires: after the school's days to answer, or when it is too late to answer.

    That is once the day on which it is to begin is over, or the day on which it is due, if it is to begin today.
    """
    last = due if starts == calendar.today() else starts
    _, over = calendar.day(last)
    return min(clock.now() + timedelta(days=settings.get("pending_days")), over)
