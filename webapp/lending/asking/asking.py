"""Asking: one thing or several at once, each for days of its own."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotFound
from webapp.core.rows import insert_all
from webapp.core.words import _
from webapp.people import people
from webapp.people.people import Contact
from webapp.stock.items import archiving, items
from webapp.stock.ledger import ledger
from webapp.stock.sets import sets

from .. import access
from ..days.loan_days import Days
from ..decisions import agreeing
from ..loans import swaps
from ..models import Checkout, Request
from ..models.checkouts import Columns
from ..rules import limits, most_loans
from ..suspensions import suspended
from ..units import certain_units
from ..units.naming import Reference
from . import asking_sets, enough, new_requests, several

MOST_LINES = 20  # of one request, as it is sent
MOST_THINGS = 100  # with each part of a set counted


class Wish(NamedTuple):
    """What somebody asks for: whole pieces of an item, or whole sets, from a day on, today if none is said, until
    another; without that, for as long as it may be lent."""

    item: int | None = None
    quantity: int = 1
    checkout_date: date | None = None
    due_date: date | None = None
    set: int | None = None
    unit: Reference | None = None  # the one that is meant, of the item
    swap: int | None = None  # the loan that comes back for it
    is_lent_now: bool = False  # by staff, though it may be looked after still

    @property
    def name(self) -> str:
        """What it is called, where it is there."""
        return sets.name_of(self.set) if self.set else archiving.terms(self.item or 0).name


def ask_for(
    actor: Actor,
    *,
    item: int | None = None,
    set: int | None = None,
    unit: Reference | None = None,
    quantity: int = 1,
    checkout_date: date | None = None,
    due_date: date | None = None,
    notes: str = "",
    student: int | None = None,
    group: int | None = None,
    contact: int | None = None,
    send_anyway: bool = False,
    swap: int | None = None,
) -> Checkout:
    """Ask to borrow one thing, or one set; of a set the first part is returned, whose request has them all.

    Invalid for dates the item does not allow, Conflict with what is free for these dates. Conflict too, unless it is
    to be sent anyway, if the same person already waits for the same item on one of these days. `swap` is a loan of
    theirs that comes back as this one is handed out: it does not count among those they may have. `contact` fetches it
    in the borrower's stead: see `contacts`.
    """
    wish = Wish(item, quantity, checkout_date, due_date, set, unit, swap)
    _check_may_ask(actor, group, [wish])
    request = new_requests.new(actor, _start(actor, student, swap), notes, group, contact)
    lines = _add_all(actor, request, wish, is_only_one=not send_anyway)
    agreeing.agree_or_ask(actor, request, lines)
    return lines[0]


def ask_for_several(
    actor: Actor,
    wishes: Sequence[Wish],
    *,
    purpose: str = "",
    student: int | None = None,
    group: int | None = None,
    contact: int | None = None,
    send_anyway: bool = False,
) -> Request:
    """Ask for up to MOST_LINES things at once; all of them are asked for, or none.

    Refused as `ask_for`, with the number of the line, from 0, among the facts and in the names of fields.
    """
    _check_may_ask(actor, group, wishes)
    borrower = _lock_borrower(actor, student or actor.id)
    ledger.lock()
    request = new_requests.new(actor, borrower, purpose, group, contact)
    lines: list[Checkout] = []
    for number, wish in enumerate(wishes):
        with _naming(number, wish):
            most_loans.check(actor, borrower.id)
            lines += _add_all(actor, request, wish, is_only_one=not send_anyway)
    _check_size(lines)
    agreeing.agree_or_ask(actor, request, lines)
    return request


def _check_may_ask(actor: Actor, group: int | None, wishes: Sequence[Wish]) -> None:
    access.check_may_ask_for_group(actor, group)
    if any(wish.unit is not None for wish in wishes):
        access.check_may_ask_for_unit(actor)


def _check_size(lines: Sequence[Checkout]) -> None:
    if len(lines) > MOST_THINGS:
        words = _("At most %(most)s things, parts of sets counted", most=MOST_THINGS)
        raise Invalid(fields={"lines": words})


def new(
    actor: Actor,
    wish: Wish,
    *,
    student: int | None,
    notes: str = "",
    is_only_one: bool = False,
) -> Checkout:
    """A pending checkout that nobody has been told of yet; perhaps only if its person waits for no other like it."""
    request = new_requests.new(actor, _start(actor, student), notes)
    return _add_all(actor, request, wish, is_only_one=is_only_one)[0]


def _start(actor: Actor, student: int | None, swap: int | None = None) -> Contact:
    """Who will have it, the actor if nobody is named, with their lock and then stock's."""
    borrower = _lock_borrower(actor, student or actor.id)
    ledger.lock()
    old = swaps.find(actor, borrower.id, swap) if swap else None
    most_loans.check(actor, borrower.id, old)
    return borrower


