"""Extending: staff set another due day for what is out, and can take that back."""

from datetime import date, datetime

from webapp.core import outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy
from webapp.school import calendar, open_days
from webapp.stock.items import archiving

from .. import access
from ..availability import availability
from ..days import due_days
from ..days.visits import ANY_DAY, Room
from ..desk.counter_terms import check_may_lend_until
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent
from ..models.events import Facts
from ..rules import limits, second_person
from . import added_days, notices

SAME_DAY = lazy("It is already due on %(day)s")


def extend(actor: Actor, id: int, *, due_date: date, reason: str = "") -> Checkout:
    """Let what is still out be due on another day; its borrower is told, perhaps why.

    Invalid for a day that is over, and for one that is for a teacher to decide; Conflict if others have it by then,
    with the longest that would do, or if it is due on that day already. NotAllowed for one's own where that takes
    another.
    """
    loan = checkouts.take(actor, id, access.may_extend(actor), "out")
    check_day(loan, due_date)
    if due_date > loan.due_on:
        second_person.check(actor, loan)
        longest = archiving.terms(loan.item_id).max_checkout_days
        check_may_lend_until(actor, due_date, longest, has_until=loan.due_on)
        check_is_free(loan, due_date)
    event_id = set_due(actor, loan, due_date, "extend", reason)
    notices.extended(loan, event_id, reason=reason)
    return loan


def check_day(loan: Checkout, due_date: date) -> None:
    """Invalid for a day that is over or before the loan began, Conflict for the one on which it is due already."""
    limits.check_near("due_date", due_date)
    if due_date < loan.starts_on:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(loan.starts_on))
        raise Invalid(fields={"due_date": words})
    if due_date == loan.due_on:
        words = _(SAME_DAY, day=calendar.in_words(due_date))
        raise Conflict(words, facts={"due_date": due_date.isoformat()})
    check_can_be_due(loan, due_date)


def check_can_be_due(loan: Checkout, day: date, room: Room = ANY_DAY) -> None:
    """Invalid if the school is closed then, or if all of its term is due before; with the day that would do, unless a
    loan that is to be kept longer would have to be back earlier by it.
    """
    settled = due_days.settle_in_term(day, room)
    if settled.is_moved:
        is_earlier = settled.day <= loan.due_on < day
        offers = [] if is_earlier else [due_days.until(settled.day)]
        raise Invalid(fields={due_days.FIELD: settled.words}, offers=offers)


def check_is_free(loan: Checkout, due_date: date) -> None:
    """Conflict if others have it before the end of its new last day, with the longest that would do, if any."""
    taken_on = added_days.of(loan).first_day(loan)
    if availability.end_of(min(loan.starts_on, due_date), due_date) > taken_on:
        raise taken(loan, taken_on)


def taken(loan: Checkout, taken_on: date) -> Conflict:
    """That others have it from a day on, with the longest that would do, if it is longer than now."""
    facts = {"taken_on": taken_on.isoformat()}
    day = calendar.in_words(taken_on)
    last = open_days.now_decided().until_day(added_days.last_before(loan, taken_on))
    if last <= max(loan.due_on, calendar.after(calendar.today(), -1)):
        return Conflict(_("Others have it from %(day)s", day=day), facts=facts)
    words = _(
        "Others have it from %(day)s; until %(last)s would do",
        day=day,
        last=calendar.in_words(last),
    )
    return Conflict(words, facts=facts, offers=[due_days.until(last)])


def set_due(
    actor: Actor,
    loan: Checkout,
    due_on: date,
    kind: str,
    reason: str = "",
    also: Facts | None = None,
    due_at: datetime | None = None,
) -> int:
    """Another due day for a loan, perhaps a moment of it, kept as an event of this kind; its id. Nobody is told yet."""
    before = events.state(loan)
    loan.due_on, loan.due_at = due_on, due_at
    db.session.flush()
    return events.record(actor, loan, kind, before, why=reason, also=also)


def undo(actor: Actor, id: int) -> Checkout:
    """Let it be due when it was before it was last extended. Conflict if that was not the last that was done to it."""
    loan = checkouts.take(actor, id, access.may_extend(actor), "out")
    event = last_extension(loan)
    if event is None or event.kind != "extend":
        words = _("Nobody has set another due day for it, so there is nothing to undo")
        raise Conflict(
            words, facts={"due_date": loan.due_on.isoformat(), "checkout": loan.id}
        )
    put_back(actor, loan, event)
    return loan


def put_back(
    actor: Actor, loan: Checkout, event: CheckoutEvent, *, is_told: bool = True
) -> None:
    """As before one event that let it be due on another day; its borrower, if it is not them, hears that it holds no
    more, unless they were not told of it yet, or not `is_told`.

    Where it cannot be due then any more, it is on the day that will do. Conflict if it was moved off closed days since,
    or if others have it by then.
    """
    _check_is_not_moved(loan, event)
    again = due_days.again(min(loan.starts_on, event.asked_until), event.asked_until)
    _check_is_still_free(loan, again.due)
    before = events.state(loan)
    _due_as_before(loan, event, again)
    db.session.flush()
    undo_id = events.record(actor, loan, "undo", before, undoes=event.id, also=again.facts)
    is_called_back = outbox.cancel("checkout", loan.id, notices.step(event.id))
    is_called_back = is_called_back or notices.is_yet_to_leave(loan, event)
    if is_told and not is_called_back and actor.id != loan.student_id:
        notices.not_extended(loan, undo_id)


def _due_as_before(loan: Checkout, event: CheckoutEvent, again: due_days.Again) -> None:
    """Due on the day of before that event, at its moment too; where that day will not do any more, by the day."""
    is_same_day = again.due == event.asked_until
    loan.due_on, loan.due_at = again.due, event.asked_until_at if is_same_day else None


def _check_is_still_free(loan: Checkout, due_date: date) -> None:
    """Conflict if others have it by a later day; what would do instead is no undo, so it is said and not offered."""
    if due_date <= loan.due_on:
        return
    try:
        check_is_free(loan, due_date)
    except Conflict as no:
        no.offers = []
        raise


def undoable(loan: Checkout) -> CheckoutEvent | None:
    """What last let it be due on another day, unless it was moved since or others have it by the day of before."""
    event = last_extension(loan)
    if event is None or _is_moved_since(loan, event):
        return None
    again = due_days.again(min(loan.starts_on, event.asked_until), event.asked_until)
    try:
        _check_is_still_free(loan, again.due)
    except Conflict:
        return None
    return event


def _is_moved_since(loan: Checkout, event: CheckoutEvent) -> bool:
    return any(move.id > event.id for move in events.standing_of(loan.id, "moved"))


def _check_is_not_moved(loan: Checkout, event: CheckoutEvent) -> None:
    if _is_moved_since(loan, event):
        words = _("It was moved off closed days or hours since; undo that first")
        raise Conflict(
            words, facts={"due_date": loan.due_on.isoformat(), "checkout": loan.id}
        )


def last_extension(loan: Checkout) -> CheckoutEvent | None:
    """What last let it be due on another day, and stands."""
    standing = events.standing_of(loan.id, *events.LONGER)
    return standing[-1] if standing and loan.status == "out" else None
