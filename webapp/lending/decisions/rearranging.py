"""Rearranging: what was promised and is not handed out yet becomes another item, or moves to other days."""

from datetime import date

from webapp.core import outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items.archiving import Terms as Lent

from .. import access
from ..days import due_days
from ..days.due_days import Again
from ..desk import handovers, setting_aside
from ..desk.counter_terms import check_may_lend_until
from ..loans import checkouts, events, pieces
from ..models import Checkout, CheckoutEvent
from ..models.events import Facts
from ..notices import notices, ready_notices
from ..rules import limits, promising, second_person
from ..units.naming import Reference
from . import decisions
from .decisions import Terms


def rearrange(
    actor: Actor,
    id: int,
    *,
    item: int | None = None,
    unit: Reference | None = None,
    checkout_date: date | None = None,
    due_date: date | None = None,
    reason: str = "",
) -> Checkout:
    """Promise another item, one certain unit, or other days; what was set aside goes back on the shelf.

    The borrower is told, but not of which unit it is.

    Invalid for days that make no sense, and for a longer loan than the actor may allow; Conflict if others have it
    then, if nothing would change, or if its borrower has not said yes yet to what the queue offers them.
    """
    checkout = _take(actor, id)
    handovers.check_is_taken(checkout)
    before = events.state(checkout)
    terms: Terms = {"item": item, "checkout_date": checkout_date, "due_date": due_date}
    decisions.check_open_days(checkout, terms)
    lent = _promise_other(actor, checkout, terms, unit)
    _check_is_another(checkout, before)
    _check_is_not_longer(actor, checkout, before, lent)
    event_id = events.record(actor, checkout, "change", before, why=reason)
    if _is_told(before, events.state(checkout)):
        notices.rearranged(checkout, event_id, reason=reason)
    return checkout


def _take(actor: Actor, id: int) -> Checkout:
    return checkouts.take(actor, id, access.may_hand_out(actor), "approved")


def undo(actor: Actor, id: int) -> Checkout:
    """As it was promised before, but off days that have closed since.

    Conflict if others have that by now, or if something else was decided since.
    """
    checkout = _take(actor, id)
    event = db.session.get(CheckoutEvent, events.standing(id) or 0)
    facts = {"status": checkout.status, "checkout": id}
    if event and event.kind == "moved":
        words = _("It was moved off closed days since; undo that first")
        raise Conflict(words, facts=facts)
    if event is None or event.kind != "change":
        raise Conflict(_("Nothing was changed since it was approved"), facts=facts)
    put_back(actor, checkout, event, due_days.again(event.asked_from, event.asked_until))
    return checkout


def put_back(actor: Actor, checkout: Checkout, event: CheckoutEvent, days: Again) -> None:
    """As it was promised before this event, on these days, and its borrower is told.

    The caller holds what `undo` holds.
    """
    before = events.state(checkout)
    checkout.pinned_unit_id = None
    terms = _terms(event.before, days)
    _promise_anew(actor, checkout, terms, event.before.get("unit"))
    undo_id = events.record(
        actor, checkout, "undo", before, undoes=event.id, also=days.facts
    )
    if _is_told(before, events.state(checkout)):
        _tell_undone(checkout, event.id, undo_id)


def _check_is_another(checkout: Checkout, before: Facts) -> None:
    """Conflict if it is promised as it was; that it waits for another look is no change."""
    if events.state(checkout) | {"needs_look": before["needs_look"]} == before:
        facts = {"version": checkout.version, "checkout": checkout.id}
        raise Conflict(_("Nothing would change"), facts=facts)


def _check_is_not_longer(
    actor: Actor, checkout: Checkout, before: Facts, lent: Lent
) -> None:
    """Invalid for more days than were promised, beyond how long the item is lent, but for those who approve that."""
    first, due = (date.fromisoformat(before[name]) for name in ("starts_on", "due_on"))
    if checkout.due_on - checkout.starts_on > due - first:
        longest = lent.max_checkout_days
        check_may_lend_until(actor, checkout.due_on, longest, first=checkout.starts_on)


def _tell_undone(checkout: Checkout, event_id: int, undo_id: int) -> None:
    """Whoever was told of the change hears that it holds no more; an e-mail that has not left yet, is not sent."""
    if not outbox.cancel("checkout", checkout.id, notices.rearranged_step(event_id)):
        notices.rearranged(checkout, undo_id)


def _is_told(before: Facts, after: Facts) -> bool:
    """Whether it is another item or other days; which one of them it is, the borrower need not know."""
    return any(before[name] != after[name] for name in ("item", "starts_on", "due_on"))


@limits.offering_days()
def _promise_other(
    actor: Actor, checkout: Checkout, terms: Terms, unit: Reference | None
) -> Lent:
    return _promise_anew(actor, checkout, terms, unit)


def _promise_anew(
    actor: Actor, checkout: Checkout, terms: Terms, unit: Reference | None
) -> Lent:
    """As if it was only asked for, so that what it has now is free for it; whoever looked at it, looked at what it was.

    How the item is lent. NotAllowed for one's own where approving it took a second person.
    """
    second_person.check(actor, checkout)
    _release(actor, checkout)
    ready_notices.call_back([checkout.id])
    checkout.status, checkout.ready_at = "pending", None
    decisions.settle(actor, checkout, terms, unit)
    db.session.flush()
    lent = promising.check_can_be_promised(checkout)
    checkout.status, checkout.needs_look = "approved", lent.needs_second_look
    db.session.flush()
    return lent


def _release(actor: Actor, checkout: Checkout) -> None:
    """What is set aside goes back on the shelf."""
    if aside := setting_aside.all_aside(checkout):
        pieces.move(actor, checkout, "release", setting_aside.back(checkout, aside))


def _terms(state: Facts, days: Again) -> Terms:
    return {
        "item": state["item"],
        "checkout_date": max(days.starts, calendar.today()),
        "due_date": days.due,
    }