def _lock_borrower(actor: Actor, id: int) -> Contact:
    """Who will have it, held until the transaction ends. NotFound but for those whom the actor may ask for."""
    user = people.lock(id)
    may_ask = user is not None and user.is_active and access.may_ask_for(actor, user.id)
    if user is None or not may_ask:
        raise NotFound(_("Person not found"))
    suspended.check(user.id, reader=actor.id)
    return Contact(user.id, user.name, user.email, user.role, user.language)


def _add_all(
    actor: Actor, request: Request, wish: Wish, *, is_only_one: bool
) -> list[Checkout]:
    """One more line of a request, or one for each part of a set, checked as it is now.

    The caller holds the person's lock and stock's.
    """
    if wish.item is not None and wish.set is None:
        return [_add(actor, request, wish, wish.item, is_only_one=is_only_one)]
    if wish.set is not None and wish.item is None and not (wish.unit or wish.swap):
        return _add_set(actor, request, wish, wish.set, is_only_one=is_only_one)
    raise Invalid(fields={"item": asking_sets.ITEM_OR_SET})


def _add(
    actor: Actor, request: Request, wish: Wish, item_id: int, *, is_only_one: bool
) -> Checkout:
    item = items.find(actor, item_id)
    limits.check_lent_out(item.id)
    starts, due = limits.days(
        actor, wish.checkout_date, wish.due_date, item.max_checkout_days
    )
    checkout = _line(request, starts, due, wish.swap)
    checkout.item_id, checkout.item_name, checkout.quantity = (
        item.id,
        item.name,
        wish.quantity,
    )
    swaps.check_fits(actor, checkout)
    enough.check_request(
        actor, checkout, is_only_one=is_only_one, is_lent_now=wish.is_lent_now
    )
    certain_units.ask_for(checkout, wish.unit)
    db.session.add(checkout)
    db.session.flush()
    return checkout


def _add_set(
    actor: Actor, request: Request, wish: Wish, set_id: int, *, is_only_one: bool
) -> list[Checkout]:
    """A line for each part; all of them or none."""
    row = asking_sets.find(actor, set_id)
    starts, due = limits.days(actor, wish.checkout_date, wish.due_date, row.longest)
    asking_sets.check_request(
        actor, request, row, Days(starts, due), wish.quantity, is_only_one=is_only_one
    )
    new_requests.stretch(request, starts, due)
    asked = asking_sets.header(request, row, wish.quantity)
    lines = [
        asking_sets.as_part(_line(request, starts, due), part, asked) for part in row.parts
    ]
    db.session.add_all(lines)
    db.session.flush()
    return lines


def _line(request: Request, starts: date, due: date, swap: int | None = None) -> Checkout:
    """One that says for whom and when, and not yet what; its request has its days."""
    new_requests.stretch(request, starts, due)
    return Checkout(**new_requests.columns(request, starts, due), swaps_id=swap)


def put_under_one_request(
    actor: Actor, borrower: Contact, checkouts: Sequence[Columns]
) -> list[Checkout]:
    """Checkouts that say what, when and how many become lines of a new request; the caller has checked each."""
    request = new_requests.new(actor, borrower, "")
    request.starts_on = min(each["starts_on"] for each in checkouts)
    request.due_on = max(each["due_on"] for each in checkouts)
    db.session.add(request)
    db.session.flush()
    columns = [
        each | new_requests.columns(request, each["starts_on"], each["due_on"])
        for each in checkouts
    ]
    insert_all(Checkout, columns)
    query = select(Checkout).where(Checkout.request_id == request.id)
    return list(db.session.scalars(query.order_by(Checkout.id)))


def _naming(number: int, wish: Wish) -> AbstractContextManager[None]:
    """Let a refusal name the line, from 0, as it was sent."""
    return several.one_of_them(f"lines.{number}", {"line": number}, lambda: wish.name)
