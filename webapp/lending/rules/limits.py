"""Limits: which days a loan may have, how many pieces, and of what; asked when it is requested and when it is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, ngettext
from webapp.school import calendar, open_days
from webapp.stock.items.archiving import Terms

from ..availability import availability
from ..availability.availability import ONE_DAY, Shelf
from ..days import desk_room, due_days, near_days, pickup_days
from ..days.near_days import Bounds
from ..days.visits import Room, room_for
from ..models import Checkout
from ..units.in_stock import ASK, InStock

TEN_YEARS = timedelta(days=3650)


def check_enough_to_give(
    item_id: int,
    starts: date,
    due: date,
    quantity: int,
    *,
    own: int = 0,
    stock: InStock = ASK,
) -> None:
    """Conflict if there are too few for whoever decides: what others only asked for does not count, nor `own` pieces,
    taken all the time.
    """
    shelf = stock.shelf(item_id, starts)
    count = partial(shelf.grantable, own=own)
    left = count(starts, availability.end_of(starts, due))
    if left >= quantity:
        return
    first = None if left else _first_free_day(shelf, count, starts)
    near = _near(shelf, count, starts, due, quantity)
    facts = too_few(shelf, left, quantity) | {
        "free_from": near[0].isoformat() if near else None,
        "free_until": near[1].isoformat() if near else None,
        "item": item_id,
    }
    raise Conflict(_with_near(_too_few(left, first, due), near, first), facts=facts)


def _near(
    shelf: Shelf,
    count: Callable[[date, date], int],
    starts: date,
    due: date,
    quantity: int,
) -> tuple[date, date] | None:
    """The first days of the same length on which as many can be given."""
    changes = (step.day for step in shelf.steps)

    def is_enough(first: date, last: date) -> bool:
        return count(first, availability.end_of(first, last)) >= quantity

    return near_days.first(changes, starts, due, is_enough, Bounds())


def _with_near(words: str, near: tuple[date, date] | None, named: date | None) -> str:
    """What would do, where that is not `named` already."""
    if near is None:
        return _("%(words)s, and no later day is known on which it could be", words=words)
    if near[0] == named:
        return words
    day = calendar.in_words(near[0])
    return _("%(words)s; from %(day)s on there are enough", words=words, day=day)


@contextmanager
def offering_days() -> Iterator[None]:
    """Where too few are left, offer the days that would do."""
    try:
        yield
    except Conflict as no:
        no.offers += other_days(no)
        raise


def other_days(no: Conflict) -> list[Offer]:
    """The days that would do, as a refusal of too few names them, for who may choose others."""
    first, last = no.facts.get("free_from"), no.facts.get("free_until")
    if not first or not last:
        return []
    words = _(
        "From %(first)s to %(last)s",
        first=calendar.in_words(date.fromisoformat(first)),
        last=calendar.in_words(date.fromisoformat(last)),
    )
    return [Offer(words, {"checkout_date": first, "due_date": last})]


def too_few(shelf: Shelf, left: int, quantity: int) -> dict[str, int | str | None]:
    """The facts of a refusal: how many are free, how many were asked for, and when the next one should be back."""
    next_return = next(iter(shelf.due_days), None)
    back = next_return.isoformat() if next_return else None
    return {"free": left, "asked": quantity, "next_return": back}


def check_early(
    checkout: Checkout,
    *,
    pieces: int | None = None,
    until: date | None = None,
    besides: int = 0,
    stock: InStock = ASK,
) -> None:
    """Conflict if a promise is to be kept before its first day, and others have one for the days until then.

    It is kept whole, or for so many `pieces`, perhaps only `until` a day before; `besides` are those of the item that
    leave early in the same act.
    """
    today, starts = calendar.today(), checkout.starts_on
    if starts > today:
        check_enough_to_give(
            checkout.item_id,
            today,
            min(calendar.after(starts, -1), until or starts),
            (pieces or checkout.quantity) + besides,
            own=checkout.quantity if checkout.aside else 0,
            stock=stock,
        )


def check_lent_out(item_id: int, stock: InStock = ASK) -> Terms:
    """How it is lent. Conflict if it is archived or not for lending by now: whoever waited may have waited too long."""
    terms = stock.terms(item_id)
    check_terms(terms)
    return terms


def check_terms(item: Terms) -> None:
    """The same of what is known of an item."""
    if item.is_archived:
        raise Conflict(
            _("%(item)s is archived, so it is no longer lent out", item=item.name),
            facts={"archived": True},
            see=["items"],
        )
    if not item.is_borrowable:
        raise Conflict(
            _("%(item)s is not lent out", item=item.name),
            facts={"is_borrowable": False},
            see=["items"],
        )


def check_not_asked_already(
    student_id: int, item_id: int, starts: date, due: date, *, besides: int | None = None
) -> None:
    """Conflict, with the offer to send it anyway, if a person waits for the same item on one of these days.

    Lines of the request with the id `besides` do not count: what is asked for twice at once is meant so.
    """
    first = _first_waiting(student_id, item_id, starts, due, besides)
    if first:
        until = calendar.in_words(first.due_on)
        words = _(
            "The same request is already waiting for an answer: %(item)s until %(day)s",
            item=first.item_name,
            day=until,
        )
        facts = {
            "checkout": first.id,
            "due_date": first.due_on.isoformat(),
            "quantity": first.quantity,
        }
        raise Conflict(
            words,
            facts=facts,
            offers=[Offer(_("Send this one too"), {"send_anyway": True})],
        )


def _first_waiting(
    student_id: int, item_id: int, starts: date, due: date, besides: int | None
) -> Checkout | None:
    query = select(Checkout).where(
        Checkout.student_id == student_id,
        Checkout.item_id == item_id,
        Checkout.is_waiting,
        Checkout.starts_on <= due,
        Checkout.due_on >= starts,
    )
    if besides:
        query = query.where(Checkout.request_id != besides)
    return db.session.scalars(query.order_by(Checkout.id).limit(1)).first()


def check_days(starts: date, due: date) -> None:
    """Invalid for a due date in the past, beyond ten years or before the first day, whoever says it."""
    check_near("due_date", due)
    if due < starts:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(starts))
        raise Invalid(fields={"due_date": words})


def check_first(actor: Actor, day: date, room: Room | None = None) -> None:
    """Invalid for a first day that is over, beyond ten years, or not one on which a borrower can fetch something."""
    check_near(pickup_days.FIELD, day)
    pickup_days.check(actor, day, room or room_for(actor))


def check_near(field: str, day: date) -> None:
    """Invalid, at this field, for a day that is over or beyond ten years."""
    today = calendar.today()
    if day < today:
        raise Invalid(fields={field: _("Choose a day in the future")})
    if day > today + TEN_YEARS:
        raise Invalid(fields={field: _("Choose a day within ten years")})


def check_granted(granted: int, asked: int) -> None:
    """Invalid for more pieces than were asked for."""
    if granted > asked:
        words = ngettext("Only %(num)s was asked for", "Only %(num)s were asked for", asked)
        raise Invalid(fields={"granted": words})


def days(
    actor: Actor,
    first: date | None,
    wished: date | None,
    longest: int,
    room: Room | None = None,
) -> tuple[date, date]:
    """The first day of a loan, the first possible if none is said, and the day it is due.

    Invalid as `due_day`, for the past, and for a day on which a borrower cannot fetch it. Whether the desk is full on
    days that are said, `desk_room` asks once what is free is known: its offers must be true.
    """
    room = room or room_for(actor)
    starts = first or pickup_days.proposed(actor, room)
    check_first(actor, starts, room)
    return starts, due_day(actor, starts, wished, longest, room)


def due_day(
    actor: Actor,
    starts: date,
    wished: date | None,
    longest: int,
    room: Room | None = None,
) -> date:
    """The day a loan is due: the wished one, or as late as the item allows, whose `longest` loan is of so many days.

    Invalid, with the last day that would do, if a student may not have it so long, and if it cannot be due then.
    """
    room = room or room_for(actor)
    last = due_days.latest(starts, longest, room)
    due = wished or last.day
    check_days(starts, due)
    if due > last.day and not last.term and not actor.is_staff:
        words = ngettext(
            "This may be borrowed for %(num)s day, until %(last)s",
            "This may be borrowed for %(num)s days, until %(last)s",
            longest,
            last=calendar.in_words(last.day),
        )
        day = room.until_day(open_days.now_decided(), starts, last.day)
        raise Invalid(fields={"due_date": words}, offers=[due_days.until(day)])
    desk_room.check_due(actor, (starts, due), room, longest)
    return due


def fewer(quantity: int, label: str) -> Offer:
    """The same for fewer: `label` says it with their `number`."""
    return Offer(_(label, number=quantity), {"quantity": quantity})


def _too_few(left: int, first: date | None, due: date) -> str:
    """How many are free until `due`; if none is, from which day on one is."""
    if left:
        return only(left, due)
    if first:
        return _("None is free before %(day)s", day=calendar.in_words(first))
    return _("None is free for those days, until %(day)s", day=calendar.in_words(due))


def only(left: int, due: date) -> str:
    """How many are free until a day, in words."""
    return ngettext(
        "Only %(num)s is free until %(day)s",
        "Only %(num)s are free until %(day)s",
        left,
        day=calendar.in_words(due),
    )


def _first_free_day(
    shelf: Shelf, count: Callable[[date, date], int], starts: date
) -> date | None:
    """The first day after the start on which one is free again; None if one is free at the start, or nobody knows."""
    if count(starts, starts + ONE_DAY):
        return None
    days = (step.day for step in shelf.steps if step.day > starts)
    return next((day for day in days if count(day, day + ONE_DAY)), None)
